using NewsSite.News.Alerts;

namespace NewsSite.Web.Delivery.Alerts;

/// <summary>Looks every few seconds, on every server, for alerts that are to be mailed.</summary>
public sealed class AlertTimer(
    IServiceScopeFactory scopes,
    AlertSender sender,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<AlertTimer> log
) : RepeatingService(site, clock)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);
    private DateTimeOffset sweepAt;

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await jobs.RunAsync(SiteJobs.Alerts, () => sender.SendDueAsync(cancel), cancel);
        if (Watch.GetUtcNow() >= sweepAt)
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AlertMailRun>().SweepAsync(cancel);
            sweepAt = Watch.GetUtcNow() + SweepPause;
        }

        return Pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogError(failure, "Alerts could not be mailed; it is tried again");
}
