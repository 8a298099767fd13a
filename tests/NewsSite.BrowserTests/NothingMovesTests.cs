using Microsoft.Playwright;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Every page of the readers' stays where it is, from its first paint to the reader's arrival at its end.</summary>
[Collection(nameof(DemoSite))]
public sealed class NothingMovesTests(DemoSite demo, BrowserFixture browser)
{
    // Every shift counts, also those that a browser forgives after a key or a click, with what moved.
    private const string Watch = """
        window.moved = [];
        const name = (node) => node?.nodeType === 1 ? `${node.tagName}.${node.className}` : `text of ${node?.parentNode?.className}`;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) {
            window.moved.push({ by: shift.value, what: shift.sources.map((s) => name(s.node)).join(", ") });
          }
        }).observe({ type: "layout-shift", buffered: true });
        """;

    // Fonts may still be taken a tenth of a second after they were asked for: from here on they are late.
    private const string IsPainted = """
        () => performance.getEntriesByType("paint").some((paint) => performance.now() > paint.startTime + 300)
        """;

    private const string ScrollDown = """
        async () => {
          const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
            scrollTo({ top: y, behavior: "instant" });
            await frame();
            await Promise.all([...document.images].filter((i) => i.getBoundingClientRect().top < innerHeight).map((i) => i.decode().catch(() => 0)));
            await frame();
          }
          return window.moved;
        }
        """;

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task On_no_page_does_anything_move(int width)
    {
        var page = await browser.OpenAsync(demo.Address, width);
        await page.AddInitScriptAsync(Watch);
        var fonts = new TaskCompletionSource();
        await page.RouteAsync(
            "**/*.woff2",
            async route =>
            {
                await fonts.Task;
                await route.ContinueAsync();
            }
        );
        var wrong = new List<string>();
        foreach (var (name, path) in demo.Pages)
        {
            // Fonts come late, each time: whether a quick one comes before the first paint is luck, and luck is no test.
            fonts = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            await page.WaitForFunctionAsync(IsPainted);
            fonts.SetResult();
            await page.WaitForLoadStateAsync(LoadState.Load);
            await page.EvaluateAsync("document.fonts.ready");
            var moved = await page.EvaluateAsync<Moved[]>(ScrollDown);
            if (moved.Length > 0)
            {
                wrong.Add($"{name} at {width}: {string.Join("; ", moved.Select(m => $"{m.By:F4} {m.What}"))}");
            }
        }

        Assert.Empty(wrong);
    }

    private sealed record Moved
    {
        public double By { get; init; }
        public string What { get; init; } = "";
    }
}
