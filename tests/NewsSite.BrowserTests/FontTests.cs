using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>A page brings the letters that it needs, and no letter twice.</summary>
[Collection(nameof(DemoSite))]
public sealed class FontTests(DemoSite demo, BrowserFixture browser)
{
    // Bytes that came over the line for each font of the page: none where the browser had it and did not ask again.
    private const string Fetched = """
        async () => {
          await document.fonts.ready;
          return performance.getEntriesByType("resource").filter((r) => r.name.endsWith(".woff2"))
            .map((r) => `${r.name.replace(/^.*[/]|-[A-Z0-9]+[.]woff2$/g, "")} ${r.transferSize > 0 ? "fetched" : "kept"}`).sort();
        }
        """;

    [Fact]
    public async Task The_second_page_asks_for_no_font_again()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.GotoAsync("/category/politics");
        Assert.Equal(
            ["body fetched", "headline fetched", "interface fetched"],
            await page.EvaluateAsync<string[]>(Fetched)
        );
        await page.GotoAsync(demo.Article);
        Assert.Equal(["body kept", "headline kept", "interface kept"], await page.EvaluateAsync<string[]>(Fetched));
    }

    [Fact]
    public async Task A_rare_letter_brings_its_own_file_and_is_drawn_from_it()
    {
        var page = await browser.OpenAsync(demo.Address);
        await page.GotoAsync(demo.Article);
        Assert.DoesNotContain("rare", string.Join(' ', await page.EvaluateAsync<string[]>(Fetched)));
        await page.EvaluateAsync("document.querySelector('h1').textContent = 'Émile and the ½'");
        await page.EvaluateAsync("document.fonts.load('600 1rem \"Newsreader Display\"', 'É½')");
        Assert.Contains("rare-headline fetched", await page.EvaluateAsync<string[]>(Fetched));
        Assert.True(await page.EvaluateAsync<bool>("document.fonts.check('600 1rem \"Newsreader Display\"', 'aÉ½ é')"));
    }
}
