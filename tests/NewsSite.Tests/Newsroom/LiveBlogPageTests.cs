using System.Net;
using AngleSharp.Html.Dom;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

/// <summary>All forms as a browser without script sends them.</summary>
public sealed class LiveBlogPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task An_editor_starts_posts_changes_and_sums_up_and_a_form_sent_twice_posts_once()
    {
        var id = await site.PublishedAsync("Storm at the wall");
        var (desk, address) = ($"/newsroom/live/{id}", $"/news/{id}/storm-at-the-wall");
        using var editor = await site.VisitorAsync(site.Editor);
        using var reader = site.Visitor();
        var receipt = await editor.PageAsync($"/newsroom/published/{id}");
        Assert.NotNull(receipt.QuerySelector($"a[href='{desk}']"));
        await PressAsync(editor, desk, "Start");

        var form = Form(await editor.PageAsync(desk), "[name='Post.Key']");
        List<(string Name, string Value)> fields =
        [
            .. Visitor.Fields(form).Where(f => f.Name is "Post.Key" or "__RequestVerificationToken"),
            ("Post.Title", "Waves"),
            ("Post.Body", "Over the *wall*."),
            ("Post.IsKey", "true"),
        ];
        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(editor, desk, fields));
        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(editor, desk, fields));
        var page = await reader.PageAsync(address);
        Assert.Equal("Waves", Assert.Single(page.QuerySelectorAll(".live-entry h2")).TextContent);

        var stream = await editor.PageAsync(desk);
        Assert.Contains("Last post at", stream.QuerySelector("[aria-labelledby=stream]")!.TextContent);
        await PressAsync(editor, desk, "Pin");
        Assert.NotNull((await reader.PageAsync(address)).QuerySelector(".live-posts__pinned"));
        await PressAsync(editor, desk, "Pin");
        Assert.Null((await reader.PageAsync(address)).QuerySelector(".live-posts__pinned"));
        await PressAsync(editor, desk, "Key");
        Assert.Null((await reader.PageAsync(address)).QuerySelector("[aria-labelledby=key-events]"));

        var edit = stream.QuerySelector("[aria-labelledby=stream] a[href*='edit=']")!.GetAttribute("href")!;
        var open = Form(await editor.PageAsync(edit), "[name='Edit.Id']");
        var changed = Visitor.Fields(open).Select(f => f.Name == "Edit.Title" ? (f.Name, "Bigger waves") : f).ToList();
        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(editor, $"{desk}?handler=Edit", changed));
        Assert.Equal("Bigger waves", (await reader.PageAsync(address)).QuerySelector("#p-1 h2")!.TextContent);

        var late = Visitor.Fields(open).Select(f => f.Name == "Edit.Title" ? (f.Name, "Too late") : f).ToList();
        using (var refused = await PostAsync(editor, $"{desk}?handler=Edit", late))
        {
            var again = await Visitor.ParseAsync(refused);
            Assert.Contains("Somebody changed or removed", again.QuerySelector(".summary")!.TextContent);
            Assert.Equal("Too late", again.QuerySelector("[name='Edit.Title']")!.GetAttribute("value"));
        }

        var state = Form(await editor.PageAsync(desk), "[name='State.State']");
        List<(string Name, string Value)> closed =
        [
            .. Visitor.Fields(state).Where(f => f.Name is "__RequestVerificationToken"),
            ("State.State", "Closed"),
            ("State.Summary", "It is over."),
        ];
        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(editor, $"{desk}?handler=State", closed));
        page = await reader.PageAsync(address);
        Assert.Contains("It is over.", page.QuerySelector("[aria-labelledby=summary]")!.TextContent);
        using (
            var refused = await PostAsync(
                editor,
                desk,
                [.. fields.Where(f => f.Name != "Post.Key"), ("Post.Key", $"{Guid.NewGuid()}")]
            )
        )
        {
            var again = await Visitor.ParseAsync(refused);
            Assert.Contains("The live blog is closed", again.QuerySelector(".summary")!.TextContent);
            Assert.Equal("Over the *wall*.", again.QuerySelector("[name='Post.Body']")!.TextContent.Trim());
        }

        await PressAsync(editor, desk, "Remove");
        Assert.Contains("This post was removed", (await reader.PageAsync(address)).QuerySelector("#p-1")!.TextContent);
    }

    [Fact]
    public async Task A_reporter_files_what_an_editor_posts()
    {
        var id = await site.LiveBlogAsync("Filed from the quay");
        var (desk, address) = ($"/newsroom/live/{id}", $"/news/{id}/filed-from-the-quay");
        using var reporter = await site.VisitorAsync(site.OtherReporter);
        using var editor = await site.VisitorAsync(site.Editor);
        using var reader = site.Visitor();
        var page = await reporter.PageAsync(desk);
        Assert.Null(page.QuerySelector("[name='State.State']"));
        var form = Form(page, "[name='Post.Key']");
        var fields = Visitor.Fields(form).Select(f => f.Name == "Post.Title" ? (f.Name, "From the quay") : f).ToList();
        Assert.Equal(HttpStatusCode.Redirect, await SendAsync(reporter, desk, fields));
        Assert.Null((await reader.PageAsync(address)).QuerySelector(".live-entry"));

        page = await reporter.PageAsync(desk);
        Assert.Null(page.QuerySelector("button[formaction*='Approve']"));
        Assert.NotNull(page.QuerySelector("[aria-labelledby=drafts] button[formaction*='Remove']"));
        Assert.Contains(
            "Otto Other",
            (await editor.PageAsync(desk)).QuerySelector("[aria-labelledby=drafts]")!.TextContent
        );
        await PressAsync(editor, desk, "Approve");
        Assert.Equal("From the quay", (await reader.PageAsync(address)).QuerySelector("#p-1 h2")!.TextContent);
        Assert.Null((await reporter.PageAsync(desk)).QuerySelector("[aria-labelledby=stream] button"));
    }

    private static IHtmlFormElement Form(IHtmlDocument page, string field) =>
        ((IHtmlElement)page.QuerySelector(field)!).Closest("form") as IHtmlFormElement
        ?? throw new InvalidOperationException(field);

    // The first button of the page that does it.
    private static async Task PressAsync(Visitor visitor, string desk, string act)
    {
        var page = await visitor.PageAsync(desk);
        var button = page.QuerySelector($"button[formaction*='handler={act}']")!;
        var token = page.QuerySelector("form [name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var entry = button.GetAttribute("name") is { } name
            ? [(name, button.GetAttribute("value")!)]
            : Array.Empty<(string, string)>();
        Assert.Equal(
            HttpStatusCode.Redirect,
            await SendAsync(
                visitor,
                button.GetAttribute("formaction")!,
                [.. entry, ("__RequestVerificationToken", token)]
            )
        );
    }

    private static async Task<HttpStatusCode> SendAsync(
        Visitor visitor,
        string address,
        IReadOnlyList<(string Name, string Value)> fields
    )
    {
        using var answer = await PostAsync(visitor, address, fields);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(
        Visitor visitor,
        string address,
        IReadOnlyList<(string Name, string Value)> fields
    ) =>
        visitor.SendAsync(
            new(HttpMethod.Post, new Uri(address, UriKind.Relative))
            {
                Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            }
        );
}
