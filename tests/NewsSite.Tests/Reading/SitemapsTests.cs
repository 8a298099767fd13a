using System.Xml.Linq;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class SitemapsTests(PostgresFixture postgres)
{
    private const string Root = "http://news.test";
    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace News = "http://www.google.com/schemas/sitemap-news/0.9";
    private static readonly DateTimeOffset Now = new(2026, 3, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Every_live_story_stands_once_in_the_month_of_its_publication_whatever_its_date()
    {
        await using var site = await StartAsync(Now);
        DateTimeOffset[] times =
        [
            new(1, 1, 1, 0, 0, 0, TimeSpan.Zero),
            new(1969, 12, 31, 23, 59, 59, TimeSpan.Zero),
            new(2024, 2, 29, 23, 59, 59, 999, TimeSpan.Zero),
            new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero),
            new(2024, 3, 1, 0, 0, 0, TimeSpan.Zero),
            new(2026, 3, 17, 11, 0, 0, TimeSpan.Zero),
        ];
        var expected = new List<string>();
        foreach (var (at, n) in times.Select((t, n) => (t, n)))
        {
            var id = await site.PublishedAsync($"Story {n}", at: at);
            expected.Add($"{at:yyyy-MM} {Root}/news/{id}/story-{n}");
        }

        var gone = await site.PublishedAsync("Gone", at: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await site.WithdrawAsync(gone);
        var elsewhere = await site.DraftAsync("Elsewhere");
        await site.SaveAsync(
            elsewhere.ArticleId,
            c => c with { IsSyndicated = true, SourceCredit = "Agency", SourceUrl = "https://agency.example/1" }
        );
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(elsewhere.ArticleId, new PublishOrder(2, null), site.Editor, default)
        );
        await site.DraftAsync("Draft");

        using var reader = site.Visitor();
        var found = new List<string>();
        var files = Locations(await XmlAsync(reader, "/sitemap.xml"));
        foreach (var file in files.Where(f => f.Contains("/stories-", StringComparison.Ordinal)))
        {
            var month = file[(file.LastIndexOf("stories-", StringComparison.Ordinal) + 8)..^4];
            found.AddRange(Locations(await XmlAsync(reader, file[Root.Length..])).Select(l => $"{month} {l}"));
        }

        Assert.Equal(expected, found);
        foreach (var file in files)
        {
            Assert.StartsWith(Root + "/sitemaps/", file, StringComparison.Ordinal);
            Assert.Equal("urlset", (await XmlAsync(reader, file[Root.Length..])).Root!.Name.LocalName);
        }

        using var none = await reader.GetAsync("/sitemaps/stories-2020-01.xml");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
        foreach (var odd in new[] { "2024-13", "2024-3", "2024-03-1", "2024-03-2", "2024-03-x", "x" })
        {
            using var answer = await reader.GetAsync($"/sitemaps/stories-{odd}.xml");
            Assert.Equal((odd, System.Net.HttpStatusCode.NotFound), (odd, answer.StatusCode));
        }
    }

    [Fact]
    public async Task The_news_sitemap_holds_exactly_the_last_48_hours()
    {
        await using var site = await StartAsync(Now);
        foreach (
            var (name, age) in new[]
            {
                ("just in", TimeSpan.FromHours(48)),
                ("just out", TimeSpan.FromHours(48) + TimeSpan.FromMicroseconds(1)),
                ("fresh", TimeSpan.Zero),
                ("not yet", TimeSpan.FromMicroseconds(-1)),
            }
        )
        {
            await site.PublishedAsync($"Story {name}", at: Now - age);
        }

        using var reader = site.Visitor();
        var map = await XmlAsync(reader, "/sitemap-news.xml");
        Assert.Equal(["Story fresh", "Story just in"], map.Descendants(News + "title").Select(t => t.Value));
        var publication = map.Descendants(News + "publication").First();
        Assert.Equal(
            ("Meridian", "en"),
            (publication.Element(News + "name")!.Value, publication.Element(News + "language")!.Value)
        );
        Assert.Equal("2026-03-17T12:00:00Z", map.Descendants(News + "publication_date").First().Value);
    }

    [Fact]
    public async Task Sections_topics_authors_and_pages_are_listed_when_they_are_worth_finding()
    {
        await using var site = await StartAsync(Now);
        await site.CategoryAsync("Empty");
        for (var n = 0; n < 3; n++)
        {
            await site.PublishedAsync(
                $"Story {n}",
                category: "Full",
                tags: n < 2 ? ["Three", "Two"] : ["Three"],
                at: Now.AddHours(-n)
            );
        }

        await site.WithAsync<StandingPageDesk>(async desk =>
        {
            await desk.SaveAsync(
                new StandingPageForm("about", "About", "Us.", 1, new DateOnly(2026, 1, 2)),
                null,
                site.Admin,
                default
            );
            await desk.SaveAsync(
                new StandingPageForm("sources", "Sources", "Us.", 2, new DateOnly(2026, 1, 3)),
                null,
                site.Admin,
                default
            );
        });
        using var reader = site.Visitor();
        Assert.Equal([$"{Root}/category/full"], Locations(await XmlAsync(reader, "/sitemaps/sections.xml")));
        Assert.Equal([$"{Root}/tag/three"], Locations(await XmlAsync(reader, "/sitemaps/topics.xml")));
        Assert.Equal([$"{Root}/author/rita-reporter"], Locations(await XmlAsync(reader, "/sitemaps/authors.xml")));
        Assert.Equal(
            [$"{Root}/", $"{Root}/archive", $"{Root}/corrections", $"{Root}/about", $"{Root}/about/sources"],
            Locations(await XmlAsync(reader, "/sitemaps/pages.xml"))
        );
        Assert.Equal(
            "2026-03-17T12:00:00Z",
            (await XmlAsync(reader, "/sitemaps/sections.xml")).Descendants(Map + "lastmod").Single().Value
        );
    }

    [Fact]
    public async Task A_month_of_more_stories_than_a_file_may_hold_is_split_and_loses_none()
    {
        await using var site = await StartAsync(Now);
        var id = await site.PublishedAsync("Original", at: new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into site.article (id, version_number, slug, headline, body_html, body_text, word_count,
                    primary_category_id, first_published_at, is_syndicated, facets)
                select 100000 + n, 1, 's', 'H', '', '', 0, primary_category_id, first_published_at + n / 10 * interval '1 second', false, facets
                from site.article, generate_series(1, 50000) n where id = {id}
                """
            )
        );
        using var reader = site.Visitor();
        var files = Locations(await XmlAsync(reader, "/sitemap.xml"))
            .Where(f => f.Contains("stories", StringComparison.Ordinal))
            .ToList();
        Assert.Equal([$"{Root}/sitemaps/stories-2025-06.xml", $"{Root}/sitemaps/stories-2025-06-2.xml"], files);
        var first = Locations(await XmlAsync(reader, "/sitemaps/stories-2025-06.xml"));
        var second = Locations(await XmlAsync(reader, "/sitemaps/stories-2025-06-2.xml"));
        Assert.Equal((50_000, 1), (first.Count, second.Count));
        Assert.Equal(50_001, first.Concat(second).Distinct().Count());
    }

    private Task<SiteFixture> StartAsync(DateTimeOffset now) =>
        SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureTestServices(services =>
                    services.AddSingleton<TimeProvider>(new FakeTimeProvider(now))
                )
        );

    private static async Task<XDocument> XmlAsync(Visitor reader, string address)
    {
        using var answer = await reader.GetAsync(address);
        Assert.Equal((address, System.Net.HttpStatusCode.OK), (address, answer.StatusCode));
        Assert.Equal("application/xml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        return XDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    private static List<string> Locations(XDocument map) => [.. map.Descendants(Map + "loc").Select(l => l.Value)];
}
