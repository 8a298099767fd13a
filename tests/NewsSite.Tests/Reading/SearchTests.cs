using NewsSite.Tests.Support;
using Npgsql;
using Xunit;
using static NewsSite.Tests.Reading.SearchedPage;

namespace NewsSite.Tests.Reading;

/// <summary>What a search finds, in what order, and how it shows it.</summary>
public sealed class SearchTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("best")]
    [InlineData("newest")]
    public async Task Pages_are_complete_and_repeat_nothing(string sort)
    {
        // Some share a moment. The newest lie days apart, and then months, and years: eight in all.
        var now = DateTimeOffset.UtcNow;
        for (var n = 0; n < 45; n++)
        {
            var back = (44 - n) / 2;
            await site.PublishedAsync(
                $"Leafed {sort} {n}",
                at: now.AddDays(back < 12 ? -1.5 * back : -6 * back * back)
            );
        }

        using var reader = site.Visitor();
        var seen = new List<string>();
        string? next = $"/search?q=leafed+{sort}&sort={sort}";
        while (next is not null)
        {
            var page = await reader.PageAsync(next);
            Assert.Equal($"45 results for “leafed {sort}”", Status(page));
            Assert.InRange(Headlines(page).Count, 5, 20);
            seen.AddRange(Headlines(page));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        var expected = Enumerable.Range(0, 45).Select(n => $"Leafed {sort} {n}");
        Assert.Equal(sort == "newest" ? expected.Reverse() : expected.Order(), sort == "newest" ? seen : seen.Order());
    }

    [Fact]
    public async Task More_than_can_be_ranked_are_not_counted_and_newest_still_leads_to_the_last()
    {
        await site.WithAsync<NewsSite.News.Generating.ArchiveGenerator>(g => g.RunAsync(900, 5, null, default));
        using var reader = site.Visitor();
        var best = await reader.PageAsync("/search?q=said&page=20");
        Assert.Equal("More than 200 results for “said”", Status(best));
        Assert.NotEmpty(best.QuerySelectorAll("input[name=section]"));
        Assert.Empty(best.QuerySelectorAll(".facets__count"));
        Assert.Null(best.QuerySelector("a[rel=next]"));

        await using var source = NpgsqlDataSource.Create(site.ConnectionString);
        await using var count = source.CreateCommand(
            "select count(*) from site.article where to_tsvector('site.news', concat_ws(' ', headline, standfirst, body_text)) @@ to_tsquery('site.news', 'said')"
        );
        var expected = (long)(await count.ExecuteScalarAsync())!;
        var seen = new HashSet<string>();
        string? next = "/search?q=said&sort=newest";
        for (var pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 60);
            var page = await reader.PageAsync(next);
            foreach (var link in page.QuerySelectorAll(".card__headline a"))
            {
                Assert.True(seen.Add(link.GetAttribute("href")!));
            }

            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
        }

        Assert.InRange(expected, 201, 900);
        Assert.Equal(expected, seen.Count);
    }

    [Fact]
    public async Task The_best_match_is_about_the_words_and_among_equals_new()
    {
        var long_ago = DateTimeOffset.UtcNow.AddYears(-5);
        await site.PublishedAsync("An aside", "They spoke of many things, and of marzipan.", at: DateTimeOffset.UtcNow);
        await site.PublishedAsync("Old news of marzipan", "Marzipan.", at: long_ago);
        await site.PublishedAsync("Fresh news of marzipan", "Marzipan.", at: long_ago.AddYears(4));
        using var reader = site.Visitor();
        var best = Headlines(await reader.PageAsync("/search?q=marzipan"));
        Assert.Equal(["Fresh news of marzipan", "Old news of marzipan"], best.Where(h => h != "An aside"));
        Assert.Equal("Fresh news of marzipan", best[0]);
        Assert.Equal("An aside", Headlines(await reader.PageAsync("/search?q=marzipan&sort=newest"))[0]);
    }

    [Fact]
    public async Task Passages_show_the_words_where_they_stand_in_160_to_220_characters()
    {
        var filler = string.Join(' ', Enumerable.Range(0, 300).Select(n => $"word{n}"));
        await site.PublishedAsync(
            "The mayor’s <i>zeppelin</i>",
            $"{filler} the zeppelin’s “crew” & <b>crew</b> {filler}"
        );
        using var reader = site.Visitor();
        var page = await reader.PageAsync("/search?q=zeppelin");
        Assert.Equal("The mayor’s <i>zeppelin</i>", page.QuerySelector(".card__headline")!.TextContent);
        Assert.Equal("zeppelin", page.QuerySelector(".card__headline mark")!.TextContent);
        var passage = page.QuerySelector(".passage")!;
        Assert.Contains("the zeppelin’s “crew” &", passage.TextContent, StringComparison.Ordinal);
        Assert.Equal("zeppelin", passage.QuerySelector("mark")!.TextContent);
        Assert.Null(passage.QuerySelector("b, i"));
        Assert.InRange(passage.TextContent.Length, 160, 220);
    }

    [Fact]
    public async Task Nothing_typed_shows_popular_topics_and_the_way_to_the_archive()
    {
        for (var n = 0; n < 30; n++)
        {
            await site.PublishedAsync($"Tagged for popularity {n}", tags: ["Popular thing"]);
        }

        using var reader = site.Visitor();
        foreach (var address in new[] { "/search", "/search?q=", "/search?q=%20&within=" })
        {
            var page = await reader.PageAsync(address);
            Assert.NotNull(page.QuerySelector("main form[role=search] input[name=q]"));
            Assert.NotNull(page.QuerySelector("main .tags a[href='/tag/popular-thing']"));
            Assert.NotNull(page.QuerySelector("main a[href='/archive']"));
            Assert.StartsWith("index,follow", page.QuerySelector("meta[name=robots]")!.GetAttribute("content"));
        }
    }
}
