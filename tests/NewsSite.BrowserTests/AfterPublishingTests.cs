using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>What an editor does to a story that is out: by keyboard alone.</summary>
public sealed class AfterPublishingTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_story_is_corrected_and_the_correction_superseded_by_keyboard_alone()
    {
        var id = await site.PublishedAsync("Miles of wall", at: DateTimeOffset.UtcNow.AddHours(-2));
        var page = await browser.OpenAsync(site.Address);
        await SignInAsync(page, $"/newsroom/publish/{id}");
        await CorrectAsync(page, "We wrote eleven miles. It is nine.");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Published" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-receipt-status]")).ToContainTextAsync("All of them are fresh");
        Assert.DoesNotContain("", await page.Locator("[data-fresh]").AllTextContentsAsync());

        // The answers were newer than the act, so they show what it did.
        var reader = await browser.OpenAsync(site.Address);
        await reader.GotoAsync($"/news/{id}/miles-of-wall");
        await Expect(reader.Locator(".correction")).ToContainTextAsync("It is nine.");

        await page.GotoAsync($"/newsroom/publish/{id}");
        await CorrectAsync(page, "It is ten.", supersedes: true);
        await Expect(page.Locator("[data-receipt-status]")).ToContainTextAsync("All of them are fresh");
        await reader.ReloadAsync();
        await Expect(reader.Locator(".correction")).ToHaveCountAsync(2);
        await Expect(reader.Locator(".correction s")).ToHaveTextAsync("We wrote eleven miles. It is nine.");

        await reader.GetByRole(AriaRole.Link, new() { Name = "Earlier versions" }).FocusAsync();
        await reader.Keyboard.PressAsync("Enter");
        await Expect(reader.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Earlier versions" }))
            .ToBeVisibleAsync();
        await reader.GetByRole(AriaRole.Link, new() { Name = "What changed with version 2" }).FocusAsync();
        await reader.Keyboard.PressAsync("Enter");
        await Expect(reader.Locator(".diff")).ToContainTextAsync("No words changed");
    }

    [Fact]
    public async Task A_story_is_withdrawn_by_keyboard_alone_and_only_what_its_outcome_needs_is_asked_for()
    {
        var id = await site.PublishedAsync("Sluices shut");
        var page = await browser.OpenAsync(site.Address, 390);
        await SignInAsync(page, $"/newsroom/withdraw/{id}");
        var notice = page.GetByLabel("A notice in its place");
        await TabToAsync(page, notice);
        await Expect(page.GetByLabel("Address of the other page")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByLabel("Another page")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("What readers are told")).ToBeHiddenAsync();
        await Expect(page.GetByLabel("Address of the other page")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await TabToAsync(page, page.GetByLabel("What readers are told"));
        await page.Keyboard.TypeAsync("We are checking it.");
        await TabToAsync(page, page.GetByLabel("Reason"));
        await page.Keyboard.TypeAsync("Our source is silent.");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Withdraw story" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Withdrawn" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-receipt-status]")).ToContainTextAsync("All of them are fresh");

        var reader = await browser.OpenAsync(site.Address);
        var answer = await reader.GotoAsync($"/news/{id}/sluices-shut");
        Assert.Equal(200, answer!.Status);
        await Expect(reader.GetByRole(AriaRole.Main)).ToContainTextAsync("We are checking it.");
    }

    private static async Task CorrectAsync(IPage page, string text, bool supersedes = false)
    {
        await TabToAsync(page, page.GetByLabel("Small fix"));
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByLabel("Correction or note")).ToBeCheckedAsync();
        await TabToAsync(page, page.GetByLabel("What was wrong, and what is right"));
        await page.Keyboard.TypeAsync(text);
        if (supersedes)
        {
            await TabToAsync(page, page.GetByLabel("Supersedes"));
            await page.Keyboard.PressAsync("ArrowDown");
        }

        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Update now" }));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/newsroom/published/*");
    }

    private async Task SignInAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Editor));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**{address}");
    }

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"120 presses of Tab do not reach {wanted}.");
    }
}
