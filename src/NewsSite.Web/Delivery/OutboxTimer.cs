using NewsSite.News.Outbox;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>Looks for what is due every few seconds, on every server.</summary>
public sealed class OutboxTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<OutboxTimer> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        var sweepAt = clock.GetUtcNow();
        while (!stoppingToken.IsCancellationRequested)
        {
            var taken = 0;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var sender = scope.ServiceProvider.GetRequiredService<OutboxSender>();
                taken = await jobs.RunAsync(SiteJobs.Outbox, () => sender.SendDueAsync(stoppingToken), stoppingToken);
                if (clock.GetUtcNow() >= sweepAt)
                {
                    var run = scope.ServiceProvider.GetRequiredService<OutboxRun>();
                    await jobs.RunAsync(SiteJobs.OutboxSweep, () => run.SweepAsync(stoppingToken), stoppingToken);
                    sweepAt = clock.GetUtcNow() + SweepPause;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "What is due could not be sent; it is tried again");
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }

            if (taken == 0)
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
