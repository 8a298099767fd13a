using System.Diagnostics;
using System.Net;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>The database goes away, hangs or is started again: readers are told so, quickly, and the site comes back by itself.</summary>
public sealed class OutageTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(14);
    private SiteFixture site = null!;
    private Gate gate = null!;
    private string behindTheGate = "";
    private string[] addresses = [];

    public async ValueTask InitializeAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        behindTheGate = database.ConnectionString;
        gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                // Of pages that are not kept: each is asked of the database.
                builder
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
                    .UseSetting("NewsSite:PageCacheMegabytes", "0")
        );
        var (picture, story) = await site.PicturedAsync("Numbat");
        addresses =
        [
            "/",
            story,
            "/category/marks",
            "/author/rita-reporter",
            "/search?q=numbat",
            "/search",
            "/sections",
            "/follow",
            "/archive",
            "/corrections",
            "/about/staff",
            "/feed.xml",
            "/category/marks/feed.json",
            "/corrections/feed.xml",
            "/sitemap.xml",
            "/sitemap-news.xml",
            "/sitemaps/pages.xml",
            "/trust.txt",
            $"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/320.jpg",
            "/health/ready",
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await gate.DisposeAsync();
    }

    [Fact]
    public async Task A_database_that_is_gone_is_told_at_once_and_comes_back_by_itself()
    {
        await AnswersAsync(HttpStatusCode.OK);
        gate.Break();
        await AnswersAsync(HttpStatusCode.ServiceUnavailable);
        await StandsAloneAsync();
        gate.Mend();
        await AnswersAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_database_that_hangs_keeps_nobody_waiting_for_long()
    {
        await AnswersAsync(HttpStatusCode.OK);
        gate.Freeze();
        await AnswersAsync(HttpStatusCode.ServiceUnavailable);
        await StandsAloneAsync();
        gate.Mend();
        await AnswersAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_database_that_is_started_again_is_an_outage_and_not_our_fault()
    {
        // Each pooled connection is ended by the server, as it is when it goes down in peace.
        await AnswersAsync(HttpStatusCode.OK);
        await using var source = NpgsqlDataSource.Create(behindTheGate + ";Pooling=false");
        await using var end = source.CreateCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        );
        // The site may still be coming back from another test's outage.
        await SiteProcess.UntilAsync(async () => await end.ExecuteScalarAsync() is > 0L);
        using var reader = site.Visitor();
        for (var n = 0; n < 20; n++)
        {
            using var answer = await reader.GetAsync("/");
            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable });
        }

        await AnswersAsync(HttpStatusCode.OK);
    }

    private async Task AnswersAsync(HttpStatusCode expected)
    {
        var wrong = await Task.WhenAll(addresses.Select(address => WrongAsync(address, expected)));
        Assert.Empty(wrong.OfType<string>());
    }

    private async Task<string?> WrongAsync(string address, HttpStatusCode expected)
    {
        using var reader = site.Visitor();
        var watch = Stopwatch.StartNew();
        using var answer = await reader.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        var isDown = expected == HttpStatusCode.ServiceUnavailable;
        string?[] faults =
        [
            answer.StatusCode == expected ? null : $"{answer.StatusCode}",
            watch.Elapsed < Quick ? null : $"took {watch.Elapsed}",
            !isDown || address == "/health/ready" || answer.Headers.RetryAfter is not null ? null : "no Retry-After",
            isDown && answer.Headers.CacheControl is not { NoStore: true } ? "may be kept by caches" : null,
            new[] { "Npgsql", "Exception", "127.0.0.1", " at " }
                .Where(w => isDown && text.Contains(w, StringComparison.Ordinal))
                .Select(w => $"tells {w}")
                .FirstOrDefault(),
        ];
        return faults.OfType<string>().ToList() is { Count: > 0 } found
            ? $"{address}: {string.Join(", ", found)}"
            : null;
    }

    // What needs no database.
    private async Task StandsAloneAsync()
    {
        using var reader = site.Visitor();
        foreach (var address in new[] { "/health/live", "/robots.txt", "/offline", "/dist/reader.js" })
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        }

        var watch = Stopwatch.StartNew();
        using var missing = await reader.GetAsync("/nowhere");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, missing.StatusCode);
        using var counted = await reader.SendAsync(HttpMethod.Post, "/read/1");
        Assert.Equal(HttpStatusCode.NoContent, counted.StatusCode);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Quick);
    }
}
