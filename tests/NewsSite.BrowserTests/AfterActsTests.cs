using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Screens that only an act leads to: each is done, looked at and judged as the others are.</summary>
public sealed class AfterActsTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Redirects = """
        from,to,code
        /2013/old-story,/follow,301
        /2014/gone-for-good,,410
        /2015/a-very-long-address-of-a-story-that-nobody-would-type/and/its-second-part/and-third,/corrections,302
        /2016/leads-to-itself,/2016/leads-to-itself,301
        not an address,/follow,301
        /2017/wrong-code,/follow,999

        """;

    [Theory]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Reports_and_notices_pass_the_accessibility_rules_and_never_scroll_sideways(
        int width,
        ColorScheme colours
    )
    {
        var page = await browser.OpenAsync(site.Address, width, colours);
        await SignInAsync(page);

        await page.GotoAsync("/admin/addresses/import");
        await page.GetByLabel("File", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "redirects.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(Redirects.Replace("/20", $"/{width}-20", StringComparison.Ordinal)),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "See what would change…" }).ClickAsync();
        await Expect(page.GetByText("3 new, 0 changed, 0 the same as now, 3 refused.")).ToBeVisibleAsync();
        await Expect(page.Locator("#report")).ToBeFocusedAsync();
        await JudgeAsync(page, $"import-report-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import what is new or changed" }).ClickAsync();
        await Expect(page.Locator(".notice").First).ToBeVisibleAsync();
        await JudgeAsync(page, $"import-done-{width}");

        var thief = await site.AddStaffAsync($"Theo Thief {width}", StaffRole.Editor);
        var story = await site.PublishedAsync($"A story that is taken back {width}");
        await site.SaveAsync(story, c => c with { Headline = "Changed by somebody else" });
        await site.WithAsync<Publisher>(p => p.PublishAsync(story, new PublishOrder(2, 1), thief, default));
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(s => s.Id == thief.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.FrozenAt, DateTimeOffset.UtcNow))
        );
        await page.GotoAsync($"/admin/staff/{thief.Id}/frozen");
        await page.GetByRole(AriaRole.Button, new() { NameString = "Take back" }).ClickAsync();
        await Expect(page.Locator(".notice").First).ToBeVisibleAsync();
        await JudgeAsync(page, $"taken-back-{width}");

        await page.GotoAsync("/account/sign-in-codes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn codes on" }).ClickAsync();
        await JudgeAsync(page, $"codes-wrong-{width}");
        var key = await page.Locator("code.link").TextContentAsync();
        await page.GetByLabel("2. Code that the app shows").FillAsync(Phone.Of(key!, TimeProvider.System).Code);
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn codes on" }).ClickAsync();
        await Expect(page.Locator(".recovery li")).ToHaveCountAsync(10);
        await JudgeAsync(page, $"recovery-codes-{width}");
    }

    private static async Task JudgeAsync(IPage page, string name)
    {
        await LooksTests.DrawAsync(page, name);
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(await Accessibility.FaultsAsync(page));
    }

    private async Task SignInAsync(IPage page)
    {
        // Whoever turns codes on signs in otherwise from then on: each width has an admin of its own.
        var admin = await site.AddStaffAsync($"Ada Admin {page.ViewportSize!.Width}", StaffRole.Admin);
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(admin));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/newsroom");
    }
}
