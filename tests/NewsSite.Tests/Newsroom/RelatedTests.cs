using System.Net;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class RelatedTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task An_editor_sees_what_readers_see_and_why_and_changes_it()
    {
        var first = await site.PublishedAsync("Tide tables are wrong", category: "Shore", tags: ["Tides"]);
        var second = await site.PublishedAsync("Tide mill turns again", category: "Shore", tags: ["Tides"]);
        var far = await site.PublishedAsync("An essay about mittens", category: "Wool");
        var id = await site.PublishedAsync("Tide clock stopped", category: "Shore", tags: ["Tides"]);
        using var editor = await site.VisitorAsync(site.Editor);
        var write = await editor.PageAsync($"/newsroom/write/{id}");
        Assert.NotNull(write.QuerySelector($".bar__acts a[href='/newsroom/related/{id}']"));

        var page = await editor.PageAsync($"/newsroom/related/{id}");
        Assert.Equal(await ReadersSeeAsync(id), Headlines(page, "shown"));
        Assert.Contains(
            page.QuerySelectorAll(".choice__why"),
            why => why.TextContent.Contains("Shares Tides · same section", StringComparison.Ordinal)
        );

        var found = await editor.PageAsync($"/newsroom/related/{id}?q=essay+mittens");
        Assert.Equal(["An essay about mittens"], Headlines(found, "find"));
        await PressAsync(editor, id, "Pin", far);
        await PressAsync(editor, id, "Ban", first);
        Assert.Equal(["An essay about mittens", "Tide mill turns again"], await ReadersSeeAsync(id));
        var changed = await editor.PageAsync($"/newsroom/related/{id}");
        Assert.Equal("Pinned", changed.QuerySelector("[aria-labelledby=shown] .choice .chip")!.TextContent);
        Assert.Equal(["Tide tables are wrong"], Headlines(changed, "absent"));

        await PressAsync(editor, id, "Clear", first);
        Assert.Contains("Tide tables are wrong", await ReadersSeeAsync(id));
        Assert.NotEqual(0, second);
    }

    [Fact]
    public async Task A_fifth_pin_is_refused_in_words_and_an_unknown_story_is_not_found()
    {
        var id = await site.PublishedAsync("Many friends");
        using var editor = await site.VisitorAsync(site.Editor);
        for (var n = 0; n < 4; n++)
        {
            await PressAsync(editor, id, "Pin", await site.PublishedAsync($"Friend {n}"));
        }

        var fifth = await site.PublishedAsync("Friend too many");
        using var answer = await SendAsync(editor, id, "Pin", fifth);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await Visitor.ParseAsync(answer);
        Assert.Contains(
            "4 stories are pinned already",
            page.QuerySelector(".summary")!.TextContent,
            StringComparison.Ordinal
        );

        using var unknown = await SendAsync(editor, id, "Ban", 999_999);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_search_takes_any_words_and_nothing_of_drafts()
    {
        var id = await site.PublishedAsync("Searched from here");
        await site.DraftAsync("Zephyr is a draft");
        await site.PublishedAsync("The zephyr’s own prize", "Unlike the headline.");
        await site.PublishedAsync("Only in the text", "A zephyr.");
        using var editor = await site.VisitorAsync(site.Editor);
        foreach (var query in new[] { "zephyr", "zephyr's prize", "zephyr’s" })
        {
            var page = await editor.PageAsync($"/newsroom/related/{id}?q={Uri.EscapeDataString(query)}");
            Assert.Equal(["The zephyr’s own prize"], Headlines(page, "find"));
        }

        foreach (var odd in new[] { "%00", "'", "\"", "(((", "a%20%26%20%7C", new string('x', 3000), "%F0%9F%98%80" })
        {
            using var answer = await editor.GetAsync($"/newsroom/related/{id}?q={odd}");
            Assert.Equal((odd, HttpStatusCode.OK), (odd, answer.StatusCode));
        }
    }

    private static List<string> Headlines(IHtmlDocument page, string section) =>
        [.. page.QuerySelectorAll($"[aria-labelledby={section}] .choice__headline").Select(link => link.TextContent)];

    private static async Task PressAsync(Visitor editor, long id, string act, long other)
    {
        using var answer = await SendAsync(editor, id, act, other);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> SendAsync(Visitor editor, long id, string act, long other)
    {
        var page = await editor.PageAsync($"/newsroom/related/{id}");
        return await editor.SubmitAsync(page, $"/newsroom/related/{id}?handler={act}", [("other", $"{other}")]);
    }

    private async Task<List<string>> ReadersSeeAsync(long id)
    {
        using var reader = site.Visitor();
        using var moved = await reader.GetAsync($"/news/{id}");
        var page = await reader.PageAsync(moved.Headers.Location!.ToString());
        return [.. page.QuerySelectorAll(".related .card__headline").Select(h => h.TextContent)];
    }
}
