using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Readers who want nothing to move, and readers on paper.</summary>
[Collection(nameof(DemoSite))]
public sealed class MotionAndPaperTests(DemoSite demo, BrowserFixture browser)
{
    private const string Moving = """
        () => [...document.querySelectorAll("*")].flatMap((e) => [null, "::before", "::after"].map((part) => {
          const looks = getComputedStyle(e, part);
          const long = (times) => times.split(", ").some((t) => t !== "auto" && parseFloat(t) > 0);
          return long(looks.transitionDuration) || (looks.animationName !== "none" && long(looks.animationDuration)) || looks.scrollBehavior === "smooth"
            ? e.outerHTML.slice(0, 120) : null;
        })).filter(Boolean)
        """;

    [Fact]
    public async Task With_reduced_motion_nothing_fades_slides_or_glides()
    {
        var page = await browser.OpenAsync(demo.Address, 390, change: c => c.ReducedMotion = ReducedMotion.Reduce);
        foreach (var (name, path) in demo.Pages)
        {
            await page.GotoAsync(path);
            Assert.True(await page.EvaluateAsync<bool>("matchMedia('(prefers-reduced-motion: reduce)').matches"));
            Assert.Equal([], (await page.EvaluateAsync<string[]>(Moving)).Select(e => $"{name}: {e}"));
        }

        // The way back to the top is still out of the way at first, and there when it is wanted.
        await page.GotoAsync(demo.Article);
        var top = page.GetByRole(AriaRole.Link, new() { Name = "Back to top" });
        await Expect(top).ToBeHiddenAsync();
        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await top.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Home" })).ToBeInViewportAsync();
    }

    [Fact]
    public async Task On_paper_there_is_the_story_and_nothing_that_only_a_screen_needs()
    {
        var page = await browser.OpenAsync(demo.Address, colours: ColorScheme.Dark);
        await page.GotoAsync(demo.Article);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        string[] screen =
        [
            "nav",
            ".topline",
            ".breaking",
            ".share",
            ".related",
            ".most-read",
            ".story__next",
            ".to-top",
            ".skip",
            ".prose .next",
            "button",
            "iframe",
        ];
        foreach (var part in screen)
        {
            await Expect(page.Locator(part).Locator("visible=true")).ToHaveCountAsync(0);
        }

        foreach (
            var part in new[]
            {
                "h1",
                ".story__standfirst",
                ".byline",
                ".story__times",
                ".hero img",
                ".hero figcaption",
                ".correction",
                ".story__source",
                ".embed__text",
            }
        )
        {
            await Expect(page.Locator(part).First).ToBeVisibleAsync();
        }

        // Where the paper came from.
        await Expect(page.GetByText($"Meridian · http://news.test{demo.Article}")).ToBeVisibleAsync();

        // Dark ink on white, also for who reads the screen in the dark; links say where they lead.
        Assert.Equal("rgb(255, 255, 255)", await StyleAsync(page, "body", "backgroundColor"));
        Assert.Equal("rgb(23, 24, 26)", await StyleAsync(page, ".prose p", "color"));
        Assert.Contains(
            "https://social.example.org/@coastguard/1",
            await StyleAsync(page, ".prose a[href^=http]", "content", "::after"),
            StringComparison.Ordinal
        );

        var paper = await page.PdfAsync(new() { Format = "A4" });
        Assert.True(paper.AsSpan().StartsWith("%PDF-"u8));
        Assert.InRange(paper.Length, 10_000, 5_000_000);
    }

    private static Task<string> StyleAsync(IPage page, string of, string property, string? part = null) =>
        page.Locator(of)
            .First.EvaluateAsync<string>(
                "(e, [property, part]) => getComputedStyle(e, part)[property]",
                new[] { property, part }
            );
}
