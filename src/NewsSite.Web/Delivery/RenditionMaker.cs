using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Makes the forms of new pictures in the background, so that no reader waits for an encoder: of those that come to this
/// server at once, of those that came to another or before a restart soon.
/// </summary>
public sealed class RenditionMaker(
    RenditionQueue queue,
    MediaFolder media,
    IServiceScopeFactory scopes,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<RenditionMaker> log
) : BackgroundService
{
    // What is older has been asked for, and so made, or nobody shows it.
    private static readonly TimeSpan Back = TimeSpan.FromDays(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        await Task.Run(Sweep, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await Task.WhenAll(
                queue.RunAsync(
                    (e, file) => log.LogError(e, "The renditions of picture {File} could not be made", file),
                    stoppingToken
                ),
                WatchAsync(stoppingToken)
            );
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // Broken off because the site stops, whatever it was at: that is no fault.
        }
    }

    private void Sweep()
    {
        try
        {
            if (media.Sweep(DateTimeOffset.UtcNow) is > 0 and var left)
            {
                log.LogInformation("{Count} files were cleared away that a server had begun and not ended", left);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(e, "What was left unfinished in the folder of pictures could not be cleared away");
        }
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        long seen = 0;
        while (true)
        {
            try
            {
                var last = seen;
                seen = await jobs.RunAsync(SiteJobs.Pictures, () => QueueNewAsync(last, cancel), cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                log.LogWarning(e, "New pictures could not be looked for; they are in the next round");
            }

            // By the machine's own watch: no test may stop this one.
            await Task.Delay(Pause, cancel);
        }
    }

    /// <summary>Those that people sent: what an archive brings along is made when it is asked for.</summary>
    /// <returns>The newest picture's id.</returns>
    private async Task<long> QueueNewAsync(long seen, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        var since = clock.GetUtcNow() - Back;
        var fresh = await db
            .Pictures.AsNoTracking()
            .Where(p => p.Id > seen && p.CreatedAt > since && p.UploadKey != null)
            .OrderByDescending(p => p.Id)
            .Take(RenditionQueue.Limit)
            .ToListAsync(cancel);
        foreach (var picture in fresh)
        {
            queue.Add(picture);
        }

        return fresh.Count == 0 ? seen : fresh[0].Id;
    }
}
