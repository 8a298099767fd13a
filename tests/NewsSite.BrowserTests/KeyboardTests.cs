using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Reading without a mouse.</summary>
[Collection(nameof(DemoSite))]
public sealed class KeyboardTests(DemoSite demo, BrowserFixture browser)
{
    // Presses of Tab are counted on the page itself: each stop is looked at as it stands.
    private const string Stop = """
        () => {
          const stop = document.activeElement;
          if (!stop || stop === document.body) { return ""; }
          // The parts of a date are stops of their own inside one field.
          if (stop === window.lastStop) { return "|"; }
          const wrong = [];
          const looks = getComputedStyle(stop);
          const [ring, offset] = [parseFloat(looks.outlineWidth), parseFloat(looks.outlineOffset)];
          if (looks.outlineStyle === "none" || ring < 2) { wrong.push("no ring"); }
          const boxes = [...stop.getClientRects()].filter((b) => b.width > 0 && b.height > 0);
          const box = boxes.find((b) => b.bottom > 0 && b.top < innerHeight && b.right > 0 && b.left < innerWidth);
          if (!box) { wrong.push("out of sight"); }
          if (box) {
            const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            if (on && on !== stop && !stop.contains(on) && !on.contains(stop)) { wrong.push(`hidden by ${on.outerHTML.slice(0, 80)}`); }
          }
          if (window.lastStop && !(window.lastStop.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING)) {
            wrong.push("not in the order of the page");
          }
          window.lastStop = stop;
          stop.dataset.stopped = "";
          return `${wrong.join(", ")}|${stop.outerHTML.slice(0, 120)}`;
        }
        """;

    private const string Missed = """
        [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
          .filter((e) => e.checkVisibility({ checkVisibilityCSS: true }) && !("stopped" in e.dataset) && e.type !== "radio")
          .map((e) => e.outerHTML.slice(0, 120))
        """;

    public static TheoryData<string, int> Screens =>
        new()
        {
            { "front", 390 },
            { "front", 1280 },
            { "article", 390 },
            { "article", 1280 },
            { "search with results", 390 },
            { "search with results", 1280 },
        };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Tab_reaches_everything_in_order_and_shows_where_it_is(string name, int width)
    {
        var page = await browser.OpenAsync(demo.Address, width);
        await page.GotoAsync(demo.Pages.Single(p => p.Name == name).Path);
        var wrong = new List<string>();
        var stops = 0;
        while (stops < 300)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string>(Stop);
            if (stop.Length == 0)
            {
                break;
            }

            stops++;
            if (stop[0] != '|')
            {
                wrong.Add(stop);
            }
        }

        Assert.InRange(stops, 25, 299);
        wrong.AddRange((await page.EvaluateAsync<string[]>(Missed)).Select(e => $"never reached|{e}"));
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_first_stop_skips_to_the_content()
    {
        var page = await browser.OpenAsync(demo.Address);
        foreach (var (name, path) in demo.Pages.Where(p => p.Name != "offline"))
        {
            await page.GotoAsync(path);
            await page.Keyboard.PressAsync("Tab");
            var skip = page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" });
            await Expect(skip).ToBeFocusedAsync();
            await Expect(skip).ToBeInViewportAsync();
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.GetByRole(AriaRole.Main)).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Tab");
            Assert.True(
                await page.EvaluateAsync<bool>("document.activeElement.closest('main, footer') !== null"),
                name
            );
        }
    }

    [Fact]
    public async Task The_slash_goes_to_the_search_and_stays_a_letter_while_typing()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("/");
        var field = page.GetByRole(AriaRole.Searchbox);
        await Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("sea/wall");
        await Expect(field).ToHaveValueAsync("sea/wall");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await Expect(field).ToBeFocusedAsync();
        await Expect(field).ToHaveValueAsync("sea/wall");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Filters_are_opened_chosen_and_sent(int width)
    {
        var page = await browser.OpenAsync(demo.Address, width);
        await page.GotoAsync("/search?q=railway");
        var choice = page.GetByRole(AriaRole.Checkbox, new() { Name = "Opinion" });
        if (width < 960)
        {
            await Expect(choice).ToBeHiddenAsync();
            await page.Locator(".facets summary").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
        }

        await TabToAsync(page, choice);
        await page.Keyboard.PressAsync("Space");
        await Expect(choice).ToBeCheckedAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Show results" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".chips")).ToContainTextAsync("Opinion");
    }

    [Fact]
    public async Task A_story_is_shared_and_its_link_copied()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GotoAsync(demo.Article);
        await TabToAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "Send by email" }));
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Link copied");
        Assert.Equal(
            $"http://news.test{demo.Article}",
            await page.EvaluateAsync<string>("navigator.clipboard.readText()")
        );
        await page.EvaluateAsync("window.print = () => (document.title = 'Printed')");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Print" }));
        await page.Keyboard.PressAsync("Space");
        await Expect(page).ToHaveTitleAsync("Printed");
    }

    [Fact]
    public async Task A_video_is_loaded_and_takes_the_focus()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.RouteAsync("https://**", route => route.FulfillAsync(new() { Body = "Playing" }));
        await page.GotoAsync(demo.Pages.Single(p => p.Name == "article with a video").Path);
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Load video" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("iframe")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Back_to_top_takes_the_focus_along()
    {
        var page = await browser.OpenAsync(demo.Address, 390);
        await page.GotoAsync(demo.Article);
        var backToTop = page.GetByRole(AriaRole.Link, new() { Name = "Back to top" });
        await Expect(backToTop).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Staff" }).FocusAsync();
        // It appears with the scrolling, in the frame after it: a key pressed before that frame would pass it by.
        await Expect(backToTop).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(backToTop).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Home" })).ToBeInViewportAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("scrollY"));
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Skip to the content" })).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator wanted)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await wanted.EvaluateAsync<bool>("(e) => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"120 presses of Tab do not reach {wanted}.");
    }
}
