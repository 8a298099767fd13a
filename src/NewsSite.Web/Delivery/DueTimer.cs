using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>Does what is due, on every server: wakes at the next time, and looks once a second for one that was set since.</summary>
public sealed class DueTimer(
    IServiceScopeFactory scopes,
    JobRunner jobs,
    IHostApplicationLifetime site,
    ILogger<DueTimer> log
) : BackgroundService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // Where another server is at what is due, and may end before it is done.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan? next = null;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var run = scope.ServiceProvider.GetRequiredService<DueRun>();
                next = await jobs.RunAsync(SiteJobs.Due, () => run.RunAsync(Tell, stoppingToken), stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "What is due could not be done; it is tried again");
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }

            // By the machine's own watch: the database's clock says what is due, and no test may stop this one.
            var pause = next is { } soon && soon < Longest ? soon : Longest;
            await Task.Delay(pause < Shortest ? Shortest : pause, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

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
