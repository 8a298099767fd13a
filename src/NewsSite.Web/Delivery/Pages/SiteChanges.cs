using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>How far this server has followed what changed, and whether it may trust what it keeps.</summary>
public sealed class SiteChanges(PageStore pages, ReadersDatabase database) : IDisposable
{
    // What is not confirmed for so long may be out of date.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(3);

    // Who knows what was withdrawn meanwhile, where only this server has lost its way to the database.
    private static readonly TimeSpan Alone = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim turn = new(1);
    private long? seen;
    private long confirmed;
    private volatile bool isAway;

    /// <summary>Whether all that changed up to a moment ago is known here.</summary>
    public bool IsInStep => IsWithin(Trust);

    /// <summary>
    /// Whether the database does not answer, and that not for so long that what is kept must not be shown any more. A server
    /// that was merely held up is not alone: it asks.
    /// </summary>
    public bool IsAlone => isAway && IsWithin(Alone);

    /// <summary>Reads what changed since the last time, and forgets the pages that showed it.</summary>
    /// <exception cref="Exception">The database does not answer; nothing is forgotten, and soon nothing trusted.</exception>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var asked = Environment.TickCount64;
            await using var connection = await database.OpenAsync(cancel);
            foreach (var change in await ChangeLog.SinceAsync(connection, seen, cancel))
            {
                pages.Forget(change.Names);
                seen = change.Id;
            }

            Interlocked.Exchange(ref confirmed, asked);
            isAway = false;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The connection to the database is lost.</summary>
    public void Lose() => isAway = true;

    public void Dispose() => turn.Dispose();

    private bool IsWithin(TimeSpan time) =>
        Interlocked.Read(ref confirmed) is var last
        && last > 0
        && Environment.TickCount64 - last < time.TotalMilliseconds;
}
