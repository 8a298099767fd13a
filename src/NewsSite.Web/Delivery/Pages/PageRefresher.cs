using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Makes the pages again that a change made old and readers ask for, and says then that this server knows of the change: whoever
/// made it finds their words where readers are, and no reader waits for them.
/// </summary>
internal sealed class PageRefresher(SiteChanges changes, PageCache pages, ILogger<PageRefresher> log)
    : BackgroundService
{
    // So many at a time: readers wait for other pages, too.
    private const int AtOnce = 2;

    // Longer than this nobody is kept waiting for what is only faster.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await changes.Forgotten.WaitToReadAsync(stoppingToken))
            {
                var wanted = new HashSet<PageAddress>();
                while (changes.Forgotten.TryRead(out var some))
                {
                    wanted.UnionWith(some);
                }

                var making = Parallel.ForEachAsync(
                    wanted,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                    async (address, _) => await MakeAsync(address)
                );
                await Task.WhenAny(making, Task.Delay(Patience, stoppingToken));
                await TellAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
    }

    private async Task MakeAsync(PageAddress address)
    {
        try
        {
            await pages.MakeAsync(address);
        }
        catch (Exception e)
        {
            // Whoever asks for it is told.
            log.LogDebug(e, "{Address} could not be made again", address);
        }
    }

    private async Task TellAsync(CancellationToken cancel)
    {
        try
        {
            await changes.TellAsync(cancel);
        }
        catch (NpgsqlException e)
        {
            // The next look tells it.
            log.LogDebug(e, "What this server knows could not be told");
        }
    }
}
