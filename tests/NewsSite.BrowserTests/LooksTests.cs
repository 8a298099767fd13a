using Deque.AxeCore.Playwright;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using NewsSite.News.Demo;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Every screen of the demo newspaper, on phone and desktop, in light and dark.</summary>
public sealed class LooksTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    // Set: pictures of every screen are written there, to be looked at.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS");

    public async ValueTask InitializeAsync()
    {
        await using var scope = site.Services.CreateAsyncScope();
        var demo = scope.ServiceProvider.GetRequiredService<DemoNewspaper>();
        await demo.FillAsync(default);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<int, ColorScheme> Windows =>
        new()
        {
            { 390, ColorScheme.Light },
            { 390, ColorScheme.Dark },
            { 1280, ColorScheme.Light },
            { 1280, ColorScheme.Dark },
        };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task Readers_screens_pass_the_accessibility_rules_and_never_scroll_sideways(
        int width,
        ColorScheme colours
    )
    {
        var page = await browser.OpenAsync(site.Address, width, colours);
        await page.GotoAsync("/");
        if (Pictures is not null && width == 1280 && colours == ColorScheme.Light)
        {
            // The README's picture.
            Directory.CreateDirectory(Pictures);
            await page.EvaluateAsync("document.fonts.ready");
            await page.ReloadAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, "front-page.png") });
        }

        var article = await page.Locator("a[href*='/ministers-agree-rescue-plan']").First.GetAttributeAsync("href");
        await CheckAsync(
            page,
            [
                ("front", "/"),
                ("article", article!),
                ("category", "/category/politics"),
                ("tag", "/tag/climate"),
                ("author", "/author/ines-carvalho"),
                ("search", "/search?q=sea+wall"),
                ("nothing-found", "/search?q=zyzzyva"),
                ("missing", "/news/999999/harbour-bridge"),
            ],
            $"{width}-{colours}".ToLowerInvariant()
        );
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task Staff_screens_pass_the_accessibility_rules_and_never_scroll_sideways(
        int width,
        ColorScheme colours
    )
    {
        var page = await browser.OpenAsync(site.Address, width, colours);
        var id = await site.PublishedAsync(
            $"A story to look at {width} {colours}",
            "First.\n\n> Quoted.",
            tags: ["Looks"]
        );
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await CheckAsync(page, [("sign-in-refused", "")], $"{width}-{colours}".ToLowerInvariant());
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Admin));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await CheckAsync(
            page,
            [
                ("desk", "/newsroom"),
                ("write", $"/newsroom/write/{id}"),
                ("new", "/newsroom/write"),
                ("preview", $"/newsroom/preview/{id}"),
                ("new-picture", "/newsroom/pictures/new"),
                ("publish", $"/newsroom/publish/{id}"),
                ("published", $"/newsroom/published/{id}"),
                ("withdraw", $"/newsroom/withdraw/{id}"),
                ("history", $"/newsroom/history/{id}"),
                ("admin", "/admin"),
                ("categories", "/admin/categories"),
                ("category-form", "/admin/categories/1"),
                ("staff", "/admin/staff"),
                ("staff-member", $"/admin/staff/{site.Reporter.Id}"),
                ("password", "/account/password"),
            ],
            $"{width}-{colours}".ToLowerInvariant()
        );
    }

    private static async Task CheckAsync(IPage page, (string Name, string Address)[] screens, string window)
    {
        var wrong = new List<string>();
        page.Console += (_, message) =>
        {
            // Chromium itself reports the status of a page that is meant to be missing.
            if (message.Type == "error" && !message.Text.Contains("404", StringComparison.Ordinal))
            {
                wrong.Add($"{page.Url}: {message.Text}");
            }
        };
        foreach (var (name, address) in screens)
        {
            if (address.Length > 0)
            {
                await page.GotoAsync(address);
            }

            if (Pictures is not null)
            {
                // Pictures below the fold load when they come into view.
                await page.EvaluateAsync(
                    "Promise.all([...document.images].map(i => { i.loading = 'eager'; return i.decode().catch(() => 0); }))"
                );
                Directory.CreateDirectory(Pictures);
                await page.ScreenshotAsync(
                    new() { Path = Path.Combine(Pictures, $"{name}-{window}.png"), FullPage = true }
                );
            }

            var axe = await page.RunAxe();
            wrong.AddRange(
                axe.Violations.SelectMany(v =>
                    v.Nodes.Select(node => $"{name} {window}: {v.Id}: {node.Html[..Math.Min(200, node.Html.Length)]}")
                )
            );
            var sideways = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (sideways > 0)
            {
                wrong.Add($"{name} {window}: {sideways} pixels too wide");
            }
        }

        Assert.Empty(wrong);
    }
}
