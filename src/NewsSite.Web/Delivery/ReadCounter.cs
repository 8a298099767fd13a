using System.Collections.Concurrent;
using Microsoft.Extensions.Primitives;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Counts readings in memory and writes them in batches, so that counting costs readers nothing; then makes the list of
/// what is read most anew.
/// </summary>
internal sealed class ReadCounter(
    IServiceScopeFactory scopes,
    ReadersSeen readers,
    JobRunner jobs,
    TimeProvider clock,
    ILogger<ReadCounter> log
) : BackgroundService
{
    private const int StoryLimit = 100_000;
    private static readonly string[] Crawlers = ["bot", "crawl", "spider"];
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private ConcurrentDictionary<long, int> counts = new();

    /// <summary>Counts one reading, unless the same reader counted for this story a short while ago.</summary>
    public void Count(HttpContext context, long articleId)
    {
        if (
            IsReader(context.Request.Headers)
            && context.Connection.RemoteIpAddress is { } address
            && counts.Count < StoryLimit
            && readers.IsFirst(address, context.Request.Headers.UserAgent.ToString(), articleId)
        )
        {
            counts.AddOrUpdate(articleId, 1, (_, n) => n + 1);
        }
    }

    // A browser that fetches ahead, a crawler that runs scripts, and another site that sends its visitors here are none.
    private static bool IsReader(IHeaderDictionary headers) =>
        !Names(headers["Sec-Purpose"], "prefetch")
        && !Names(headers["Purpose"], "prefetch")
        && headers["Sec-Fetch-Site"].ToString() is "" or "same-origin"
        && !Crawlers.Any(word => Names(headers.UserAgent, word));

    private static bool Names(StringValues header, string word) =>
        header.ToString().Contains(word, StringComparison.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await jobs.RunAsync(SiteJobs.Readings, WriteAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // What was counted last is still worth a try while the host waits for us.
            await WriteAsync();
        }
    }

    // Not given up for a stop: what was taken would be lost.
    private async Task<Failed> WriteAsync()
    {
        var batch = Interlocked.Exchange(ref counts, new ConcurrentDictionary<long, int>());
        if (batch.IsEmpty)
        {
            return new(null);
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope
                .ServiceProvider.GetRequiredService<ReadingBook>()
                .AddAsync(batch, clock.GetUtcNow(), CancellationToken.None);
            await scope.ServiceProvider.GetRequiredService<MostReadDesk>().RefreshAsync(CancellationToken.None);
            return new(null);
        }
        catch (Exception e)
        {
            // A few readings less do not matter; that the site goes on does.
            log.LogWarning(e, "{Count} readings were not counted", batch.Values.Sum());
            return new(e.Message);
        }
    }
}
