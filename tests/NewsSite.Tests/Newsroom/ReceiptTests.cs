using System.Net;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

/// <summary>What an editor is told before and after an act.</summary>
public sealed class ReceiptTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_receipt_names_the_lists_that_the_story_left_and_those_that_it_came_to()
    {
        var id = await site.PublishedAsync("Moved to the coast", category: "Inland", tags: ["Rivers"]);
        var coast = await site.CategoryAsync("Coast");
        using var editor = await site.VisitorAsync(site.Editor);
        var first = await LinesAsync(editor, id);
        Assert.Equal($"/media/card/{id}-1.jpg", first[$"/news/{id}/moved-to-the-coast"]);
        Assert.DoesNotContain("/category/coast", first.Keys);

        await site.SaveAsync(id, c => c with { PrimaryCategoryId = coast, TagIds = [] });
        await site.WithAsync<Publisher>(p =>
            p.PublishAsync(id, new PublishOrder(2, 1, IsSignificant: true), site.Editor, default)
        );
        var second = await LinesAsync(editor, id);
        string[] expected =
        [
            "/",
            "/category/inland",
            "/category/inland/feed.xml",
            "/category/coast",
            "/category/coast/feed.json",
            "/tag/rivers",
            "/author/rita-reporter",
            "/feed.xml",
            "/feed.json",
            "/sitemap-news.xml",
        ];
        Assert.Empty(expected.Except(second.Keys));
        Assert.Equal($"/media/card/{id}-2.jpg", second[$"/news/{id}/moved-to-the-coast"]);

        // The mark is what only the new answer has.
        using var reader = site.Visitor();
        using var page = await reader.GetAsync($"/news/{id}/moved-to-the-coast");
        var text = await page.Content.ReadAsStringAsync();
        Assert.Contains(second[$"/news/{id}/moved-to-the-coast"]!, text, StringComparison.Ordinal);
        Assert.DoesNotContain(first[$"/news/{id}/moved-to-the-coast"]!, text, StringComparison.Ordinal);

        await site.WithdrawAsync(id);
        var third = await LinesAsync(editor, id);
        Assert.Contains("/category/coast/feed.xml", third.Keys);
        Assert.Null(third[$"/news/{id}/moved-to-the-coast"]);
        using var gone = await reader.GetAsync($"/news/{id}/moved-to-the-coast");
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Fact]
    public async Task Before_it_goes_out_an_editor_sees_what_search_engines_will_say()
    {
        var draft = await site.DraftAsync("Seen before it is out", "Body of the story.", standfirst: "Too short.");
        using var editor = await site.VisitorAsync(site.Editor);
        var box = (await editor.PageAsync($"/newsroom/publish/{draft.ArticleId}")).QuerySelector(".found-as")!;
        var (title, description) = (box.QuerySelectorAll("p")[1].TextContent, box.QuerySelectorAll("p")[2].TextContent);
        await site.PublishAsync(draft.ArticleId, 1);
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{draft.ArticleId}/seen-before-it-is-out");
        Assert.Equal(page.Title, title);
        Assert.Equal(page.QuerySelector("meta[name=description]")!.GetAttribute("content"), description);
    }

    /// <returns>The addresses of the last act's receipt, with their marks.</returns>
    private static async Task<Dictionary<string, string?>> LinesAsync(Visitor editor, long id) =>
        (await editor.PageAsync($"/newsroom/published/{id}"))
            .QuerySelectorAll("[data-receipt] a")
            .ToDictionary(
                a => a.GetAttribute("href")!,
                a => a.GetAttribute("data-mark") is { Length: > 0 } mark ? mark : null
            );
}
