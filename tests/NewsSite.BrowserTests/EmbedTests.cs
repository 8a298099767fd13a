using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Nothing of a video's service is asked for before the reader wants it.</summary>
public sealed class EmbedTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Body =
        "Words.\n\n::: embed https://www.youtube.com/watch?v=aqz-KE-bpKQ\nThe wall from the air\nA flight along it.\n:::\n\nMore words.";

    [Fact]
    public async Task The_player_comes_with_the_click_and_not_before()
    {
        var id = await site.PublishedAsync("A story with a video", Body);
        var page = await browser.OpenAsync(site.Address);
        var foreign = new List<string>();
        await page.RouteAsync(
            address => !address.StartsWith(site.Address.ToString(), StringComparison.Ordinal),
            async route =>
            {
                foreign.Add(route.Request.Url);
                await route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>Player</title>Playing" });
            }
        );
        await page.GotoAsync($"/news/{id}/a-story-with-a-video");
        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Load video from YouTube" });
        await Expect(button).ToContainTextAsync("This lets YouTube set cookies.");
        await Expect(page.Locator("iframe")).ToHaveCountAsync(0);
        Assert.Empty(foreign);

        await button.ClickAsync();
        var frame = page.Locator("iframe");
        await Expect(frame).ToHaveAttributeAsync("src", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ");
        await Expect(frame).ToHaveAttributeAsync("title", "The wall from the air");
        await Expect(frame).ToBeFocusedAsync();
        await Expect(button).ToHaveCountAsync(0);

        // The page's own policy lets this frame in.
        await Expect(page.FrameLocator("iframe").GetByText("Playing")).ToBeVisibleAsync();
        Assert.Equal(["https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ"], foreign);
    }

    [Fact]
    public async Task Without_script_there_are_the_words_and_a_link_and_no_button()
    {
        var id = await site.PublishedAsync("A story with a quiet video", Body);
        var page = await browser.OpenAsync(site.Address, script: false);
        await page.GotoAsync($"/news/{id}/a-story-with-a-quiet-video");
        await Expect(page.GetByText("A flight along it.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Watch on YouTube" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Load video" })).ToHaveCountAsync(0);
    }
}
