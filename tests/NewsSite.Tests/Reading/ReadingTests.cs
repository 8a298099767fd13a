using System.Net;
using System.Xml.Linq;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

public sealed class ReadingTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_published_story_stands_on_every_page_that_should_show_it()
    {
        var id = await site.PublishedAsync(
            "Harbour bridge reopens",
            "The “old lady” carries trains again – after a year.\n\n> We waited.\n\nThe end.",
            "Transport",
            ["Bridges", "Harbour"]
        );
        using var reader = site.Visitor();
        var story = $"/news/{id}/harbour-bridge-reopens";

        foreach (
            var address in new[]
            {
                "/",
                "/category/transport",
                "/tag/bridges",
                "/author/rita-reporter",
                "/search?q=trains+again",
            }
        )
        {
            var page = await reader.PageAsync(address);
            Assert.Contains(page.QuerySelectorAll("main a"), a => a.GetAttribute("href") == story);
        }

        var article = await reader.PageAsync(story);
        Assert.Equal("Harbour bridge reopens", article.QuerySelector("h1")!.TextContent);
        Assert.Equal(
            "The “old lady” carries trains again – after a year.",
            article.QuerySelector(".prose p")!.TextContent
        );
        Assert.Equal("We waited.", article.QuerySelector(".prose blockquote")!.TextContent.Trim());
        Assert.NotNull(article.QuerySelector("a[href='/category/transport'].label"));
        Assert.NotNull(article.QuerySelector("a[href='#top']"));
        Assert.NotNull(article.QuerySelector("#top"));

        foreach (var address in new[] { "/", story, "/feed.xml", "/category/transport/feed.xml" })
        {
            using var head = await reader.SendAsync(HttpMethod.Head, address);
            Assert.Equal(HttpStatusCode.OK, head.StatusCode);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        using var feed = await reader.GetAsync("/feed.xml");
        Assert.Equal("application/rss+xml", feed.Content.Headers.ContentType!.MediaType);
        var rss = XDocument.Parse(await feed.Content.ReadAsStringAsync());
        var item = rss.Descendants("item").Single(i => i.Element("title")!.Value == "Harbour bridge reopens");
        Assert.Equal("http://news.test" + story, item.Element("link")!.Value);
    }

    [Fact]
    public async Task Addresses_that_are_unknown_or_malformed_answer_404_with_a_page_that_helps()
    {
        using var reader = site.Visitor();
        foreach (
            var address in new[]
            {
                "/nowhere/at/all",
                "/news/999999/x",
                "/news/abc",
                "/news/99999999999999999999/x",
                "/category/none",
                "/tag/none",
                "/author/none",
                "/category/none/feed.xml",
                "/media/none.svg",
                "/media/none/640.avif",
                "/media/card/999999-1.jpg",
                "/search?q=a&before=rubbish",
                "/error/404",
            }
        )
        {
            using var answer = await reader.GetAsync(address);
            Assert.Equal((HttpStatusCode.NotFound, address), (answer.StatusCode, address));
            var page = await Visitor.ParseAsync(answer);
            Assert.Equal("Page not found", page.QuerySelector("h1")!.TextContent);
            Assert.NotNull(page.QuerySelector("main form[action='/search']"));
        }

        using var post = await reader.SendAsync(HttpMethod.Post, "/nowhere");
        Assert.Equal(HttpStatusCode.NotFound, post.StatusCode);
    }

    [Fact]
    public async Task A_withdrawn_story_answers_410_and_says_why()
    {
        var id = await site.PublishedAsync("Gone tomorrow", tags: ["Vanishing"]);
        await site.WithdrawAsync(id, "It was a mistake.");
        using var reader = site.Visitor();

        using var answer = await reader.GetAsync($"/news/{id}/gone-tomorrow");
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.Contains(
            "It was a mistake.",
            (await Visitor.ParseAsync(answer)).QuerySelector("main")!.TextContent,
            StringComparison.Ordinal
        );
        using var tag = await reader.GetAsync("/tag/vanishing");
        Assert.Equal(HttpStatusCode.NotFound, tag.StatusCode);
    }

    [Fact]
    public async Task The_id_decides_and_a_stale_slug_is_put_right_once()
    {
        var id = await site.PublishedAsync("Slug in question");
        using var reader = site.Visitor();
        foreach (var stale in new[] { $"/news/{id}", $"/news/{id}/old-slug" })
        {
            using var answer = await reader.GetAsync(stale);
            Assert.Equal(HttpStatusCode.MovedPermanently, answer.StatusCode);
            Assert.Equal($"/news/{id}/slug-in-question", answer.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task Lists_page_by_key_and_lose_no_story_while_new_ones_arrive()
    {
        var start = DateTimeOffset.UtcNow.AddDays(-10);
        for (var n = 0; n < 45; n++)
        {
            // Several at the same moment: the id breaks the tie.
            await site.PublishedAsync($"Paged story {n}", category: "Paging", at: start.AddMinutes(n / 3));
        }

        using var reader = site.Visitor();
        var seen = new List<string>();
        string? next = "/category/paging";
        while (next is not null)
        {
            var page = await reader.PageAsync(next);
            seen.AddRange(page.QuerySelectorAll("article .card__headline a").Select(a => a.TextContent));
            next = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            await site.PublishedAsync($"Newcomer {seen.Count}", category: "Paging");
        }

        Assert.Equal(Enumerable.Range(0, 45).Reverse().Select(n => $"Paged story {n}"), seen);
    }

    [Fact]
    public async Task Search_finds_phrases_without_accents_or_typographic_quotes_and_marks_them()
    {
        await site.PublishedAsync("Café society", "The mayor’s résumé was “simply too long”, said <b>nobody</b>.");
        using var reader = site.Visitor();
        foreach (var query in new[] { "cafe", "\"simply too long\"", "“simply too long”", "mayor's", "mayor’s resume" })
        {
            var page = await reader.PageAsync($"/search?q={Uri.EscapeDataString(query)}");
            Assert.Contains(page.QuerySelectorAll(".card__headline"), h => h.TextContent == "Café society");
        }

        var nothing = await reader.PageAsync("/search?q=mayor+-resume");
        Assert.DoesNotContain(nothing.QuerySelectorAll(".card__headline"), h => h.TextContent == "Café society");
        var marked = await reader.PageAsync("/search?q=nobody");
        Assert.Equal("nobody", marked.QuerySelector(".passage mark")!.TextContent);
        Assert.Null(marked.QuerySelector(".passage b"));
        foreach (var odd in new[] { "%00", "'", "\"", "(((", "a%20%26%20%7C", new string('x', 300), "%F0%9F%98%80" })
        {
            using var answer = await reader.GetAsync("/search?q=" + odd);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_front_page_shows_no_story_twice_and_the_breaking_label_ends_by_itself()
    {
        for (var n = 0; n < 30; n++)
        {
            await site.PublishedAsync($"Front story {n}", category: n % 2 == 0 ? "Evens" : "Odds");
        }

        await site.PublishedAsync("Breaking now", breaking: TimeSpan.FromHours(1));
        await site.PublishedAsync("Broke before", breaking: TimeSpan.FromMilliseconds(1));
        using var reader = site.Visitor();
        var page = await reader.PageAsync("/");
        var links = page.QuerySelectorAll("main .card__headline a").Select(a => a.GetAttribute("href")).ToList();
        Assert.Equal(links.Distinct(), links);
        Assert.Equal("Breaking now", page.QuerySelector(".breaking__headline")!.TextContent);
        var labelled = page.QuerySelectorAll(".kicker__breaking")
            .Select(l => l.Closest("article")!.QuerySelector(".card__headline")!.TextContent);
        Assert.Equal(["Breaking now"], labelled);
    }

    [Fact]
    public async Task Related_stories_share_tags_first_and_never_repeat_the_story()
    {
        // Each has words of its own: stories with the same few words would be each other's nearest, whatever their tags.
        await site.PublishedAsync("Same section only", "A bridge was painted.", category: "Relations");
        await site.PublishedAsync(
            "Shares two",
            "The choir has moved to the mill.",
            category: "Elsewhere",
            tags: ["Alpha", "Beta"]
        );
        await site.PublishedAsync("Shares one", "Bakers met in June.", category: "Elsewhere", tags: ["Alpha"]);
        var id = await site.PublishedAsync(
            "Zinc prices",
            "Miners dig deeper.",
            category: "Relations",
            tags: ["Alpha", "Beta"]
        );
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{id}/zinc-prices");
        var related = page.QuerySelectorAll(".related .card__headline").Select(h => h.TextContent).ToList();
        Assert.Equal(["Shares two", "Shares one", "Same section only"], related);
    }
}
