using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NewsSite.BrowserTests;

/// <summary>
/// The accessibility rules of axe, asked in the page itself. Its package for this browser would open a second page for each
/// look, which took most of the time.
/// </summary>
internal static class Accessibility
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // All that a change from light to dark can break.
    private static readonly string[] OfColours = ["color-contrast", "link-in-text-block"];

    /// <returns>What the rules find broken, a line each.</returns>
    public static Task<string[]> FaultsAsync(IPage page) => FaultsAsync(page, "{}");

    /// <summary>As <see cref="FaultsAsync(IPage)"/>, where the page passed in light, and is dark now.</summary>
    public static Task<string[]> FaultsInDarkAsync(IPage page) => FaultsAsync(page, "{ runOnly: colours }");

    /// <summary>As <see cref="FaultsAsync(IPage)"/>, where the colours are judged at another width.</summary>
    public static Task<string[]> FaultsOfPlacesAsync(IPage page) =>
        FaultsAsync(page, "{ rules: Object.fromEntries(colours.map((rule) => [rule, { enabled: false }])) }");

    private static async Task<string[]> FaultsAsync(IPage page, string rules)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(
            $$"""
            (colours) => axe
              .run(document, { resultTypes: ['violations'], ...{{rules}} })
              .then(({ violations }) =>
                violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.html.slice(0, 200)}`)))
            """,
            OfColours
        );
    }
}
