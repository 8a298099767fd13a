using System.Net;
using AngleSharp.Dom;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class SearchTests(SiteFixture site) : IClassFixture<SiteFixture>
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

    [Theory]
    [InlineData("best")]
    [InlineData("newest")]
    public async Task Pages_are_complete_and_repeat_nothing(string sort)
    {
        var start = DateTimeOffset.UtcNow.AddYears(-8);
        for (var n = 0; n < 45; n++)
        {
            await site.PublishedAsync($"Leafed {sort} {n}", at: start.AddDays(n / 2 * 130));
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
        Assert.Equal("More than 400 results for “said”", Status(best));
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

        Assert.InRange(expected, 401, 900);
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
    public async Task A_typing_error_leads_to_what_was_meant_and_only_where_that_finds_more()
    {
        await site.PublishedAsync("Quayside funicular reopens", tags: ["Quayside funicular"]);
        await site.PublishedAsync("Quayside funicular closes again");
        await site.DraftAsync("Wallabytown secret");
        var gone = await site.PublishedAsync("Echidnaville was here");
        await site.WithdrawAsync(gone);
        using var reader = site.Visitor();

        var page = await reader.PageAsync("/search?q=quaiside+funiclar");
        var meant = page.QuerySelectorAll(".search-note a").First(a => a.TextContent == "quayside funicular");
        var found = Headlines(await reader.PageAsync(meant.GetAttribute("href")!));
        Assert.Equal(["Quayside funicular closes again", "Quayside funicular reopens"], found.Order());
        Assert.DoesNotContain(
            "Did you mean",
            await TextAsync("/search?q=quayside+funicular"),
            StringComparison.Ordinal
        );

        // Neither a draft nor a withdrawn story is there to be meant.
        foreach (var typed in new[] { "wallabytwon", "echidnavile", "wallabytown", "echidnaville" })
        {
            Assert.DoesNotContain("Did you mean", await TextAsync($"/search?q={typed}"), StringComparison.Ordinal);
        }

        // The same words with something taken out keep what is taken out.
        var without = await reader.PageAsync("/search?q=quaiside+-closes");
        Assert.Contains(without.QuerySelectorAll(".search-note a"), a => a.TextContent == "quayside -closes");

        async Task<string> TextAsync(string address) =>
            (await reader.PageAsync(address)).QuerySelector("main")!.TextContent;
    }

    [Fact]
    public async Task A_topic_or_author_of_that_name_is_shown_even_when_it_is_misspelt()
    {
        await site.PublishedAsync("Words about something else", tags: ["Ångström prize"]);
        using var reader = site.Visitor();
        foreach (var typed in new[] { "angstrom prize", "Ångstrom prise" })
        {
            var page = await reader.PageAsync($"/search?q={Uri.EscapeDataString(typed)}");
            Assert.NotNull(page.QuerySelector("main .search-note a[href='/tag/angstrom-prize']"));
        }

        var author = await reader.PageAsync("/search?q=rita+reporter");
        Assert.NotNull(author.QuerySelector("main .search-note a[href='/author/rita-reporter']"));
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

    [Fact]
    public async Task Whatever_cannot_be_understood_is_said_and_never_an_error()
    {
        using var reader = site.Visitor();
        foreach (
            var (address, said) in new[]
            {
                ("/search?q=" + new string('x', 201), "Search for 200 characters or fewer."),
                ("/search?q=a&from=17.3.2026", "Write a day like 2026-03-17, or leave it empty."),
                ("/search?q=a&to=0001-01-01", "Write a day like 2026-03-17, or leave it empty."),
                ("/search?q=a&from=2026-03-17&to=2026-03-16", "The first day lies after the last."),
                ("/search?q=the+and+of", "These words stand in nearly every story. Add one that says more."),
                ("/search?q=xyzzyx", "No results for “xyzzyx”."),
            }
        )
        {
            var page = await reader.PageAsync(address);
            Assert.Contains(said, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_nasty_query_is_answered_and_none_reaches_the_database_as_a_command()
    {
        string[] seeds =
        [
            "'",
            "\"",
            "\\",
            "!",
            "&",
            "|",
            "(",
            ")",
            "<->",
            "<2>",
            ":*",
            ":A",
            "a:*b",
            "''''",
            "\"\"\"",
            "-",
            "--",
            "- -a",
            "-\"",
            "or",
            "or or",
            "a or",
            "not",
            "a & | b",
            "((a",
            "a))",
            "!!a",
            "\0",
            "\u0001",
            "\uFFFF",
            "\uE000x\uE001",
            "‘’“”„«»",
            "%",
            "%%",
            "_",
            "%s",
            "{0}",
            "$1",
            "@p0",
            ":words",
            "';drop table site.article;--",
            "' or 1=1--",
            "1;select pg_sleep(9)",
            "\" union select null--",
            "/*",
            "*/",
            "/**/",
            "<script>alert(1)</script>",
            "&lt;b&gt;",
            "😀",
            "👨‍👩‍👧",
            "日本語",
            "العربية",
            "עברית",
            "ﬁ",
            "İstanbul",
            "ß",
            "e\u0301",
            "\u200B",
            "\u202E",
            "Z͑ͫ̓ͪ",
            "~c1",
            "~m202611",
            "http://a.b/c?d=e",
            "a@b.c",
            "1e999",
            "-0",
            "0x1F",
            "../..",
            "C:\\",
            "\r\n",
            "\t",
            "   ",
            "a-b-c-d",
            "a_b",
            "a/b/c",
            "a.b.c",
            "<a href=x>",
            "]]>",
            "\\u0000",
            "%00",
        ];
        var queries = seeds
            .Concat(seeds.Select(s => s + " council"))
            .Concat(seeds.Select(s => $"\"{s}\" -{s} {s}"))
            .Append(new string('(', 200))
            .Append(new string('"', 200))
            .Append(string.Concat(Enumerable.Repeat("a -", 66)))
            .Append(string.Concat(Enumerable.Repeat("\"a b\" ", 33)))
            .Append(string.Concat(Enumerable.Repeat("日", 200)))
            .ToList();
        Assert.True(queries.Count > 200);
        using var reader = site.Visitor();
        var wrong = new List<string>();
        foreach (var query in queries)
        {
            using var answer = await reader.GetAsync($"/search?q={Uri.EscapeDataString(query)}");
            var page = await Visitor.ParseAsync(answer);
            if (answer.StatusCode != HttpStatusCode.OK || page.QuerySelector("main script, main b") is not null)
            {
                wrong.Add($"{query}: {answer.StatusCode}");
            }
        }

        foreach (
            var odd in new[]
            {
                "q=%ED%A0%80",
                "q=%FF%FE",
                "q[]=a",
                "q=a&q=b",
                "q",
                "section=a&section=" + new string('a', 5000),
            }
        )
        {
            using var answer = await reader.GetAsync($"/search?{odd}");
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                wrong.Add($"{odd}: {answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);
    }

    private static List<string> Headlines(IParentNode page) =>
        [.. page.QuerySelectorAll(".river .card__headline").Select(h => h.TextContent)];

    private static string Status(IParentNode page) =>
        page.QuerySelector(".search__status [role=status]")!.TextContent.Trim();
}
