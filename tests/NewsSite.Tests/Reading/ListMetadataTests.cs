using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;
using static NewsSite.Tests.Reading.MachineWords;

namespace NewsSite.Tests.Reading;

/// <summary>What lists and the front page say to machines is what they show to people.</summary>
public sealed class ListMetadataTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task The_front_page_names_a_policy_only_where_its_page_exists()
    {
        await site.WithAsync<StandingPageDesk>(desk =>
            desk.SaveAsync(
                new StandingPageForm(
                    "corrections-policy",
                    "Corrections policy",
                    "We correct.",
                    1,
                    new DateOnly(2026, 1, 2)
                ),
                null,
                site.Admin,
                default
            )
        );
        using var reader = site.Visitor();
        var graph = Graph(await reader.PageAsync("/"));
        var paper = graph.Single(t => Text(t, "@type") == "NewsMediaOrganization");
        Assert.Equal($"{Root}/about/corrections-policy", Text(paper, "correctionsPolicy"));
        Assert.False(paper.TryGetProperty("ethicsPolicy", out _));
        Assert.Equal($"{Root}/", Text(graph.Single(t => Text(t, "@type") == "WebSite"), "url"));
    }

    [Fact]
    public async Task Lists_name_their_stories_and_thin_tags_stay_out_of_search_engines()
    {
        for (var n = 1; n <= 3; n++)
        {
            await site.PublishedAsync($"Thick {n}", category: "Listing", tags: n < 3 ? ["Thick", "Thin"] : ["Thick"]);
        }

        using var reader = site.Visitor();
        foreach (
            var (address, kept) in new[] { ("/category/listing", true), ("/tag/thick", true), ("/tag/thin", false) }
        )
        {
            var page = await reader.PageAsync(address);
            Assert.Equal(
                (address, kept),
                (address, Meta(page, "robots").Single().StartsWith("index", StringComparison.Ordinal))
            );
            Assert.Equal(
                [$"{address}/feed.xml", $"{address}/feed.json", "/feed.xml", "/feed.json"],
                page.QuerySelectorAll("link[rel=alternate]").Select(l => l.GetAttribute("href"))
            );
            var items = Graph(page)
                .Single(t => Text(t, "@type") == "CollectionPage")
                .GetProperty("mainEntity")
                .GetProperty("itemListElement")
                .EnumerateArray()
                .Select(i => Text(i, "url"));
            Assert.Equal(
                page.QuerySelectorAll(".river .card__headline a").Select(a => Root + a.GetAttribute("href")),
                items
            );
        }

        var person = Graph(await reader.PageAsync("/author/rita-reporter"))
            .Single(t => Text(t, "@type") == "ProfilePage")
            .GetProperty("mainEntity");
        Assert.Equal(("Person", "Rita Reporter"), (Text(person, "@type"), Text(person, "name")));
    }
}
