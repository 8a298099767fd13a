using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NewsSite.BrowserTests.RichText;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>What stands beside the words: pictures, notes, and what is still to do.</summary>
public sealed class WritingScreenTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const int MoreThanTheListShows = 30;

    [Fact]
    public async Task An_old_picture_is_found_by_its_words_and_becomes_the_lead_picture()
    {
        var (old, draft) = await FillAsync("lead");
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft}");
        Assert.Equal(0, await page.Locator($"#Input_PictureId option[value='{old.Id}']").CountAsync());
        await page.GetByLabel("Find in the library").FocusAsync();
        await page.Keyboard.TypeAsync("lighthouse lead");
        await Expect(page.Locator("[data-found]")).ToHaveTextAsync("1 found: choose one");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex($"/newsroom/write/{draft}$"));
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = old.Alt })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = old.Alt }))
            .ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator("[data-picture-shown]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+s");
        await Expect(page).ToHaveURLAsync(new Regex("saved=True", RegexOptions.IgnoreCase));
        await Expect(page.Locator("#Input_PictureId")).ToHaveValueAsync(old.Id.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_old_picture_is_found_for_the_text()
    {
        var (old, draft) = await FillAsync("text");
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Picture", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Find in the library").FillAsync("lighthouse text");
        await dialog.GetByRole(AriaRole.Button, new() { Name = old.Alt }).ClickAsync();
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Insert" }).ClickAsync();
        await Expect(page.Locator("#Input_Body")).ToHaveValueAsync(new Regex($"/media/{old.FileName}"));
    }

    [Fact]
    public async Task A_tag_that_one_stands_on_is_not_taken_away_by_what_was_asked_for_before()
    {
        await site.PublishedAsync("About the straits", tags: ["Straits"]);
        var draft = (await site.DraftAsync("Tagged in a hurry")).ArticleId;
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft}");
        var (asked, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync(
            "**/newsroom/tags?q=Stra",
            async route =>
            {
                asked.SetResult();
                await held.Task;
                await route.ContinueAsync();
            }
        );
        var tags = page.GetByLabel("Tags (optional)");
        await tags.FillAsync("Str");
        await page.GetByRole(AriaRole.Option, new() { Name = "Straits" }).WaitForAsync();
        await tags.PressSequentiallyAsync("a");
        await asked.Task;
        await tags.PressAsync("ArrowDown");
        var late = page.WaitForResponseAsync("**/newsroom/tags?q=Stra");
        held.SetResult();
        await (await late).FinishedAsync();
        await page.EvaluateAsync("new Promise((done) => setTimeout(done))");
        await tags.PressAsync("Enter");
        await Expect(page.Locator(".token")).ToHaveTextAsync(["Straits×"]);
    }

    [Fact]
    public async Task Without_script_the_list_is_filled_anew_and_what_was_typed_stays()
    {
        var (old, draft) = await FillAsync("plain");
        var page = await browser.OpenAsync(site.Address, script: false);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft}");
        await page.Locator("#Input_Headline").FillAsync("Typed and not saved");
        await page.GetByLabel("Find in the library").FillAsync("lighthouse plain");
        await page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
        await Expect(page.Locator("[data-found]")).ToHaveTextAsync("1 found: they are in the list above");
        await Expect(page.Locator("#Input_Headline")).ToHaveValueAsync("Typed and not saved");
        await page.Locator("#Input_PictureId").SelectOptionAsync(old.Alt);
    }

    [Fact]
    public async Task Without_script_a_note_opens_beside_the_words_that_are_not_saved_yet()
    {
        var draft = await site.DraftAsync("Noted without script");
        var page = await browser.OpenAsync(site.Address, script: false);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await page.Locator("#Input_Body").FillAsync("Words that nobody has saved.");
        await page.GetByLabel("New note").FillAsync("Who says so?");
        var tab = await page.Context.RunAndWaitForPageAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Add note" }).ClickAsync()
        );
        await Expect(tab.Locator(".note__text")).ToHaveTextAsync("Who says so?");
        await Expect(tab).ToHaveURLAsync(new Regex($"/newsroom/notes/{draft.ArticleId}$"));
        await Expect(page.Locator("#Input_Body")).ToHaveValueAsync("Words that nobody has saved.");
    }

    [Fact]
    public async Task What_is_still_to_do_is_said_as_one_writes_and_leads_to_its_field()
    {
        var draft = await site.DraftAsync("Nearly ready", "The price is fixed.");
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        var ready = page.Locator("[data-ready]");
        await Expect(ready).ToContainTextAsync("There is no standfirst");
        await Expect(ready).Not.ToContainTextAsync("TK");
        await page.Locator("#rich-text").ClickAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync(" It is TK pounds.");
        await Expect(ready.GetByText("It is TK pounds.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await page.Locator("#Input_Standfirst").FillAsync("What it costs.");
        await Expect(ready).Not.ToContainTextAsync("There is no standfirst", new() { Timeout = 15_000 });
        await ready.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("TK") }).ClickAsync();
        await Expect(page.Locator("#rich-text")).ToBeFocusedAsync();
        Assert.Empty(await Accessibility.FaultsAsync(page));
    }

    /// <returns>A picture that the list of the newest does not show any more, and a draft.</returns>
    private async Task<(Picture Old, long Draft)> FillAsync(string word)
    {
        var old = await site.PictureAsync(Photos.Unique(), new PictureForm($"The lighthouse {word}", null, null));
        for (var n = 0; n < MoreThanTheListShows; n++)
        {
            await site.PictureAsync(Photos.Unique(), new PictureForm($"Picture {word} {n}", null, null));
        }

        return (old, (await site.DraftAsync($"Finds a picture for the {word}")).ArticleId);
    }
}
