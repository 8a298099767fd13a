using System.Diagnostics;
using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Who reads a live blog is told of new posts, and nothing that they read moves for it.</summary>
public sealed class NewPostsTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    // What readers are promised is a second; the rest is for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task Posts_are_counted_on_the_open_page_and_come_when_the_reader_wants_them()
    {
        await site.CategoryAsync("News");
        var id = await site.LiveBlogAsync("Wombat watch");
        await site.PostLiveAsync(id, "The first sighting");
        var page = await ListeningAsync($"/news/{id}/wombat-watch");
        await page.EvaluateAsync(
            "() => new PerformanceObserver((l) => { for (const s of l.getEntries()) window.moved = (window.moved ?? 0) + s.value; }).observe({ type: 'layout-shift' })"
        );
        await Expect(page.Locator(".live__note")).ToHaveCountAsync(0);

        var second = await site.PostLiveAsync(id, "The second sighting");
        var watch = Stopwatch.StartNew();
        await Expect(page.GetByText("1 new post.")).ToBeInViewportAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        await site.PostLiveAsync(id, "A third", isDraft: true);
        await site.PostLiveAsync(id, "The third sighting");
        await Expect(page.GetByText("2 new posts.")).ToBeVisibleAsync();
        await Expect(page.Locator(".live")).ToHaveAttributeAsync("aria-live", "polite");
        Assert.Equal(0, await page.EvaluateAsync<double>("window.moved ?? 0"));
        await Expect(page.GetByText("The second sighting")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Show them" }).ClickAsync();
        await Expect(page.Locator("#p-2")).ToContainTextAsync("The second sighting");
        await Expect(page.Locator("#p-3")).ToContainTextAsync("The third sighting");
        await ListenAsync(page);
        await Expect(page.Locator(".live__note")).ToHaveCountAsync(0);

        // An edit brings no new post.
        await site.LiveAsync(desk =>
            desk.EditAsync(id, second.Id, new("The second sighting", "It was a bush.", false), 1, site.Editor, default)
        );
        await site.PublishedAsync("Another story");
        await Expect(page.Locator(".live__note")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Another_page_is_told_of_no_posts()
    {
        await site.CategoryAsync("News");
        var id = await site.LiveBlogAsync("Bilby bulletin");
        var other = await site.PublishedAsync("No bilby here");
        var page = await ListeningAsync($"/news/{other}/no-bilby-here");
        await site.PostLiveAsync(id, "A bilby");

        // What is told after it has been told of it by then.
        await site.SaveAsync(other, c => c with { Body = "Still none." });
        await site.PublishAsync(other, 2, 1);
        await Expect(page.GetByText("This story has been updated.")).ToBeVisibleAsync();
        await Expect(page.GetByText("new post")).ToHaveCountAsync(0);
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
}
