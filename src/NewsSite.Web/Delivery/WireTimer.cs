using NewsSite.News.Wire;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>Looks twice a minute for sources of the wire that are due, on every server, and clears the tray once an hour.</summary>
internal sealed class WireTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<WireTimer> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        var sweepAt = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var run = scope.ServiceProvider.GetRequiredService<WireRun>();
                await jobs.RunAsync(SiteJobs.Wire, () => run.RunAsync(stoppingToken), stoppingToken);
                if (clock.GetUtcNow() >= sweepAt)
                {
                    var tray = scope.ServiceProvider.GetRequiredService<WireTray>();
                    await jobs.RunAsync(SiteJobs.WireSweep, () => tray.SweepAsync(stoppingToken), stoppingToken);
                    sweepAt = clock.GetUtcNow() + SweepPause;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The wire could not be read; it is tried again");
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }

            // By the machine's own watch: no test may stop this one.
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
