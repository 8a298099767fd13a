using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
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
internal sealed class LiveBench(BenchedSite site, int connections, int runs) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly HttpClient client = new();
    private readonly CancellationTokenSource end = new();
    private readonly int port = FreePort();
    private Process? server;
    private Page[] pages = [];

    // The change that all are waited for, and when each heard of it.
    private long wanted;
    private ConcurrentBag<long> heard = [];

    public void Dispose()
    {
        end.Cancel();
        foreach (var page in pages)
        {
            page.Dispose();
        }

        server?.Kill();
        server?.Dispose();
        client.Dispose();
        end.Dispose();
    }

    public async Task RunAsync()
    {
        await StartAsync();
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors, which also listen and measure"
        );
        var editor = await EditorAsync();
        await PublishAsync(editor, 0);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = Resident();
        pages = [.. Enumerable.Range(0, connections).Select(_ => new Page())];
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
        var after = Resident();
        Console.WriteLine(
            $"resident {before / 1e6:N0} MB before, {after / 1e6:N0} MB with them: {(after - before) / 1024.0 / connections:N1} KB each"
        );
        var busy = server!.TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(40));
        server.Refresh();
        Console.WriteLine(
            $"idle, signs of life every 20 s: {(server.TotalProcessorTime - busy).TotalSeconds / 40:P1} of a processor"
        );
        for (var run = 1; run <= runs; run++)
        {
            await MeasureAsync(editor, run);
        }

        Console.WriteLine($"resident after that: {Resident() / 1e6:N0} MB");
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
        server!.Kill();
        await server.WaitForExitAsync();
        heard = [];
        Volatile.Write(ref wanted, await NewestAsync() + 1);
        await PublishAsync(editor, runs + 1);
        var watch = Stopwatch.StartNew();
        await StartAsync();
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

    private async Task ListenAsync(Page page)
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

    private async Task<Actor> EditorAsync()
    {
        Actor editor = null!;
        await site.WithAsync<StaffDesk>(async desk =>
        {
            var email = $"live-{Guid.NewGuid():N}@example.org";
            var (member, _) = await desk.AddAsync(
                email,
                "Bench Editor",
                StaffRole.Editor,
                "correct horse battery",
                Actor.System,
                default
            );
            editor = new Actor(member!.Id, member.Name, StaffRole.Editor);
        });
        return editor;
    }

    private async Task StartAsync()
    {
        var connection = "";
        await site.WithAsync<NewsroomDb>(db =>
        {
            connection = db.Database.GetConnectionString()!;
            return Task.CompletedTask;
        });
        var address = $"http://127.0.0.1:{port}";
        server = Process.Start(
            new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NewsSite.Web.dll")])
            {
                RedirectStandardOutput = true,
                Environment =
                {
                    ["ASPNETCORE_URLS"] = address,
                    ["ASPNETCORE_ENVIRONMENT"] = "Production",
                    ["ConnectionStrings__NewsSite"] = connection,
                    ["NewsSite__Address"] = "http://localhost",
                    ["NewsSite__DataDirectory"] = Directory.CreateTempSubdirectory("newssite-live-").FullName,
                    ["NewsSite__CopiesMegabytes"] = "0",
                    ["Serilog__MinimumLevel__Default"] = "Error",
                },
            }
        )!;
        server.BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync(new Uri($"{address}/health/live"));
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private long Resident()
    {
        server!.Refresh();
        return server.WorkingSet64;
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>As little of a browser as it takes to listen.</summary>
    private sealed class Page : IDisposable
    {
        private readonly byte[] buffer = new byte[2048];
        private Socket? socket;
        private long pending;
        private bool isChange;

        /// <summary>The last change that it knows of.</summary>
        public long Last { get; private set; }

        /// <summary>The changes that it was told of; what there was at first is none.</summary>
        public List<long> Heard { get; } = [];
        public long Told { get; set; }
        public int Return { get; private set; } = 1000;
        public int Returns { get; private set; }

        public async Task<bool> OpenAsync(int port, CancellationToken cancel)
        {
            Returns += Last > 0 ? 1 : 0;
            socket?.Dispose();
            socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
                var known = Last > 0 ? $"Last-Event-ID: {Last}\r\n" : "";
                await socket.SendAsync(
                    Encoding.ASCII.GetBytes($"GET /live HTTP/1.1\r\nHost: localhost:{port}\r\n{known}\r\n"),
                    cancel
                );
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        /// <summary>Until the line breaks off.</summary>
        public async Task ListenAsync(Action<long> told, CancellationToken cancel)
        {
            var rest = "";
            try
            {
                while (await socket!.ReceiveAsync(buffer, cancel) is > 0 and var read)
                {
                    var lines = (rest + Encoding.UTF8.GetString(buffer, 0, read)).Split('\n');
                    rest = lines[^1];
                    for (var n = 0; n < lines.Length - 1; n++)
                    {
                        if (lines[n].StartsWith("retry: ", StringComparison.Ordinal))
                        {
                            Return = int.Parse(lines[n].AsSpan(7), provider: null);
                        }
                        else if (lines[n].StartsWith("id: ", StringComparison.Ordinal))
                        {
                            (pending, isChange) = (long.Parse(lines[n].AsSpan(4), provider: null), false);
                        }
                        else if (lines[n].StartsWith("event: change", StringComparison.Ordinal))
                        {
                            isChange = true;
                        }
                        else if (lines[n].StartsWith("data: ", StringComparison.Ordinal) && pending > 0)
                        {
                            Last = pending;
                            if (isChange)
                            {
                                Heard.Add(Last);
                                told(Last);
                            }

                            pending = 0;
                        }
                    }
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The server is gone, or the measuring is over.
            }
        }

        public void Dispose() => socket?.Dispose();
    }
}
