using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Holds what an admin saved in the memory of this server. The bell of a setting says that everything changed: whatever is made
/// after it was heard reads the settings first, so that no page is kept that shows old ones.
/// </summary>
internal sealed class LiveSettings(
    SiteOptions site,
    SiteChanges changes,
    PageStore pages,
    ReadersDatabase database,
    ILogger<LiveSettings> log
)
{
    // A page with the settings of a moment ago is better than none. Whoever waits longer goes on without them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private Task<bool> reading = Task.FromResult(true);
    private long known = -1;

    // Where no change is heard of, nothing is trusted.
    private bool IsFresh => pages.IsOn && changes.IsInStep && Interlocked.Read(ref known) == changes.Rounds;

    /// <summary>Sees to it that the settings are those of now. Where the database does not answer in time they stay as they were.</summary>
    /// <returns>Whether they are; where no change is heard of, never: nobody can tell.</returns>
    public async ValueTask<bool> EnsureAsync(CancellationToken cancel)
    {
        if (!IsFresh && !changes.IsAway)
        {
            await TakeAsync(Task.Delay(Patience, cancel));
            cancel.ThrowIfCancellationRequested();
        }

        return IsFresh;
    }

    /// <summary>The same, before anybody asks: as long as the database takes.</summary>
    public Task BeginAsync() => TakeAsync(new TaskCompletionSource().Task);

    private async Task TakeAsync(Task patience)
    {
        // Together with whoever waits already, so that nobody stands in a line before a database that hangs. What was begun
        // before somebody came may have read what was before: then once more, and no more.
        for (var (tries, isOwn) = (0, false); tries < 2 && !isOwn && !IsFresh && !changes.IsAway; tries++)
        {
            Task<bool> read;
            lock (gate)
            {
                isOwn = reading.IsCompleted;
                read = reading = isOwn ? Task.Run(ReadAsync, CancellationToken.None) : reading;
            }

            if (await Task.WhenAny(read, patience) != read || !await read)
            {
                return;
            }
        }
    }

    /// <returns>Whether the database answered.</returns>
    private async Task<bool> ReadAsync()
    {
        try
        {
            var round = changes.Rounds;
            await using var connection = await database.WorkAsync(CancellationToken.None);
            site.Use(await SavedSettings.ReadAsync(connection, CancellationToken.None));
            Interlocked.Exchange(ref known, round);
            return true;
        }
        catch (Exception e)
        {
            // That the database does not answer is told by whoever follows the changes.
            log.LogDebug(e, "The settings could not be read; they stay as they were");
            return false;
        }
    }
}
