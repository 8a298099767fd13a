using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using NewsSite.EmbeddedPostgres;
using NewsSite.News.Demo;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>
/// The whole paper while its PostgreSQL is dead: real processes, killed at once and without notice, and every address that
/// any page leads to, its text compared.
/// </summary>
public sealed partial class OutageCrawlTests : IAsyncLifetime
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("NEWSSITE_OUTAGE_SECONDS") ?? "60", CultureInfo.InvariantCulture)
    );
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-outage-{Guid.NewGuid():N}");
    private readonly string address = $"http://127.0.0.1:{SiteProcess.FreePort()}";
    private readonly HttpClient reader = new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        }
    );
    private EmbeddedServer postgres = null!;
    private Gate gate = null!;
    private (string, string)[] settings = [];

    public async ValueTask InitializeAsync()
    {
        postgres = await StartPostgresAsync();
        var named = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        gate = new Gate(named.Host!, named.Port);
        (named.Port, named.MaxPoolSize) = (gate.Port, 20);
        settings =
        [
            ("ConnectionStrings__NewsSite", named.ConnectionString),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("ASPNETCORE_URLS", address),
            ("NewsSite__DataDirectory", Path.Combine(folder, "site")),
            ("NewsSite__CheckLinks", "false"),
            ("NewsSite__CopiesMegabytes", "100"),
            ("Serilog__MinimumLevel__Default", "Warning"),
        ];
        reader.BaseAddress = new Uri(address);
    }

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await gate.DisposeAsync();
        await postgres.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_address_answers_with_the_right_text_until_the_database_is_back()
    {
        Dictionary<string, string> paper;
        string gone;
        await using (var first = SiteProcess.Start(settings, []))
        {
            await first.ReadyAsync(address);
            gone = await WithdrawAsync();
            await SiteProcess.UntilAsync(IsWholeAsync);
            paper = await CrawlAsync();
            Assert.InRange(paper.Count, 250, int.MaxValue);
            Assert.DoesNotContain(gone, paper.Keys);

            // Readers are at it while every process of the database dies.
            var wrong = new ConcurrentBag<string>();
            var reading = ReadAsync(paper, TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(1), wrong);
            await KillPostgresAsync();
            await reading;
            Assert.Empty(wrong);
            Assert.Equal("Degraded", await reader.GetStringAsync("/health/ready"));
            await first.KillAsync();
        }

        // Nothing is in memory now, and there is no database.
        await using var second = SiteProcess.Start(settings, []);
        await SiteProcess.UntilAsync(async () => await StatusAsync("/") == HttpStatusCode.OK);
        var cold = new ConcurrentBag<string>();
        await ReadAsync(paper, Outage, TimeSpan.FromMilliseconds(80), cold);
        Assert.Empty(cold);
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(gone));
        using (var search = await reader.GetAsync("/search?q=harbour"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, search.StatusCode);
            Assert.Contains("Search is out", await search.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var watch = Stopwatch.StartNew();
        postgres = await StartPostgresAsync();
        var named = new NpgsqlConnectionStringBuilder(postgres.ConnectionString("postgres"));
        gate.LeadTo(named.Host!, named.Port);
        watch.Restart();
        await SiteProcess.UntilAsync(async () => await StatusAsync("/search?q=harbour") == HttpStatusCode.OK);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Recovery);
        Assert.Equal("Healthy", await reader.GetStringAsync("/health/ready"));
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await reader.GetAsync("/");
            return answer.IsSuccessStatusCode && !answer.Headers.Contains("Cache-Status");
        });
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(gone));
    }

    // Four readers, who take each address in no order, and again until the time is over.
    private async Task ReadAsync(
        Dictionary<string, string> paper,
        TimeSpan time,
        TimeSpan between,
        ConcurrentBag<string> wrong
    )
    {
        var watch = Stopwatch.StartNew();
        var left = new ConcurrentQueue<KeyValuePair<string, string>>(paper.Shuffle());
        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    using var pace = new PeriodicTimer(between);
                    while (await pace.WaitForNextTickAsync())
                    {
                        if (!left.TryDequeue(out var page))
                        {
                            if (watch.Elapsed > time)
                            {
                                return;
                            }

                            foreach (var again in paper.Shuffle())
                            {
                                left.Enqueue(again);
                            }

                            continue;
                        }

                        var began = watch.Elapsed;
                        using var answer = await reader.GetAsync(page.Key);
                        if (
                            answer.StatusCode != HttpStatusCode.OK
                            || await answer.Content.ReadAsStringAsync() != page.Value
                        )
                        {
                            wrong.Add($"{page.Key}: {answer.StatusCode} after {watch.Elapsed - began}");
                        }
                    }
                })
        );
    }

    /// <returns>The text of every page, feed and sitemap that links lead to from the front page and the sitemap.</returns>
    private async Task<Dictionary<string, string>> CrawlAsync()
    {
        var found = new Dictionary<string, string>();
        var seen = new HashSet<string>(["/", "/sitemap.xml", "/sitemap-news.xml"]);
        var next = new Queue<string>(seen);
        while (next.TryDequeue(out var path))
        {
            using var answer = await reader.GetAsync(path);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                continue;
            }

            var text = await answer.Content.ReadAsStringAsync();
            found.Add(path, text);
            foreach (Match link in Link().Matches(text))
            {
                var to = WebUtility.HtmlDecode(link.Groups[1].Value);
                if (!Other().IsMatch(to) && seen.Add(to))
                {
                    next.Enqueue(to);
                }
            }
        }

        return found;
    }

    private async Task<string> WithdrawAsync()
    {
        using var editor = new Visitor(new Uri(address));
        await editor.SignInAsync("editor@example.org", DemoNewspaper.Password);
        var story = Link()
            .Matches(await reader.GetStringAsync("/category/science"))
            .Select(m => m.Groups[1].Value)
            .First(a => a.StartsWith("/news/", StringComparison.Ordinal));
        using var answer = await editor.SubmitAsync(
            $"/newsroom/withdraw/{story.Split('/')[2]}",
            [("Input.Outcome", "Gone"), ("Input.Reason", "It was wrong.")]
        );
        await SiteProcess.UntilAsync(async () => await StatusAsync(story) == HttpStatusCode.Gone);
        return story;
    }

    private async Task<bool> IsWholeAsync()
    {
        await using var db = new SqliteConnection(
            $"Data Source={Path.Combine(folder, "site", "copies", CopyFile.Name)};Mode=ReadOnly"
        );
        await db.OpenAsync();
        await using var count = db.CreateCommand();
        count.CommandText =
            "select (select count(*) from copy) > 100 and not exists (select 1 from wanted) and not exists (select 1 from copy, state where copy.change < state.frame)";
        return (long)(await count.ExecuteScalarAsync())! == 1;
    }

    private async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await reader.GetAsync(path);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private Task<EmbeddedServer> StartPostgresAsync() =>
        EmbeddedServer.StartAsync(new EmbeddedServerOptions(Path.Combine(folder, "postgres")), default);

    // All at once: who kills only the first lets the others finish their work and leave in peace.
    private async Task KillPostgresAsync()
    {
        using var list = Process.Start(
            new ProcessStartInfo("pgrep", ["-P", $"{postgres.ProcessId}"]) { RedirectStandardOutput = true }
        )!;
        var children = (await list.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // One may have ended by itself since.
        using var kill = Process.Start(
            new ProcessStartInfo("kill", ["-9", $"{postgres.ProcessId}", .. children]) { RedirectStandardError = true }
        )!;
        await kill.WaitForExitAsync();
        await postgres.DisposeAsync();
    }

    [GeneratedRegex("""(?:\shref="|<loc>http://[^/<]+)(/(?!/)[^"#<]*)""")]
    private static partial Regex Link();

    [GeneratedRegex("^/(newsroom|account|search|media|dist|icon|manifest|opensearch)")]
    private static partial Regex Other();
}
