using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;

namespace NewsSite.Benchmarks;

/// <summary>
/// Holds many open pages on one server of its own process, publishes, and prints what a page costs there and when each was
/// told; then the server is killed and started again, and all come back by themselves.
/// </summary>
internal sealed class LiveBench(BenchedSite site, int connections, int runs) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource end = new();
    private readonly int port = SiteServer.FreePort();
    private SiteServer? server;
    private LivePage[] pages = [];

    // The change that all are waited for, and when each heard of it.
    private long wanted;
    private ConcurrentBag<long> heard = [];

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var page in pages)
        {
            page.Dispose();
        }

        if (server is not null)
        {
            await server.DisposeAsync();
        }

        end.Dispose();
    }

    public async Task RunAsync()
    {
        server = await SiteServer.StartAsync(site.ConnectionString, port);
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors, which also listen and measure"
        );
        var editor = await Edits.EditorAsync(site);
        await PublishAsync(editor, 0);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = server!.Resident;
        pages = [.. Enumerable.Range(0, connections).Select(_ => new LivePage())];
        var watch = Stopwatch.StartNew();
        foreach (var some in pages.Chunk(200))
        {
            await Task.WhenAll(some.Select(page => page.OpenAsync(port, end.Token)));
        }

        foreach (var page in pages)
        {
            _ = ListenAsync(page);
        }

        await UntilAsync(() => pages.All(p => p.Last > 0));
        Console.WriteLine($"{connections:N0} pages listen after {watch.Elapsed.TotalSeconds:N1} s");
        await Task.Delay(TimeSpan.FromSeconds(15));
        var after = server!.Resident;
        Console.WriteLine(
            $"resident {before / 1e6:N0} MB before, {after / 1e6:N0} MB with them: {(after - before) / 1024.0 / connections:N1} KB each"
        );
        var busy = server!.Cpu;
        await Task.Delay(TimeSpan.FromSeconds(40));
        Console.WriteLine($"idle, signs of life every 20 s: {(server.Cpu - busy).TotalSeconds / 40:P1} of a processor");
        for (var run = 1; run <= runs; run++)
        {
            await MeasureAsync(editor, run);
        }

        Console.WriteLine($"resident after that: {server!.Resident / 1e6:N0} MB");
        await RestartAsync(editor);
        await MeasureAsync(editor, runs + 2);
        Check();
    }

    private async Task MeasureAsync(Actor editor, int run)
    {
        heard = [];
        Volatile.Write(ref wanted, await NewestAsync() + 1);
        await PublishAsync(editor, run);
        var acknowledged = Stopwatch.GetTimestamp();
        await UntilAsync(() => heard.Count >= connections);
        var late = heard.Select(at => Stopwatch.GetElapsedTime(acknowledged, at).TotalMilliseconds).Order().ToList();
        Console.WriteLine(
            $"told after, in ms: median {late[late.Count / 2]:N0}, p99 {late[(int)(late.Count * 0.99)]:N0}, last {late[^1]:N0}"
        );
    }

    private async Task RestartAsync(Actor editor)
    {
        await server!.DisposeAsync();
        heard = [];
        Volatile.Write(ref wanted, await NewestAsync() + 1);
        await PublishAsync(editor, runs + 1);
        var watch = Stopwatch.StartNew();
        server = await SiteServer.StartAsync(site.ConnectionString, port);
        var up = watch.Elapsed;
        var ready = Stopwatch.GetTimestamp();
        await UntilAsync(() => heard.Count >= connections);
        var late = heard.Select(at => Stopwatch.GetElapsedTime(ready, at).TotalSeconds).Order().ToList();
        Console.WriteLine(
            $"killed, up again after {up.TotalSeconds:N1} s; told of what was published meanwhile, in s after that: first {late[0]:N1}, median {late[late.Count / 2]:N1}, last {late[^1]:N1}"
        );
    }

    // Every page has heard of the same changes, each once and in their order.
    private void Check()
    {
        var all = pages.SelectMany(p => p.Heard).Distinct().Order().ToList();
        var missed = pages.Sum(p => all.Except(p.Heard).Count());
        var twice = pages.Sum(p => p.Heard.Count - p.Heard.Distinct().Count());
        var disordered = pages.Count(p => !p.Heard.SequenceEqual(p.Heard.Order()));
        Console.WriteLine(
            $"{all.Count} changes, {pages.Sum(p => p.Heard.Count):N0} times told: {missed} missed, {twice} told twice, {disordered} pages out of order; {pages.Sum(p => p.Returns):N0} came again"
        );
    }

    private async Task ListenAsync(LivePage page)
    {
        while (!end.IsCancellationRequested)
        {
            await page.ListenAsync(
                id =>
                {
                    if (id >= Volatile.Read(ref wanted) && page.Told != wanted && wanted > 0)
                    {
                        page.Told = wanted;
                        heard.Add(Stopwatch.GetTimestamp());
                    }
                },
                end.Token
            );
            do
            {
                await Task.Delay(page.Return)
                    .WaitAsync(end.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            } while (!end.IsCancellationRequested && !await page.OpenAsync(port, end.Token));
        }
    }

    private async Task PublishAsync(Actor editor, int run)
    {
        var (category, author) = await site.ReadAsync(async db =>
            (await db.Categories.Select(c => c.Id).FirstAsync(), await db.Authors.Select(a => a.Id).FirstAsync())
        );
        ArticleVersion draft = null!;
        await site.WithAsync<Writing>(async writing =>
            draft = await writing.BeginAsync(
                Guid.NewGuid(),
                new ArticleContent
                {
                    Headline = string.Create(CultureInfo.InvariantCulture, $"Breaking for everybody, {run}"),
                    Body = "Words.",
                    PrimaryCategoryId = category,
                    AuthorIds = [author],
                },
                editor,
                default
            )
        );
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(draft.ArticleId, new PublishOrder(1, null, TimeSpan.FromHours(1)), editor, default)
        );
    }

    private async Task<long> NewestAsync()
    {
        var newest = 0L;
        await site.WithAsync<NewsroomDb>(async db =>
            newest = await db.Database.SqlQuery<long>($"select max(id) as \"Value\" from delivery.change").SingleAsync()
        );
        return newest;
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!holds())
        {
            if (watch.Elapsed > Limit)
            {
                throw new TimeoutException("Not all were told.");
            }

            await Task.Delay(10);
        }
    }
}
