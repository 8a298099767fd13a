using NewsSite.News.Publishing;

namespace NewsSite.Web.Delivery;

/// <summary>Does what is due, on every server: wakes at the next time, and looks once a second for one that was set since.</summary>
public sealed class DueTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    IHostApplicationLifetime site,
    ILogger<DueTimer> log
) : RepeatingService(site, TimeProvider.System)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // Where another server is at what is due, and may end before it is done.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    protected override TimeSpan Pause => Longest;

    // The database's clock says what is due, and no test may stop the machine's own watch.
    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<DueRun>();
        var next = await jobs.RunAsync(SiteJobs.Due, () => run.RunAsync(Tell, cancel), cancel);
        var pause = next is { } soon && soon < Longest ? soon : Longest;
        return pause < Shortest ? Shortest : pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogError(failure, "What is due could not be done; it is tried again");

    private void Tell(DueDone done)
    {
        jobs.Lateness(done.Lateness);
        if (done.Failure is { } failure)
        {
            log.LogError("Story {Id} could not {Kind} at its time: {Failure}", done.ArticleId, done.Kind, failure);
        }
        else if (done.Lateness > Late)
        {
            log.LogWarning("Story {Id}: {Kind} was {Lateness} late", done.ArticleId, done.Kind, done.Lateness);
        }
    }
}
