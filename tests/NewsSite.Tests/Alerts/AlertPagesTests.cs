using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Alerts;

/// <summary>An alert as the newsroom sees it: asked for with the story, found on the desk, decided on a page of its own.</summary>
[Collection<AlertCollection>]
public sealed class AlertPagesTests(AlertSite alerts)
{
    private readonly SiteFixture site = alerts.Site;

    [Fact]
    public async Task Asked_for_with_breaking_news_it_stands_on_the_desk_of_every_editor_until_one_decides()
    {
        await site.CategoryAsync("News");
        using var editor = await site.VisitorAsync(site.Editor);
        using var other = await site.VisitorAsync(alerts.Other);
        using var reporter = await site.VisitorAsync(site.Reporter);
        var form = await editor.PageAsync("/newsroom/breaking");
        Assert.Contains(
            "goes to 1 webhook and 2 addresses once another editor says yes",
            form.Body!.TextContent,
            StringComparison.Ordinal
        );
        var author = form.QuerySelector("[name='Input.AuthorId'] option:last-child")?.GetAttribute("value");
        using var sent = await editor.SubmitAsync(
            "/newsroom/breaking",
            [
                ("Input.Headline", "Bilby blocks the bypass"),
                ("Input.AsksAlert", "true"),
                .. author is null ? [] : new[] { ("Input.AuthorId", author) },
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var published = await editor.PageAsync(sent.Headers.Location!.OriginalString);
        var address = published.QuerySelector("[href^='/newsroom/alert/']")!.GetAttribute("href")!;

        Assert.Equal(address, Row(await editor.PageAsync("/newsroom")));
        Assert.Equal(address, Row(await other.PageAsync("/newsroom")));
        Assert.Null(Row(await reporter.PageAsync("/newsroom")));

        // Who asked sees no button, and a form of their own making does nothing.
        var own = await editor.PageAsync(address);
        Assert.Null(own.QuerySelector(".dialog form"));
        Assert.Contains("Another editor has to say yes", own.Body!.TextContent, StringComparison.Ordinal);
        var page = await other.PageAsync(address);
        Assert.Contains(
            "it goes to 1 webhook and 2 addresses at once",
            page.Body!.TextContent,
            StringComparison.Ordinal
        );
        var token = form.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var made = new HttpRequestMessage(HttpMethod.Post, new Uri($"{address}?handler=Yes", UriKind.Relative))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]),
        };
        using (var forced = await editor.SendAsync(made))
        {
            Assert.Contains(
                "You asked for this alert",
                await forced.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }

        using (var yes = await other.SubmitToAsync(address, "Yes", []))
        {
            Assert.Equal(HttpStatusCode.Redirect, yes.StatusCode);
        }

        Assert.Contains(
            "Olga Other said yes",
            (await editor.PageAsync(address)).Body!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Null(Row(await editor.PageAsync("/newsroom")));
        Assert.Null(Row(await other.PageAsync("/newsroom")));
        Assert.Equal((1, 2), await alerts.SendAsync());
    }

    private static string? Row(AngleSharp.Dom.IDocument desk) =>
        desk.QuerySelectorAll(".attention a")
            .FirstOrDefault(a => a.TextContent == "Bilby blocks the bypass")
            ?.GetAttribute("href");
}
