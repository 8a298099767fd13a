using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>The accessibility rules find what is broken, in light and in dark: a check that finds nothing proves little.</summary>
public sealed class AccessibilityTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task What_is_broken_is_found()
    {
        var page = await browser.OpenAsync(site.Address);
        await page.GotoAsync("/archive");
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.EvaluateAsync(
            """
            () => {
              const main = document.querySelector("main");
              main.append(Object.assign(new Image(), { src: "/favicon.ico" }));
              const faint = document.createElement("p");
              faint.textContent = "Faint words";
              faint.style.color = "light-dark(#ddd, #eee)";
              faint.style.background = "light-dark(#eee, #222)";
              main.append(faint);
            }
            """
        );
        Assert.Equal(["color-contrast", "image-alt"], RulesOf(await Accessibility.FaultsAsync(page)));
        await page.EvaluateAsync(
            "document.querySelector('main > p:last-child').style.color = 'light-dark(#000, #333)'"
        );
        Assert.Equal(["image-alt"], RulesOf(await Accessibility.FaultsAsync(page)));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.Equal(["color-contrast"], RulesOf(await Accessibility.FaultsInDarkAsync(page)));
    }

    private static IEnumerable<string> RulesOf(string[] faults) =>
        faults.Select(f => f.Split(':')[0]).Distinct().Order();
}
