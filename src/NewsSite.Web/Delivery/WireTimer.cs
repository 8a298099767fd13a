using NewsSite.News.Wire;

namespace NewsSite.Web.Delivery;

/// <summary>Looks twice a minute for sources of the wire that are due, on every server, and clears the tray once an hour.</summary>
public sealed class WireTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<WireTimer> log
) : RepeatingService(site, TimeProvider.System)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);
    private DateTimeOffset sweepAt;

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(30);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<WireRun>();
        await jobs.RunAsync(SiteJobs.Wire, () => run.RunAsync(cancel), cancel);
        if (clock.GetUtcNow() >= sweepAt)
        {
            var tray = scope.ServiceProvider.GetRequiredService<WireTray>();
            await jobs.RunAsync(SiteJobs.WireSweep, () => tray.SweepAsync(cancel), cancel);
            sweepAt = clock.GetUtcNow() + SweepPause;
        }

        return Pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogError(failure, "The wire could not be read; it is tried again");
}
