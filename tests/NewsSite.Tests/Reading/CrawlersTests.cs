using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using NewsSite.Web.Delivery.Webhooks;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class CrawlersTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData(null, true, false, "no", "1")]
    [InlineData("Open", false, false, "yes", "0")]
    [InlineData("Citation", true, false, "no", "1")]
    [InlineData("Closed", true, true, "no", "1")]
    public async Task The_policy_is_the_same_wherever_crawlers_ask(
        string? policy,
        bool refusesTraining,
        bool refusesRetrieval,
        string training,
        string reserved
    )
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder => _ = policy is null ? builder : builder.UseSetting("NewsSite:CrawlerPolicy", policy)
        );
        using var crawler = site.Visitor();
        var robots = await TextAsync(crawler, "/robots.txt");
        Assert.Equal(refusesTraining, Refused(robots).Contains("GPTBot"));
        Assert.Equal(refusesRetrieval, Refused(robots).Contains("OAI-SearchBot"));
        Assert.DoesNotContain("*", Refused(robots));
        foreach (
            var line in new[]
            {
                "Disallow: /newsroom",
                "Disallow: /search?",
                "Sitemap: http://news.test/sitemap.xml",
                "Sitemap: http://news.test/sitemap-news.xml",
            }
        )
        {
            Assert.Contains(line, robots.Split('\n'));
        }

        Assert.Contains(
            $"datatrainingallowed={training}\n",
            await TextAsync(crawler, "/trust.txt"),
            StringComparison.Ordinal
        );
        foreach (var address in new[] { "/", "/nowhere", "/feed.xml" })
        {
            using var answer = await crawler.GetAsync(address);
            Assert.Equal([reserved], answer.Headers.GetValues("tdm-reservation"));
        }
    }

    [Fact]
    public async Task Outside_production_nothing_may_be_crawled_and_nobody_is_told()
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseEnvironment("Staging")
                    .UseSetting("NewsSite:CrawlerPolicy", "Open")
                    .UseSetting("NewsSite:IndexNowKey", "0123456789abcdef")
                    .UseSetting("NewsSite:WebSubHub", "http://127.0.0.1:9/")
        );
        using var crawler = site.Visitor();
        Assert.Equal("User-agent: *\nDisallow: /\n", await TextAsync(crawler, "/robots.txt"));
        Assert.Contains("datatrainingallowed=no", await TextAsync(crawler, "/trust.txt"), StringComparison.Ordinal);
        using var key = await crawler.GetAsync("/0123456789abcdef.txt");
        Assert.Equal(HttpStatusCode.NotFound, key.StatusCode);

        // As in a copy of the database: there are receivers, and something that was still to be sent to them.
        var (receiver, _) = await site.WithAsync<WebhookDesk, (long, string)>(desk =>
            desk.AddAsync(new("https://hooks.invalid/", WebhookEvents.All, true), site.Admin, default)
        );
        await site.WithAsync<WebhookLog>(log => log.AddTestAsync(receiver, site.Admin, default));
        await site.PublishedAsync("Only here");
        var left = await site.WithAsync<WebhookLog, DeliveriesFound>(log => log.ListAsync(receiver, null, default));
        Assert.Equal(WebhookEvents.Test, Assert.Single(left.Deliveries).Event);
        Assert.DoesNotContain(site.Services.GetServices<IHostedService>(), s => s is WebhookTimer);
        Assert.DoesNotContain(site.Services.GetRequiredService<SiteJobs>().All, job => job.Name == SiteJobs.Webhooks);
        using var admin = await site.VisitorAsync(site.Admin);
        Assert.Contains(
            "nobody is told of anything here",
            await admin.TextAsync("/admin/webhooks"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Small_files_say_what_the_settings_say()
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:Name", "The Saltmarsh Courier")
                    .UseSetting("NewsSite:Description", "News of the coast.")
                    .UseSetting("NewsSite:Language", "fr")
                    .UseSetting("NewsSite:Contact", "desk@news.test")
                    .UseSetting("NewsSite:SecurityContact", "security@news.test")
                    .UseSetting("NewsSite:IndexNowKey", "0123456789abcdef")
        );
        using var crawler = site.Visitor();
        var security = (await TextAsync(crawler, "/.well-known/security.txt"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(": ", 2))
            .ToDictionary(l => l[0], l => l[1]);
        Assert.Equal("mailto:security@news.test", security["Contact"]);
        Assert.Equal("http://news.test/.well-known/security.txt", security["Canonical"]);
        var left = DateTimeOffset.Parse(security["Expires"], null) - DateTimeOffset.UtcNow;
        Assert.InRange(left.TotalDays, 31, 364);
        Assert.Equal("0123456789abcdef", await TextAsync(crawler, "/0123456789abcdef.txt"));
        Assert.Contains("contact=desk@news.test\n", await TextAsync(crawler, "/trust.txt"), StringComparison.Ordinal);
        Assert.Equal(await TextAsync(crawler, "/trust.txt"), await TextAsync(crawler, "/.well-known/trust.txt"));
        Assert.Equal(
            "placeholder.example.com, placeholder, DIRECT, placeholder\n",
            await TextAsync(crawler, "/ads.txt")
        );

        using var answer = await crawler.GetAsync("/site.webmanifest");
        Assert.Equal("application/manifest+json", answer.Content.Headers.ContentType!.MediaType);
        var manifest = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(
            ("The Saltmarsh Courier", "The", "fr"),
            (
                manifest.GetProperty("name").GetString(),
                manifest.GetProperty("short_name").GetString(),
                manifest.GetProperty("lang").GetString()
            )
        );
        var page = await crawler.PageAsync("/");
        var icons = manifest.GetProperty("icons").EnumerateArray().Select(i => i.GetProperty("src").GetString()!);
        var links = page.QuerySelectorAll("link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]")
            .Select(l => l.GetAttribute("href")!);
        foreach (var address in icons.Concat(links))
        {
            using var file = await crawler.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, file.StatusCode));
        }

        Assert.Equal("News of the coast.", page.QuerySelector("meta[name=description]")!.GetAttribute("content"));
        Assert.Equal("fr_FR", page.QuerySelector("meta[property='og:locale']")!.GetAttribute("content"));
    }

    // The crawlers of the groups that refuse everything.
    private static List<string> Refused(string robots) =>
        [
            .. robots
                .Split("\n\n")
                .Where(group => group.Split('\n').Contains("Disallow: /"))
                .SelectMany(group => group.Split('\n'))
                .Where(line => line.StartsWith("User-agent: ", StringComparison.Ordinal))
                .Select(line => line["User-agent: ".Length..]),
        ];

    private static async Task<string> TextAsync(Visitor crawler, string address)
    {
        using var answer = await crawler.GetAsync(address);
        Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return await answer.Content.ReadAsStringAsync();
    }
}
