using System.Diagnostics;
using Microsoft.Playwright;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>A visitor sends the banner away, and it stays away until there is another flash.</summary>
public sealed class DismissTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Name = "Dismiss breaking news";

    // What readers are promised is a second; the rest is for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // Every shift counts, also those that a browser forgives.
    private const string Watch =
        "new PerformanceObserver((l) => { for (const s of l.getEntries()) window.moved = (window.moved ?? 0) + s.value; }).observe({ type: 'layout-shift', buffered: true })";

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task A_banner_that_was_sent_away_stays_away_and_nothing_moves_for_it(int width)
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Quokka at the quay", "Smiling.", breaking: TimeSpan.FromHours(1));
        var page = await browser.OpenAsync(site.Address, width);
        await page.AddInitScriptAsync(Watch);
        await page.GotoAsync("/");
        var banner = page.Locator("aside.breaking:visible");
        var button = banner.GetByRole(AriaRole.Button, new() { Name = Name, Exact = true });
        await Expect(button).ToBeInViewportAsync();
        var box = await button.BoundingBoxAsync();
        Assert.True(box is { Width: >= 44, Height: >= 44 }, $"It is {box?.Width} by {box?.Height} px.");
        Assert.Equal(0, await page.EvaluateAsync<double>("window.moved ?? 0"));

        // With the keyboard, as the stop after the story itself.
        await banner.GetByRole(AriaRole.Link).FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(button).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(banner).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();

        await page.GotoAsync($"/news/{id}/quokka-at-the-quay");
        await page.EvaluateAsync("document.fonts.ready");
        await ListenAsync(page);
        await Expect(page.GetByText("Smiling.")).ToBeVisibleAsync();
        await Expect(banner).ToHaveCountAsync(0);
        Assert.Equal(0, await page.EvaluateAsync<double>("window.moved ?? 0"));
        await page.GoBackAsync();
        await Expect(banner).ToHaveCountAsync(0);

        // Another visitor gets the same page, and sees it.
        var other = await browser.OpenAsync(site.Address, width);
        await other.GotoAsync("/");
        await Expect(other.GetByLabel("Breaking news", new() { Exact = true })).ToBeVisibleAsync();

        // New words of the same flash are no new flash; the same story breaking again is one.
        await site.SaveAsync(id, c => c with { Headline = "Quokka leaves the quay" });
        await PublishAsync(id, new PublishOrder(2, 1, KeepBreaking: true));
        await page.ReloadAsync();
        await Expect(banner).ToHaveCountAsync(0);
        await PublishAsync(id, new PublishOrder(2, 2, TimeSpan.FromHours(3)));
        await page.ReloadAsync();
        await Expect(banner).ToContainTextAsync("Quokka leaves the quay");
        await site.WithdrawAsync(id);
    }

    [Fact]
    public async Task A_banner_that_comes_to_an_open_page_is_sent_away_as_well_and_a_second_flash_comes()
    {
        await site.CategoryAsync("News");
        var page = await ListeningAsync();
        var banner = page.Locator("aside.breaking:visible");
        var button = banner.GetByRole(AriaRole.Button, new() { Name = Name, Exact = true });
        var first = await site.PublishedAsync("Numbat in the newsroom", breaking: TimeSpan.FromHours(1));
        var watch = Stopwatch.StartNew();
        await Expect(button).ToBeInViewportAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        await button.ClickAsync();
        await Expect(banner).ToHaveCountAsync(0);

        // Who comes to the page again is told of it again, and shown nothing.
        await page.ReloadAsync();
        await ListenAsync(page);
        await Expect(banner).ToHaveCountAsync(0);

        var second = await site.PublishedAsync("Numbat on the roof", breaking: TimeSpan.FromHours(1));
        await Expect(banner).ToContainTextAsync("Numbat on the roof");
        await Expect(button).ToBeVisibleAsync();
        await site.WithdrawAsync(second);
        await site.WithdrawAsync(first);
    }

    [Fact]
    public async Task Where_storage_is_refused_it_goes_from_the_page_and_nothing_breaks()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Potoroo in the post", breaking: TimeSpan.FromHours(1));
        var page = await browser.OpenAsync(site.Address);
        var errors = new List<string>();
        page.PageError += (_, error) => errors.Add(error);
        await page.AddInitScriptAsync(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })"
        );
        await page.GotoAsync("/");
        var banner = page.Locator("aside.breaking:visible");
        await banner.GetByRole(AriaRole.Button, new() { Name = Name }).ClickAsync();
        await Expect(banner).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(banner).ToBeVisibleAsync();
        Assert.Empty(errors);
        await site.WithdrawAsync(id);
    }

    [Fact]
    public async Task Without_script_there_is_no_button()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Plain planigale", breaking: TimeSpan.FromHours(1));
        var page = await browser.OpenAsync(site.Address, script: false);
        await page.GotoAsync("/");
        await Expect(page.Locator("aside.breaking:visible")).ToBeVisibleAsync();
        await Expect(page.GetByText("Dismiss")).ToBeHiddenAsync();
        await site.WithdrawAsync(id);
    }

    private async Task<IPage> ListeningAsync()
    {
        var page = await browser.OpenAsync(site.Address, width: 390);
        await page.GotoAsync("/");
        await ListenAsync(page);
        return page;
    }

    // What there is at first has come as soon as there is a place for it.
    private static Task ListenAsync(IPage page) => Expect(page.Locator(".live")).ToHaveCountAsync(1);

    private Task PublishAsync(long id, PublishOrder order) =>
        site.WithAsync<Publisher>(publisher => publisher.PublishAsync(id, order, site.Editor, default));
}
