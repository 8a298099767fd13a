using System.Net;
using AngleSharp.Dom;
using NewsSite.Tests.Support;
using Xunit;
using static NewsSite.Tests.Reading.SearchedPage;

namespace NewsSite.Tests.Reading;

/// <summary>What people type, and what they may have meant.</summary>
public sealed class SearchWordsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
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
}
