using System.Text.Json;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Without a network a device still has what was read on it last, and is told so when it has not.</summary>
[Collection(nameof(DemoSite))]
public sealed class OfflineTests(DemoSite demo, BrowserFixture browser)
{
    [Fact]
    public async Task What_was_read_is_there_without_a_network_and_the_rest_says_so()
    {
        var page = await browser.OpenAsync(demo.Address, 390);
        await page.GotoAsync(demo.Article);
        await UntilAsync(page, "navigator.serviceWorker.controller !== null");
        var first = await page.Locator("h1").TextContentAsync();
        await UntilAsync(page, "await caches.match(location.href)");
        await page.GotoAsync(demo.Report);
        var second = await page.Locator("h1").TextContentAsync();
        await UntilAsync(page, "await caches.match(location.href)");
        await page.GotoAsync("/");

        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(demo.Article);
        await Expect(page.Locator("h1")).ToHaveTextAsync(first!);
        await page.GotoAsync("/category/politics");
        await Expect(page.Locator("h1")).ToHaveTextAsync("You are offline");

        // The newest first; each opens.
        var kept = page.Locator("[data-kept] a");
        await Expect(kept).ToHaveTextAsync([second!, first!]);
        await kept.First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(second!);
        await Expect(page.Locator(".prose p").First).ToBeVisibleAsync();
        await page.GoBackAsync();

        await page.Context.SetOfflineAsync(false);
        await page.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Politics");
    }

    [Fact]
    public async Task A_withdrawn_story_and_staff_pages_are_never_kept()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.GotoAsync(demo.Article);
        await UntilAsync(page, "navigator.serviceWorker.controller !== null");
        foreach (var path in new[] { demo.Withdrawn, "/account/sign-in", "/search?q=bridge" })
        {
            await page.GotoAsync(path);
        }

        await UntilAsync(page, $"await caches.match('{demo.Article}')");
        var kept = await page.EvaluateAsync<string[]>(
            "caches.open('kept-pages-1').then((c) => c.keys()).then((all) => all.map((r) => new URL(r.url).pathname).sort())"
        );
        Assert.Equal(["/dist/offline.js", demo.Article, "/offline"], kept);
    }

    // The pages' policy forbids what Playwright's own waiting for an expression is made of.
    private static Task UntilAsync(IPage page, string condition) =>
        page.EvaluateAsync(
            $$"""
            async () => {
              for (let tries = 0; tries < 300; tries++) {
                if ({{condition}}) { return; }
                await new Promise((done) => setTimeout(done, 50));
              }
              throw new Error("This never came true: " + {{JsonSerializer.Serialize(condition)}});
            }
            """
        );
}
