using NewsSite.Tests.Support;
using Xunit;
using static NewsSite.Tests.Reading.SearchedPage;

namespace NewsSite.Tests.Reading;

/// <summary>What narrows a search.</summary>
public sealed class SearchFiltersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Sections_topics_authors_and_dates_narrow_a_search_alone_and_together()
    {
        var world = await site.CategoryAsync("Filter world");
        await site.CategoryAsync("Filter asia", world);
        var at = new DateTimeOffset(2024, 3, 17, 12, 0, 0, TimeSpan.Zero);
        await site.PublishedAsync("Filtered one", category: "Filter asia", tags: ["Filter tea"], at: at);
        await site.PublishedAsync("Filtered two", category: "Filter home", tags: ["Filter tea"], at: at.AddDays(1));
        await site.PublishedAsync(
            "Filtered three",
            category: "Filter home",
            tags: ["Filter salt"],
            at: at.AddMonths(2)
        );
        await site.PublishedAsync(
            "Filtered four",
            category: "Filter world",
            tags: ["Filter salt"],
            by: site.OtherReporter,
            at: at.AddYears(1)
        );
        using var reader = site.Visitor();
        var wrong = new List<string>();
        foreach (
            var (query, expected) in new[]
            {
                ("", "four one three two"),
                ("&section=filter-world", "four one"),
                ("&section=filter-asia", "one"),
                ("&section=filter-asia&section=filter-home", "one three two"),
                ("&tag=filter-tea", "one two"),
                ("&tag=filter-tea&tag=filter-salt", "four one three two"),
                ("&author=otto-other", "four"),
                ("&section=filter-home&tag=filter-tea", "two"),
                ("&section=filter-home&author=otto-other", ""),
                ("&from=2024-03-18", "four three two"),
                ("&to=2024-03-17", "one"),
                ("&from=2024-03-18&to=2024-03-18", "two"),
                ("&from=2024-03-17&to=2024-05-31&section=filter-home&tag=filter-salt", "three"),
                ("&within=year", ""),
                ("&section=filter-world&sort=newest", "four one"),
                ("&section=none", "four one three two"),
                ("&section=%00&tag='&author=%F0%9F%98%80&within=soon&sort=worst&page=-3", "four one three two"),
            }
        )
        {
            var page = await reader.PageAsync("/search?q=filtered" + query);
            var got = string.Join(' ', Headlines(page).Select(h => h.Split(' ')[1]).Order(StringComparer.Ordinal));
            if (got != expected)
            {
                wrong.Add($"{query}: {got}, expected {expected}");
            }
        }

        Assert.Empty(wrong);
        var unknown = await reader.PageAsync("/search?q=filtered&section=none");
        Assert.Contains("“none”", unknown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_alone_is_a_search_and_each_filter_can_be_taken_away_by_a_link()
    {
        await site.PublishedAsync("Alone in its section", category: "Chips", tags: ["Chip tag"]);
        using var reader = site.Visitor();
        var page = await reader.PageAsync("/search?section=chips&tag=chip-tag&from=2020-01-01");
        Assert.Equal(["Alone in its section"], Headlines(page));
        Assert.Equal(
            [
                ("Chips", "/search?tag=chip-tag&from=2020-01-01"),
                ("Chip tag", "/search?section=chips&from=2020-01-01"),
                ("From 1 January 2020", "/search?section=chips&tag=chip-tag"),
            ],
            page.QuerySelectorAll(".chips a").Select(a => (a.FirstChild!.TextContent, a.GetAttribute("href")!))
        );

        // Without script, the form sends all that is ticked: everything belongs to it.
        Assert.All(
            page.QuerySelectorAll(".facets input, .facets button"),
            i => Assert.Equal("search", i.GetAttribute("form"))
        );
        Assert.True(page.QuerySelector("input[name=section][value=chips]")!.HasAttribute("checked"));
    }

    [Fact]
    public async Task Counts_beside_the_filters_are_what_choosing_them_finds()
    {
        for (var n = 0; n < 30; n++)
        {
            await site.PublishedAsync(
                $"Counted story {n}",
                category: $"Count {n % 3}",
                tags: n % 2 == 0 ? ["Count even"] : ["Count odd"],
                by: n % 5 == 0 ? site.OtherReporter : site.Reporter
            );
        }

        using var reader = site.Visitor();
        foreach (var start in new[] { "/search?q=counted", "/search?q=counted&section=count-1&tag=count-even" })
        {
            var page = await reader.PageAsync(start);
            var values = page.QuerySelectorAll(".facets input[type=checkbox]").ToList();
            Assert.Equal(7, values.Count);
            foreach (var value in values)
            {
                // A value of a facet that is chosen already stands in place of what is chosen there.
                var (name, slug) = (value.GetAttribute("name")!, value.GetAttribute("value")!);
                var others = start.Split('&').Where(p => !p.StartsWith(name + "=", StringComparison.Ordinal));
                var chosen = await reader.PageAsync($"{string.Join('&', others)}&{name}={slug}");
                var count = value.ParentElement!.QuerySelector(".facets__count")!.TextContent;
                Assert.Equal($"{count} result{(count == "1" ? "" : "s")} for “counted”", Status(chosen));
            }
        }
    }

    [Fact]
    public async Task No_typed_word_acts_as_a_filter()
    {
        var category = await site.CategoryAsync("Typed");
        await site.PublishedAsync("Nothing to see", category: "Typed");
        using var reader = site.Visitor();
        var year = DateTime.UtcNow.Year;
        foreach (
            var typed in new[]
            {
                $"~c{category}",
                $"'~c{category}'",
                $"\"~c{category}\"",
                $"~y{year}",
                $"a | '~y{year}'",
            }
        )
        {
            Assert.Empty(Headlines(await reader.PageAsync($"/search?q={Uri.EscapeDataString(typed)}")));
        }
    }
}
