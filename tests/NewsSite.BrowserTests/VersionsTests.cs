using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.BrowserTests.RichText;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Conflicts and the history: by keyboard alone, and as they look.</summary>
public sealed class VersionsTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Old = """
        The harbour bridge opens to trains on Monday, the port authority said.

        Ferries will stop for an hour while the first train crosses.

        Schools along the quay stay closed in the morning.

        The mayor will cut a ribbon.
        """;

    private const string Theirs = """
        The harbour bridge opens to trains on Tuesday, the port authority said.

        Ferries will stop for two hours while the first train crosses.

        Schools along the quay stay closed in the morning.

        The mayor will cut a ribbon. A band plays.
        """;

    private const string Mine = """
        The harbour bridge opens to trains on Monday, the port authority said.

        All ferries will stop for an hour while the first goods train crosses.

        Schools along the quay stay closed in the morning.

        The mayor will cut a ribbon.

        Tickets cost nothing on the first day.
        """;

    // Set: pictures are written there, to be looked at.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS");

    [Fact]
    public async Task A_conflict_is_resolved_by_keyboard_alone()
    {
        var draft = await site.DraftAsync("Keys in a conflict", Old);
        var page = await CollideAsync(draft, await browser.OpenAsync(site.Address));
        await Expect(page.Locator(".conflict")).ToBeFocusedAsync();
        await TabToAsync(page, page.GetByRole(AriaRole.Radio, new() { Name = "Theirs (Edda Editor)" }).Nth(1));
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "Both, theirs first" }).First).ToBeCheckedAsync();

        // Enter puts together what is chosen so far: it saves nothing, and says what is missing.
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".summary")).ToContainTextAsync("Choose one more");
        await TabToAsync(page, page.GetByRole(AriaRole.Radio, new() { Name = "Theirs (Edda Editor)" }).First);
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Put together" }).First);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".conflict")).ToContainTextAsync("Look it over, then save");
        await TabToAsync(page, page.Locator(".conflict").GetByRole(AriaRole.Button, new() { Name = "Save" }));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**saved=True");

        var head = (await VersionsAsync(draft.ArticleId))[^1];
        Assert.Equal((3, 2), (head.Number, head.BasedOn));
        Assert.StartsWith("The harbour bridge opens to trains on Tuesday", head.Content.Body, StringComparison.Ordinal);
        Assert.Contains(
            "two hours while the first train crosses.\n\nAll ferries",
            head.Content.Body,
            StringComparison.Ordinal
        );
        Assert.Contains("A band plays.\n\nTickets cost nothing", head.Content.Body, StringComparison.Ordinal);
        Assert.Equal("Theirs and more", head.Content.Headline);

        // What was typed before is in there: it is not offered as if it had been lost.
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        await page.ReloadAsync();
        await Expect(page.Locator("form[data-write]")).Not.ToHaveAttributeAsync("inert", "");
        await Expect(page.Locator("[data-notices]")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_version_is_compared_and_restored_by_keyboard_alone()
    {
        var draft = await site.DraftAsync("Keys in the history", Old);
        await site.SaveAsync(draft.ArticleId, c => c with { Body = Mine });
        await site.SaveAsync(draft.ArticleId, c => c with { Body = Theirs });
        var page = await browser.OpenAsync(site.Address);
        await SignInAsync(page, site.Reporter, $"/newsroom/history/{draft.ArticleId}");
        await TabToAsync(page, page.Locator("[name=from]:checked"));
        await page.Keyboard.PressAsync("ArrowDown");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Compare" }), "Shift+Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#differences")).ToHaveTextAsync("Version 1 → version 3");
        Assert.Contains("from=1", page.Url, StringComparison.Ordinal);
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Restore version 1" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Version 1 is restored as version 4.");
        var versions = await VersionsAsync(draft.ArticleId);
        Assert.Equal([Old, Mine, Theirs, Old], versions.Select(v => v.Content.Body));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Conflicts_and_histories_pass_the_accessibility_rules_and_never_scroll_sideways(int width)
    {
        var draft = await site.DraftAsync($"Looks {width}", Old);
        var page = await CollideAsync(draft, await browser.OpenAsync(site.Address, width));
        await page.Locator(".conflict__taken summary").ClickAsync();
        await CheckAsync(page, "conflict", width);
        foreach (var choice in await page.GetByRole(AriaRole.Radio, new() { Name = "Mine" }).AllAsync())
        {
            await choice.CheckAsync();
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Put together" }).First.ClickAsync();
        await Expect(page.Locator(".conflict")).ToContainTextAsync("Look it over");
        await CheckAsync(page, "conflict-settled", width);

        await site.SaveAsync(
            draft.ArticleId,
            c => c with { Standfirst = "A new standfirst", Body = "The mayor will cut a ribbon.\n\n" + Mine }
        );
        foreach (
            var (name, query) in new[]
            {
                ("history", "from=1&to=3"),
                ("history-side", "from=1&to=3&view=side"),
                ("history-inline", "from=1&to=3&view=inline"),
                ("history-version", "version=2"),
            }
        )
        {
            await page.GotoAsync($"/newsroom/history/{draft.ArticleId}?{query}");
            var text = (await page.Locator(".history > article").BoundingBoxAsync())!;
            Assert.InRange(text.Width, width / 2, width);
            await CheckAsync(page, name, width);
        }
    }

    private static async Task CheckAsync(IPage page, string name, int width)
    {
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth"));
        await DrawAsync(page, $"{name}-{width}-light");
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await DrawAsync(page, $"{name}-{width}-dark");
        Assert.Empty(await Accessibility.FaultsInDarkAsync(page));
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    private static async Task DrawAsync(IPage page, string name)
    {
        if (Pictures is not null)
        {
            Directory.CreateDirectory(Pictures);
            await page.ScreenshotAsync(new() { Path = Path.Combine(Pictures, $"{name}.png"), FullPage = true });
        }
    }

    /// <summary>A reporter types; an editor saves meanwhile; the reporter saves.</summary>
    private async Task<IPage> CollideAsync(ArticleVersion draft, IPage page)
    {
        await SignInAsync(page, site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await page.Text().WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Markdown" }).ClickAsync();
        await page.Field().FillAsync(Mine);
        await page.GetByLabel("Headline").FillAsync("Mine and more");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        await site.SaveAsync(draft.ArticleId, c => c with { Headline = "Theirs and more", Body = Theirs });
        await page.Keyboard.PressAsync("Control+s");
        await page.Locator(".conflict").WaitForAsync();
        return page;
    }

    private static async Task SignInAsync(IPage page, Actor actor, string address)
    {
        await page.GotoAsync(address);
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(actor));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**{address}");
    }

    private static async Task TabToAsync(IPage page, ILocator wanted, string key = "Tab")
    {
        for (var presses = 0; presses < 120; presses++)
        {
            await page.Keyboard.PressAsync(key);
            if (await wanted.EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"120 presses of {key} do not reach {wanted}.");
    }

    private Task<List<ArticleVersion>> VersionsAsync(long id) =>
        site.WithAsync<NewsroomDb, List<ArticleVersion>>(db =>
            db.ArticleVersions.AsNoTracking().Where(v => v.ArticleId == id).OrderBy(v => v.Number).ToListAsync()
        );
}
