using System.Diagnostics;
using Microsoft.Playwright;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>A page that stays open is told what changed, without moving and without being loaded again.</summary>
public sealed class LiveTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    // What readers are promised is a second; the rest is for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_banner_comes_to_an_open_page_and_goes_again()
    {
        await site.CategoryAsync("News");
        var page = await ListeningAsync("/");
        await page.EvaluateAsync(
            "() => new PerformanceObserver((l) => { for (const s of l.getEntries()) window.moved = (window.moved ?? 0) + s.value; }).observe({ type: 'layout-shift' })"
        );
        var banner = page.GetByLabel("Breaking news", new() { Exact = true });
        await Expect(banner).ToHaveCountAsync(0);
        var id = await site.PublishedAsync("Taipan in the tram", breaking: TimeSpan.FromHours(1));
        var watch = Stopwatch.StartNew();
        await Expect(banner).ToContainTextAsync("Taipan in the tram");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        await Expect(banner).ToBeInViewportAsync();
        await Expect(banner.GetByText("Just now")).ToBeVisibleAsync();
        await Expect(banner.GetByRole(AriaRole.Link)).ToHaveAttributeAsync("href", $"/news/{id}/taipan-in-the-tram");

        await site.SaveAsync(id, c => c with { Headline = "Taipan leaves the tram" });
        await PublishAsync(id, 2, 1, TimeSpan.FromHours(1));
        await Expect(banner).ToContainTextAsync("Taipan leaves the tram");
        await PublishAsync(id, 2, 2, null);
        await Expect(banner).ToHaveCountAsync(0);
        Assert.Equal(0, await page.EvaluateAsync<double>("window.moved ?? 0"));
        Assert.Equal(site.Address, new Uri(page.Url));

        // One that the page came with goes as well, and leaves all else where it was.
        await PublishAsync(id, 2, 2, TimeSpan.FromHours(1));
        await page.ReloadAsync();
        await ListenAsync(page);
        await Expect(banner).ToBeVisibleAsync();
        var top = await page.GetByRole(AriaRole.Main).EvaluateAsync<double>("e => e.getBoundingClientRect().top");
        await site.WithdrawAsync(id);
        await Expect(banner).ToBeHiddenAsync();
        Assert.Equal(
            top,
            await page.GetByRole(AriaRole.Main).EvaluateAsync<double>("e => e.getBoundingClientRect().top")
        );
    }

    [Fact]
    public async Task An_open_story_says_that_there_is_a_newer_version_and_leads_to_it()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Cuscus counted", "There are three.");
        var address = $"/news/{id}/cuscus-counted";
        var page = await ListeningAsync(address);
        var note = page.GetByText("This story has been updated.");
        await site.PublishedAsync("Another story");
        await site.SaveAsync(id, c => c with { Body = "There are four." });
        await site.PublishAsync(id, 2, 1);
        await Expect(note).ToBeInViewportAsync();
        await Expect(page.GetByText("There are three.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Show the new version" }).ClickAsync();
        await Expect(page.GetByText("There are four.")).ToBeVisibleAsync();
        await ListenAsync(page);
        await Expect(note).ToHaveCountAsync(0);
        await site.WithdrawAsync(id);
        await Expect(page.GetByText("This story has been withdrawn.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_sent_away_asks_now_and_then()
    {
        await site.CategoryAsync("News");
        var page = await browser.OpenAsync(site.Address);
        await page.Clock.InstallAsync(new() { TimeDate = DateTime.UtcNow });
        await page.RouteAsync("**/live", route => route.FulfillAsync(new() { Status = 503 }));
        await page.GotoAsync("/");
        await page.WaitForLoadStateAsync(LoadState.Load);
        await LaterAsync(page, "**/live");
        await LaterAsync(page, "**/live/latest.json");
        var id = await site.PublishedAsync("Echidna express", breaking: TimeSpan.FromHours(1));
        await LaterAsync(page, "**/live/latest.json");
        await Expect(page.GetByLabel("Breaking news", new() { Exact = true })).ToContainTextAsync("Echidna express");
        await site.WithdrawAsync(id);
    }

    [Fact]
    public async Task Without_script_the_page_is_whole_and_nothing_listens()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Plain possum", "All of it.", breaking: TimeSpan.FromHours(1));
        var page = await browser.OpenAsync(site.Address, script: false);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await page.GotoAsync($"/news/{id}/plain-possum");
        await Expect(page.GetByLabel("Breaking news", new() { Exact = true })).ToContainTextAsync("Plain possum");
        await Expect(page.GetByText("All of it.")).ToBeVisibleAsync();
        Assert.DoesNotContain("/live", asked);
        await site.WithdrawAsync(id);
    }

    // Lets time go by until the page asks: it may not yet have set its clock when it is put forward first.
    private static async Task LaterAsync(IPage page, string address)
    {
        var asked = page.WaitForResponseAsync(address);
        while (await Task.WhenAny(asked, Task.Delay(TimeSpan.FromMilliseconds(200))) != asked)
        {
            await page.Clock.FastForwardAsync("00:41");
        }

        await asked;
    }

    private async Task<IPage> ListeningAsync(string address)
    {
        var page = await browser.OpenAsync(site.Address, width: 390);
        await page.GotoAsync(address);
        await ListenAsync(page);
        return page;
    }

    // What there is at first has come as soon as there is a place for it.
    private static Task ListenAsync(IPage page) => Expect(page.Locator(".live")).ToHaveCountAsync(1);

    private Task PublishAsync(long id, int version, int seen, TimeSpan? breaking) =>
        site.WithAsync<Publisher>(publisher =>
            publisher.PublishAsync(id, new PublishOrder(version, seen, breaking), site.Editor, default)
        );
}
