using NewsSite.News.Outbox;

namespace NewsSite.Web.Delivery;

/// <summary>Looks for what is due every few seconds, on every server.</summary>
public sealed class OutboxTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<OutboxTimer> log
) : RepeatingService(site, clock)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);
    private DateTimeOffset sweepAt;

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<OutboxSender>();
        var taken = await jobs.RunAsync(SiteJobs.Outbox, () => sender.SendDueAsync(cancel), cancel);
        if (Watch.GetUtcNow() >= sweepAt)
        {
            var run = scope.ServiceProvider.GetRequiredService<OutboxRun>();
            await jobs.RunAsync(SiteJobs.OutboxSweep, () => run.SweepAsync(cancel), cancel);
            sweepAt = Watch.GetUtcNow() + SweepPause;
        }

        return taken == 0 ? Pause : TimeSpan.Zero;
    }

    protected override void Tell(Exception failure) =>
        log.LogError(failure, "What is due could not be sent; it is tried again");
}
