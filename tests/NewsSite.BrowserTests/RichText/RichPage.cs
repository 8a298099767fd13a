using Microsoft.Playwright;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;

namespace NewsSite.BrowserTests.RichText;

/// <summary>The writing page with its rich text open.</summary>
internal static class RichPage
{
    public static async Task<IPage> OpenAsync(this BrowserFixture browser, SiteFixture site, Actor actor, string path)
    {
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(actor, path);
        await page.Text().WaitForAsync();
        return page;
    }

    public static async Task SignInAsync(this IPage page, Actor actor, string path)
    {
        await page.GotoAsync(path);
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(actor));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();

        // Whole, and its scripts in place.
        await page.WaitForURLAsync(url => !url.Contains("/account/sign-in", StringComparison.Ordinal));
    }

    public static ILocator Text(this IPage page) => page.Locator("#rich-text");

    /// <summary>The form's field, which holds the text as Markdown.</summary>
    public static ILocator Field(this IPage page) => page.Locator("#Input_Body");
}
