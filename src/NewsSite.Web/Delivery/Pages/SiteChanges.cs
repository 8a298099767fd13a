using NewsSite.News.Published;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>How far this server has followed what changed, and whether it may trust what it keeps.</summary>
public sealed class SiteChanges(PageStore pages, IServiceScopeFactory scopes) : IDisposable
{
    // What is not confirmed for so long may be out of date.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim turn = new(1);
    private long? seen;
    private long confirmed = long.MinValue;

    /// <summary>Whether all that changed up to a moment ago is known here.</summary>
    public bool IsInStep => Environment.TickCount64 - Interlocked.Read(ref confirmed) < Trust.TotalMilliseconds;

    /// <summary>Reads what changed since the last time, and forgets the pages that showed it.</summary>
    /// <exception cref="Exception">The database does not answer; nothing is forgotten, and soon nothing trusted.</exception>
    public async Task CatchUpAsync(CancellationToken cancel)
    {
        await turn.WaitAsync(cancel);
        try
        {
            var asked = Environment.TickCount64;
            await using var scope = scopes.CreateAsyncScope();
            foreach (var change in await scope.ServiceProvider.GetRequiredService<ChangeLog>().SinceAsync(seen, cancel))
            {
                pages.Forget(change.Names);
                seen = change.Id;
            }

            Interlocked.Exchange(ref confirmed, asked);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
