using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.Benchmarks;

/// <summary>
/// Publishes an update again and again on one of three servers, while each of them is read without a pause, and prints how
/// long after the acknowledgement the new words were on every page that shows the story, on each server, and whether any
/// answer that was asked for more than 100 ms after it was an old one. Needs <c>wrk</c> for the readers.
/// </summary>
internal sealed class FreshBench(BenchedSite site, int runs) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    // After the new words were seen, each page is looked at until then: an old one may still come.
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(200);
    private const int Updates = 25;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);
    private readonly HttpClient client = new();
    private readonly List<Process> processes = [];

    public void Dispose()
    {
        client.Dispose();
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    public async Task RunAsync()
    {
        List<Uri> servers = [site.Address, await StartAsync(), await StartAsync()];
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {servers.Count} servers, {Environment.ProcessorCount} processors, which also read and measure"
        );
        await MeasureAsync("nobody else reads", servers, runs);
        foreach (var server in servers)
        {
            processes.Add(
                Process.Start(
                    new ProcessStartInfo("wrk", ["-t1", "-c8", "-d3600s", "-H", "Accept-Encoding: br", $"{server}"])
                    {
                        RedirectStandardOutput = true,
                    }
                )!
            );
        }

        await MeasureAsync("each server is read without a pause", servers, runs);
    }

    private async Task MeasureAsync(string name, List<Uri> servers, int times)
    {
        var (id, editor, addresses) = (0L, await EditorAsync(), Array.Empty<string>());
        var visible = new ConcurrentBag<double>();
        var (old, asked) = (0, 0);
        for (var run = 0; run < times; run++)
        {
            // No story is updated hundreds of times.
            var n = (run % Updates) + 1;
            if (n == 1)
            {
                (id, addresses) = await BeginAsync(editor);
            }

            var words = string.Create(CultureInfo.InvariantCulture, $"Fresh as number {id}-{n} of them");
            await site.WithAsync<Writing>(writing =>
                SaveAsync(writing, id, c => c with { Headline = words, Standfirst = words, Body = words }, editor)
            );
            await site.WithAsync<Publisher>(publisher =>
                publisher.PublishAsync(id, new PublishOrder(n + 1, n, IsSignificant: true), editor, default)
            );
            var acknowledged = Stopwatch.GetTimestamp();
            await Task.WhenAll(
                servers.SelectMany(server =>
                    addresses.Select(async address =>
                    {
                        double? seen = null;
                        while (Stopwatch.GetElapsedTime(acknowledged) < Watched || seen is null)
                        {
                            var sent = Stopwatch.GetElapsedTime(acknowledged);
                            var text = await client.GetStringAsync(new Uri(server, address));
                            var isNew = text.Contains(words, StringComparison.Ordinal);
                            Interlocked.Increment(ref asked);
                            if (isNew)
                            {
                                seen ??= Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds;
                            }
                            else if (sent > Limit)
                            {
                                Interlocked.Increment(ref old);
                            }

                            if (Stopwatch.GetElapsedTime(acknowledged) > TimeSpan.FromSeconds(10))
                            {
                                throw new InvalidOperationException($"{server}{address} is old after ten seconds.");
                            }

                            await Task.Delay(Look);
                        }

                        visible.Add(seen.Value);
                    })
                )
            );
        }

        var sorted = visible.Order().ToList();
        Console.WriteLine();
        Console.WriteLine($"{name}: {times:N0} publishes, {addresses.Length} pages on each server");
        Console.WriteLine(
            $"new words after, in ms: median {At(0.5):N0}, p95 {At(0.95):N0}, p99 {At(0.99):N0}, p99.9 {At(0.999):N0}, most {sorted[^1]:N0}"
        );
        Console.WriteLine(
            $"old answers asked for more than {Limit.TotalMilliseconds:N0} ms after: {old:N0} of {asked:N0}"
        );

        double At(double part) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }

    private static async Task SaveAsync(
        Writing writing,
        long id,
        Func<ArticleContent, ArticleContent> change,
        Actor editor
    )
    {
        var article = await writing.OwnAsync(id, editor, default);
        var head = await writing.HeadAsync(article, default);
        await writing.SaveAsync(id, head.Number, change(head.Content), editor, default);
    }

    private async Task<Actor> EditorAsync()
    {
        Actor editor = null!;
        await site.WithAsync<StaffDesk>(async desk =>
        {
            var (member, _) = await desk.AddAsync(
                $"fresh-{Guid.NewGuid():N}@example.org",
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

    private async Task<(long Id, string[] Addresses)> BeginAsync(Actor editor)
    {
        var (category, author) = await site.ReadAsync(async db =>
            (await db.Categories.OrderBy(c => c.Id).FirstAsync(), await db.Authors.OrderBy(a => a.Id).FirstAsync())
        );
        long[] tags = [];
        await site.WithAsync<TagBook>(async book => tags = await book.FindOrAddAsync(["Freshness"], default));
        ArticleVersion draft = null!;
        await site.WithAsync<Writing>(async writing =>
            draft = await writing.BeginAsync(
                Guid.NewGuid(),
                new ArticleContent
                {
                    Headline = "Fresh from the start",
                    Body = "Words.",
                    PrimaryCategoryId = category.Id,
                    TagIds = tags,
                    AuthorIds = [author.Id],
                },
                editor,
                default
            )
        );
        var id = draft.ArticleId;
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(1, null), editor, default)
        );
        return (
            id,
            [
                "/",
                $"/category/{category.Slug}",
                "/tag/freshness",
                $"/author/{author.Slug}",
                "/feed.xml",
                $"/news/{id}/fresh-from-the-start",
            ]
        );
    }

    private async Task<Uri> StartAsync()
    {
        var connection = "";
        await site.WithAsync<NewsroomDb>(db =>
        {
            connection = db.Database.GetConnectionString()!;
            return Task.CompletedTask;
        });
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}/");
        listener.Stop();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "NewsSite.Web.dll")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"{address}",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__NewsSite"] = connection,
                ["NewsSite__Address"] = "http://localhost",
                ["NewsSite__DataDirectory"] = Directory.CreateTempSubdirectory("newssite-fresh-").FullName,
                ["NewsSite__CopiesMegabytes"] = "0",
                ["Serilog__MinimumLevel__Default"] = "Error",
            },
        };
        processes.Add(Process.Start(start)!);
        processes[^1].BeginOutputReadLine();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync(new Uri(address, "/health/live"));
                return address;
            }
            catch (HttpRequestException) when (tries < 100)
            {
                await Task.Delay(200);
            }
        }
    }
}
