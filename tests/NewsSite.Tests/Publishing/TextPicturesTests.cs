using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>A picture inside a text is public exactly as long as a live story shows it.</summary>
public sealed class TextPicturesTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task It_is_hidden_before_publication_and_after_withdrawal()
    {
        var file = await site.PictureAsync("Wallaby");
        var draft = await site.DraftAsync("Wallaby", $"Words.\n\n![A wallaby](/media/{file} \"Seen today.\")");
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(file));

        await PublishAsync(draft.ArticleId, 1, null);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(file));
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{draft.ArticleId}/wallaby");
        var image = page.QuerySelector<IHtmlImageElement>(".prose figure img")!;
        Assert.Equal($"/media/{Path.GetFileNameWithoutExtension(file)}/960.jpg", image.GetAttribute("src"));
        Assert.Equal("Seen today. Photograph: Edda Editor", page.QuerySelector(".prose figcaption")!.TextContent);

        await site.WithdrawAsync(draft.ArticleId);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(file));
    }

    [Fact]
    public async Task It_goes_with_the_version_that_showed_it_and_stays_with_another_story()
    {
        var (own, shared) = (await site.PictureAsync("Own"), await site.PictureAsync("Shared"));
        var other = await site.PublishedAsync("Other", $"![Shared](/media/{shared})");
        var id = await site.PublishedAsync("Both", $"![Own](/media/{own})\n\n![Shared](/media/{shared})");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own));

        await site.SaveAsync(id, c => c with { Body = "No pictures." });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(own));
        await PublishAsync(id, 2, 1);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(own));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(shared));

        await site.WithdrawAsync(other);
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(shared));
    }

    [Fact]
    public async Task A_picture_that_is_only_mentioned_is_not_published()
    {
        var file = await site.PictureAsync("Mentioned");
        await site.PublishedAsync("Mention", $"`/media/{file}` and [a link](/media/{file})");
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(file));
    }

    [Fact]
    public async Task Staff_see_it_in_the_preview_and_beside_the_text()
    {
        var file = await site.PictureAsync("Draft wombat");
        var body = $"![A wombat](/media/{file})";
        var draft = await site.DraftAsync("Wombat", body);
        var expected = $"/newsroom/media/{Path.GetFileNameWithoutExtension(file)}/960.jpg";
        using var reporter = await site.VisitorAsync(site.Reporter);
        var preview = await reporter.PageAsync($"/newsroom/preview/{draft.ArticleId}");
        Assert.Equal(expected, preview.QuerySelector(".prose img")!.GetAttribute("src"));

        var write = await reporter.PageAsync($"/newsroom/write/{draft.ArticleId}");
        write.QuerySelector("main form[data-write]")!.SetAttribute("action", "/newsroom/render");
        using var rendered = await reporter.SubmitAsync(write, "", [("body", body)], "render");
        var live = await Visitor.ParseAsync(rendered);
        Assert.Equal(expected, live.QuerySelector("img")!.GetAttribute("src"));
    }

    private async Task<HttpStatusCode> AskAsync(string file)
    {
        using var stranger = site.Visitor();
        using var answer = await stranger.GetAsync($"/media/{Path.GetFileNameWithoutExtension(file)}/320.jpg");
        return answer.StatusCode;
    }

    private Task PublishAsync(long id, int version, int? live) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(version, live), site.Editor, default)
        );
}
