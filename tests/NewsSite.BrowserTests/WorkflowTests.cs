using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>The way of a story through the newsroom, by keyboard alone.</summary>
public sealed class WorkflowTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_story_is_submitted_returned_with_a_note_and_approved_by_keyboard_alone()
    {
        var draft = await site.DraftAsync("Keys to approval");
        var address = $"/newsroom/write/{draft.ArticleId}";
        var rita = await browser.OpenAsync(site.Address);
        await SignInAsync(rita, site.Reporter, address);
        await PressAsync(rita, "Submit for review");
        await rita.WaitForURLAsync("**/newsroom");
        Assert.Equal(ArticleState.InReview, await StateAsync(draft.ArticleId));

        var edda = await browser.OpenAsync(site.Address);
        await SignInAsync(edda, site.Editor, address);
        await Expect(edda.Locator("[data-notices]")).ToBeEmptyAsync();
        await TabToAsync(edda, edda.GetByLabel("What the writer should do"));
        await edda.Keyboard.TypeAsync("Name the source.");
        await PressAsync(edda, "Return to the writer");
        await edda.WaitForURLAsync("**/newsroom");
        Assert.Equal(ArticleState.Draft, await StateAsync(draft.ArticleId));

        await rita.GotoAsync("/newsroom");
        await Expect(rita.Locator(".attention")).ToContainTextAsync("Edda Editor: “Name the source.”");
        await TabToAsync(rita, rita.GetByRole(AriaRole.Link, new() { Name = "Keys to approval" }).First);
        await rita.Keyboard.PressAsync("Enter");
        await rita.WaitForURLAsync($"**{address}#Input_Notes");
        await Expect(rita.Locator(".note__text")).ToHaveTextAsync("Name the source.");
        await PressAsync(rita, "Resolve");
        await Expect(rita.Locator(".note")).ToContainTextAsync("Resolved by Rita Reporter");
        await PressAsync(rita, "Submit for review");
        await rita.WaitForURLAsync("**/newsroom");

        await edda.GotoAsync(address);
        await Expect(edda.Locator("form[data-write]")).Not.ToHaveAttributeAsync("inert", "");
        await PressAsync(edda, "Approve");
        await edda.WaitForURLAsync("**/newsroom");
        Assert.Equal(ArticleState.Ready, await StateAsync(draft.ArticleId));
        await Expect(edda.Locator("[aria-labelledby=column-Ready]")).ToContainTextAsync("Keys to approval");
    }

    [Fact]
    public async Task Words_of_the_story_are_selected_and_pinned_to_a_note_by_keyboard_alone()
    {
        var draft = await site.DraftAsync("Keys to a pin", "The mayor resigned at noon.");
        var page = await browser.OpenAsync(site.Address);
        await SignInAsync(page, site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await Expect(page.Locator("form[data-write]")).Not.ToHaveAttributeAsync("inert", "");
        await TabToAsync(page, page.GetByLabel("Headline"));
        await page.Keyboard.PressAsync("Home");
        for (var n = 0; n < 4; n++)
        {
            await page.Keyboard.PressAsync("Shift+ArrowRight");
        }

        await TabToAsync(page, page.GetByLabel("New note"));
        await page.Keyboard.TypeAsync("Which keys?");
        await PressAsync(page, "Use the selected words");
        await Expect(page.GetByLabel("On these words of the story")).ToHaveValueAsync("Keys");
        await PressAsync(page, "Add note");
        await Expect(page.Locator(".note__on")).ToContainTextAsync("on: “Keys”");
    }

    [Fact]
    public async Task A_story_is_edited_in_the_list_by_keyboard_alone()
    {
        var draft = await site.DraftAsync("Keys to a quik edit");
        var page = await browser.OpenAsync(site.Address);
        await SignInAsync(page, site.Editor, "/newsroom/stories");
        await TabToAsync(page, page.Locator($".stories__acts a[href*='edit={draft.ArticleId}#']"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Headline", new() { Exact = true })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("form[data-quick]")).ToHaveCountAsync(0);
        await Expect(page.Locator($"#story-{draft.ArticleId}")).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Headline", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("Keys to a quick edit");
        await TabToAsync(page, page.GetByLabel("Status: Draft"));
        await page.Keyboard.TypeAsync("Approve");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForURLAsync($"**/newsroom/stories#story-{draft.ArticleId}");
        await Expect(page.Locator($"#story-{draft.ArticleId}")).ToBeFocusedAsync();
        await Expect(page.Locator($"tr:has(#story-{draft.ArticleId}) .chip")).ToHaveTextAsync("Ready");
        await Expect(page.Locator($"#story-{draft.ArticleId}")).ToHaveTextAsync("Keys to a quick edit");
    }

    private static async Task PressAsync(IPage page, string button)
    {
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First);
        await page.Keyboard.PressAsync("Enter");
    }

    private static async Task SignInAsync(IPage page, Actor actor, string address)
    {
        await page.GotoAsync(address);
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(actor));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**{address}");
    }

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        for (var presses = 0; presses < 150; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"150 presses of Tab do not reach {wanted}.");
    }

    private Task<ArticleState> StateAsync(long id) =>
        site.WithAsync<NewsroomDb, ArticleState>(db =>
            db.Articles.Where(a => a.Id == id).Select(a => a.State).SingleAsync()
        );
}
