using System.Globalization;
using Microsoft.Playwright;
using NewsSite.BrowserTests.RichText;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Breaking news by keyboard alone: few presses, and live.</summary>
public sealed class BreakingTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const int Most = 12;
    private int interactions;

    [Fact]
    public async Task From_an_empty_screen_to_live_in_twelve_interactions_and_then_it_grows_at_the_same_address()
    {
        await site.CategoryAsync("News");
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Editor, "/newsroom");
        await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Newsroom" })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);

        await PressAsync(page, "b");
        await Expect(page.GetByLabel("Headline")).ToBeFocusedAsync();
        await TypeAsync(page, "Wallaby closes the harbour bridge");
        await PressAsync(page, "Tab");
        await TypeAsync(page, "Police have closed it in both directions.");
        await PressAsync(page, "Control+Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Confirm: live now" })).ToBeVisibleAsync();
        await PressAsync(page, "Control+Enter");
        await Expect(page.GetByText("Public since")).ToBeVisibleAsync();
        Assert.InRange(interactions, 1, Most);

        var address = await page.GetByRole(AriaRole.Main).Locator("a[href^='/news/']").First.GetAttributeAsync("href");
        var reader = await browser.OpenAsync(site.Address, width: 390);
        await reader.GotoAsync("/");
        await Expect(reader.GetByLabel("Breaking news", new() { Exact = true }))
            .ToContainTextAsync("Wallaby closes the harbour bridge");
        await reader.GotoAsync(address!);
        await Expect(reader.Locator(".label--breaking")).ToBeVisibleAsync();
        await Expect(reader.GetByText("Police have closed it in both directions.")).ToBeVisibleAsync();
        await Expect(reader.GetByText(BreakingDesk.Developing)).ToBeVisibleAsync();

        var id = long.Parse(address!.Split('/')[2], CultureInfo.InvariantCulture);
        await site.SaveAsync(
            id,
            c => c with { Headline = "Wallaby frees the harbour bridge", Body = "It hopped off." }
        );
        await site.PublishAsync(id, 2, 1);
        await reader.GotoAsync(address);
        await Expect(reader.GetByText("It hopped off.")).ToBeVisibleAsync();
        Assert.Equal(address, new Uri(reader.Url).AbsolutePath);
    }

    [Fact]
    public async Task A_banner_on_an_open_page_goes_at_its_time()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("A short flash of bandicoots", category: "News");
        await site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(1, 1, TimeSpan.FromHours(1)), site.Editor, default)
        );
        var reader = await browser.OpenAsync(site.Address);
        await reader.Clock.InstallAsync(new() { TimeDate = DateTime.UtcNow });
        await reader.GotoAsync($"/news/{id}/a-short-flash-of-bandicoots");
        await Expect(reader.GetByLabel("Breaking news", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(reader.Locator(".label--breaking")).ToBeVisibleAsync();
        await reader.Clock.FastForwardAsync("01:01:00");
        await Expect(reader.GetByLabel("Breaking news", new() { Exact = true })).ToBeHiddenAsync();
        await Expect(reader.Locator(".label--breaking")).ToBeHiddenAsync();
    }

    private async Task PressAsync(IPage page, string key)
    {
        interactions++;
        await page.Keyboard.PressAsync(key);
    }

    private async Task TypeAsync(IPage page, string words)
    {
        interactions++;
        await page.Keyboard.TypeAsync(words);
    }
}
