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
) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private long known = -1;

    // Where no change is heard of, nothing is trusted.
    private bool IsFresh => pages.IsOn && changes.IsInStep && Interlocked.Read(ref known) == changes.Rounds;

    /// <summary>Sees to it that the settings are those of now. Where the database does not answer they stay as they were.</summary>
    public ValueTask EnsureAsync(CancellationToken cancel) =>
        IsFresh || changes.IsAway ? ValueTask.CompletedTask : new(ReadAsync(cancel));

    public void Dispose() => turn.Dispose();

    private async Task ReadAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            if (IsFresh)
            {
                return;
            }

            var round = changes.Rounds;
            await using var connection = await database.WorkAsync(cancel);
            site.Use(await SavedSettings.ReadAsync(connection, cancel));
            Interlocked.Exchange(ref known, round);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning(e, "The settings could not be read; they stay as they were");
        }
        finally
        {
            turn.Release();
        }
    }
}
