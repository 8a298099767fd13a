using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>What the server offers to whoever asks for more than pages.</summary>
public sealed class OffersTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task There_is_no_way_to_its_files_its_tools_or_other_origins()
    {
        using var stranger = site.Visitor();
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var address in new[]
            {
                "/.git/HEAD",
                "/.git/config",
                "/.env",
                "/appsettings.json",
                "/NewsSite.Web.dll",
                "/packages.lock.json",
                "/media/",
                "/dist/",
                "/copies/pages.db",
                "/metrics",
                "/swagger",
                "/openapi/v1.json",
                "/debug",
                "/hangfire",
            }
        )
        {
            Assert.Equal((address, HttpStatusCode.NotFound), (address, await stranger.StatusAsync(address)));
            Assert.Equal((address, HttpStatusCode.NotFound), (address, await admin.StatusAsync(address)));
        }

        foreach (var (visitor, address) in new[] { (stranger, "/"), (stranger, "/feed.json"), (admin, "/newsroom") })
        {
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Options, HttpMethod.Trace })
            {
                var asked = new HttpRequestMessage(method, address);
                asked.Headers.Add("Origin", "https://evil.example");
                asked.Headers.Add("X-Told", "said-to-the-server");
                using var answer = await visitor.SendAsync(asked);
                Assert.Equal(
                    (method, method == HttpMethod.Get ? HttpStatusCode.OK : HttpStatusCode.MethodNotAllowed),
                    (method, answer.StatusCode)
                );
                Assert.DoesNotContain(
                    answer.Headers,
                    h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase)
                );
                Assert.DoesNotContain(
                    "said-to-the-server",
                    await answer.Content.ReadAsStringAsync(),
                    StringComparison.Ordinal
                );
            }
        }
    }

    [Fact]
    public async Task A_fault_shows_nothing_of_the_code_even_where_it_is_developed()
    {
        await using var own = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseEnvironment("Development").UseSetting("NewsSite:PageCacheMegabytes", "0")
        );
        var id = await own.PublishedAsync("Broken soon");
        await own.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync("alter table site.article rename column headline to lost_column")
        );
        using var reader = own.Visitor();
        using var answer = await reader.GetAsync($"/news/{id}/broken-soon");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong", text, StringComparison.Ordinal);
        Assert.All(
            new[] { "Exception", "Npgsql", "headline", "42703", " at ", ".cs", "NewsSite.Web" },
            word => Assert.DoesNotContain(word, text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_text_says_its_kind_and_its_letters()
    {
        var id = await site.PublishedAsync("Told in letters");
        using var stranger = site.Visitor();
        var wrong = new List<string>();
        foreach (
            var (address, kind) in new[]
            {
                ("/", "text/html"),
                ($"/news/{id}/told-in-letters", "text/html"),
                ("/nowhere", "text/html"),
                ("/account/sign-in", "text/html"),
                ("/feed.xml", "application/rss+xml"),
                ("/sitemap.xml", "application/xml"),
                ("/robots.txt", "text/plain"),
                ("/ads.txt", "text/plain"),
                ("/service-worker.js", "text/javascript"),
                ("/live", "text/event-stream"),
            }
        )
        {
            using var answer = await stranger.BeginAsync(address);
            if (answer.Content.Headers.ContentType is not { } told || told.MediaType != kind || told.CharSet != "utf-8")
            {
                wrong.Add($"{address}: {answer.Content.Headers.ContentType}");
            }
        }

        Assert.Empty(wrong);
    }
}
