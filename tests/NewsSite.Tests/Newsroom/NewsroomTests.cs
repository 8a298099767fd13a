using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Newsroom;

public sealed class NewsroomTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Two_people_save_the_same_story_and_the_second_sees_both_texts_and_loses_neither()
    {
        var draft = await site.DraftAsync("Shared story", "The base.");
        var address = $"/newsroom/write/{draft.ArticleId}";
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var editor = await site.VisitorAsync(site.Editor);
        var open = await reporter.PageAsync(address);

        using var first = await editor.SubmitAsync(
            address,
            [("Input.Body", "What Edda wrote."), ("Input.Tags", "Edda's tag")]
        );
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await reporter.SubmitAsync(open, address, [("Input.Body", "What Rita wrote.")]);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        var page = await Visitor.ParseAsync(second);
        var conflict = page.QuerySelector(".conflict")!.TextContent;
        Assert.Contains("Edda Editor saved this story", conflict, StringComparison.Ordinal);
        Assert.Contains("What Edda wrote.", conflict, StringComparison.Ordinal);
        Assert.Contains("What Rita wrote.", conflict, StringComparison.Ordinal);
        Assert.Equal("What Rita wrote.", page.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value);

        using var third = await reporter.SubmitAsync(page, address, []);
        Assert.Equal(HttpStatusCode.Redirect, third.StatusCode);
        var history = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}?version=2");
        Assert.Contains(
            "What Edda wrote.",
            history.QuerySelector(".history__body")!.TextContent,
            StringComparison.Ordinal
        );
        var now = await reporter.PageAsync(address);
        Assert.Equal("What Rita wrote.", now.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value);
    }

    [Fact]
    public async Task Bad_input_gets_a_message_beside_its_field_and_keeps_what_was_typed()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        (string, string)[] typed =
        [
            ("Input.Headline", new string('h', 301)),
            ("Input.Standfirst", "My standfirst"),
            ("Input.Body", "My precious words\n\nin two paragraphs"),
            ("Input.SourceUrl", "javascript:alert(1)"),
            ("Input.Tags", "One, Two"),
            ("Input.PrimaryCategoryId", "999999"),
        ];
        using var answer = await reporter.SubmitAsync("/newsroom/write", typed);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = await Visitor.ParseAsync(answer);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        Assert.Contains(
            "Headline must be 300 characters or fewer. It has 301.",
            page.QuerySelector("#Input_Headline-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Enter an address like",
            page.QuerySelector("#Input_SourceUrl-error")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.NotNull(page.QuerySelector("#Input_PrimaryCategoryId-error"));
        Assert.Equal("#Input_Headline", page.QuerySelector(".summary a")!.GetAttribute("href"));
        Assert.Equal(
            "My precious words\n\nin two paragraphs",
            page.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value
        );
        Assert.Equal("My standfirst", page.QuerySelector<IHtmlTextAreaElement>("#Input_Standfirst")!.Value);
        Assert.Equal("One, Two", page.QuerySelector<IHtmlInputElement>("#Input_Tags")!.Value);
    }

    [Fact]
    public async Task A_text_that_cannot_be_laid_out_is_saved_and_says_why_it_cannot_go_out()
    {
        var draft = await site.DraftAsync("Deep story");
        var address = $"/newsroom/write/{draft.ArticleId}";
        var deep = string.Concat(Enumerable.Repeat("> ", 500)) + "words";
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var saved = await reporter.SubmitAsync(address, [("Input.Body", deep)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var page = await reporter.PageAsync(saved.Headers.Location!.OriginalString);
        Assert.Equal(deep, page.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value);
        Assert.Equal(
            "Error: The body is nested too deep. Remove some levels. Until then it cannot be published.",
            page.QuerySelector("#Input_Body-error")!.TextContent.Trim()
        );
        using var editor = await site.VisitorAsync(site.Editor);
        using var sent = await editor.SubmitAsync($"/newsroom/publish/{draft.ArticleId}", []);
        Assert.Contains(
            "The body is nested too deep. Remove some levels.",
            (await Visitor.ParseAsync(sent)).QuerySelector(".summary")!.TextContent,
            StringComparison.Ordinal
        );
        using var reader = site.Visitor();
        using var nothing = await reader.GetAsync($"/news/{draft.ArticleId}/deep-story");
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    [Fact]
    public async Task A_reporter_writes_and_submits_and_an_editor_returns_or_publishes()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var made = await reporter.SubmitAsync(
            "/newsroom/write",
            [("Input.Headline", "From the street"), ("Input.Body", "Words.")]
        );
        var address = made.Headers.Location!.OriginalString.Split('?')[0];
        using var submitted = await SendToAsync(reporter, address, "handler=Act&act=Submit&seen=Draft");
        Assert.Equal("/newsroom", submitted.Headers.Location!.OriginalString);

        using var editor = await site.VisitorAsync(site.Editor);
        var desk = await editor.PageAsync("/newsroom");
        Assert.Contains(
            "From the street",
            desk.QuerySelector("[aria-labelledby=column-InReview]")!.TextContent,
            StringComparison.Ordinal
        );
        using var silent = await SendToAsync(editor, address, "handler=Act&act=Return&seen=InReview");
        var asked = await Visitor.ParseAsync(silent);
        Assert.Contains(
            "Say what the writer should do",
            asked.QuerySelector("#ReturnNote-error")!.TextContent,
            StringComparison.Ordinal
        );

        using var returned = await SendToAsync(
            editor,
            address,
            "handler=Act&act=Return&seen=InReview",
            [("returnNote", "Who says so?")]
        );
        Assert.Equal("/newsroom", returned.Headers.Location!.OriginalString);
        var story = await reporter.PageAsync(address);
        Assert.Contains("Who says so?", story.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Draft", story.QuerySelector(".chip")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_ends_arrive_as_they_were_typed()
    {
        var draft = await site.DraftAsync("Line ends");
        using var reporter = await site.VisitorAsync(site.Reporter);
        var address = $"/newsroom/write/{draft.ArticleId}";
        using var saved = await reporter.SubmitAsync(address, [("Input.Body", "\n\none\r\ntwo  \r\n\r\nthree\r\n")]);
        var page = await reporter.PageAsync(address);
        Assert.Equal("\n\none\ntwo  \n\nthree\n", page.QuerySelector<IHtmlTextAreaElement>("#Input_Body")!.Value);
        using var unchanged = await reporter.SubmitAsync(address, []);
        var history = await reporter.PageAsync($"/newsroom/history/{draft.ArticleId}");
        Assert.Equal(2, history.QuerySelectorAll(".history__list li").Length);
    }

    [Fact]
    public async Task The_key_of_words_that_a_browser_keeps_is_its_owners_alone_and_stays_the_same()
    {
        var draft = await site.DraftAsync("Sealed");
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var elsewhere = await site.VisitorAsync(site.Reporter);
        using var editor = await site.VisitorAsync(site.Editor);
        var key = await KeyAsync(reporter);
        Assert.Equal(32, Convert.FromBase64String(key).Length);
        Assert.Equal(key, await KeyAsync(elsewhere));
        Assert.NotEqual(key, await KeyAsync(editor));

        // Sealed where it lies; and one that cannot be opened any more gives way.
        Assert.DoesNotContain(key, await LiesAsync(db => db.Select(t => t.Value!).SingleAsync()), default);
        await LiesAsync(async db => $"{await db.ExecuteUpdateAsync(t => t.SetProperty(x => x.Value, "lost"))}");
        var next = await KeyAsync(reporter);
        Assert.NotEqual(key, next);
        Assert.Equal(next, await KeyAsync(elsewhere));

        async Task<string> KeyAsync(Visitor visitor) =>
            (await visitor.PageAsync($"/newsroom/write/{draft.ArticleId}"))
                .QuerySelector("form[data-write]")!
                .GetAttribute("data-seal")!;

        Task<string> LiesAsync(Func<IQueryable<IdentityUserToken<long>>, Task<string>> act) =>
            site.WithAsync<NewsroomDb, string>(db => act(db.UserTokens.Where(t => t.UserId == site.Reporter.Id)));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var draft = await site.DraftAsync("Forged");
        foreach (
            var address in new[]
            {
                $"/newsroom/write/{draft.ArticleId}",
                $"/newsroom/publish/{draft.ArticleId}",
                "/newsroom/render",
                "/newsroom/pictures/new",
                "/admin/categories",
                "/admin/staff",
                "/account/sign-out",
                "/account/password",
                "/account/sign-in-codes",
                "/account/passkeys?handler=Options",
                "/account/passkeys?handler=Remove",
                "/account/sessions?handler=Others",
                "/account/confirm",
                "/account/sign-in?handler=Passkey",
                "/account/sign-in?handler=PasskeyOptions",
            }
        )
        {
            using var answer = await admin.SendAsync(HttpMethod.Post, address);
            Assert.Equal((HttpStatusCode.BadRequest, address), (answer.StatusCode, address));
        }
    }

    // A button with another form action: the form is the same, the address is not.
    private static async Task<HttpResponseMessage> SendToAsync(
        Visitor visitor,
        string address,
        string query,
        (string, string)[]? fields = null
    )
    {
        var page = await visitor.PageAsync(address);
        page.QuerySelector("main form[data-write]")!.SetAttribute("action", $"{address}?{query}");
        return await visitor.SubmitAsync(page, address, fields ?? [], address);
    }
}
