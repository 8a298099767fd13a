using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Whatever goes, the words stay: the tab, the browser, the network, the session.</summary>
public sealed class KeptTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Rows = """
        const rows = await new Promise(done => {
          const open = indexedDB.open("newsroom");
          open.onsuccess = () => {
            const all = open.result.transaction("words").objectStore("words").getAll();
            all.onsuccess = () => done(all.result);
          };
        });
        """;

    [Fact]
    public async Task A_pause_in_typing_is_on_the_server_within_two_seconds_and_there_again_when_the_tab_was_closed()
    {
        var draft = await site.DraftAsync("A pause in typing");
        var page = await OpenAsync(site.Reporter, draft.ArticleId);
        await Text(page).PressSequentiallyAsync(" And more");
        var watch = Stopwatch.StartNew();
        await WaitForAsync(async () => (await KeptAsync(draft.ArticleId))?.Content.Body == "Some words. And more");
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        await page.CloseAsync();

        var again = await page.Context.NewPageAsync();
        await again.GotoAsync($"/newsroom/write/{draft.ArticleId}");
        await Expect(Text(again)).ToHaveValueAsync("Some words. And more");
    }

    [Fact]
    public async Task A_new_story_is_begun_by_its_first_words()
    {
        var page = await OpenAsync(site.Reporter, null);
        await page.GetByLabel("Headline").FillAsync("Begun by its first words");
        await Text(page).FillAsync("Then these.");
        await page.WaitForURLAsync("**/newsroom/write/*");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Headline")).ToHaveValueAsync("Begun by its first words");
        await Expect(Text(page)).ToHaveValueAsync("Then these.");

        // And saved, it is one story with that text.
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).Last.ClickAsync();
        await page.WaitForURLAsync("**saved=True");
        var stories = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.ArticleVersions.Where(v => v.Content.Headline == "Begun by its first words")
                .Select(v => v.Content.Body)
                .ToListAsync()
        );
        Assert.Equal(["Then these."], stories);
    }

    [Fact]
    public async Task Without_the_network_words_stay_in_the_browser_and_go_out_when_it_is_back()
    {
        var draft = await site.DraftAsync("Without the network");
        var page = await OpenAsync(site.Reporter, draft.ArticleId);
        await page.Context.SetOfflineAsync(true);
        await Text(page).FillAsync("Typed in the tunnel");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("Kept on this device");
        Assert.Null(await KeptAsync(draft.ArticleId));
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        Assert.Equal("Typed in the tunnel", (await KeptAsync(draft.ArticleId))!.Content.Body);
    }

    [Fact]
    public async Task A_killed_browser_offers_its_words_when_it_is_back()
    {
        var draft = await site.DraftAsync("A killed browser");
        var profile = Path.Combine(Path.GetTempPath(), $"newssite-profile-{Guid.NewGuid():N}");
        try
        {
            var context = await browser.OpenProfileAsync(site.Address, profile);
            var page = await SignInAsync(context.Pages[0], site.Reporter, draft.ArticleId);
            await context.RouteAsync("**/newsroom/keep/**", route => route.AbortAsync());
            await Text(page).PressSequentiallyAsync(" to the last letter");
            await WaitForAsync(async () => await HereAsync(page) == "Some words. to the last letter");
            BrowserFixture.Kill(profile);

            // Signed out meanwhile: the words lie there, and nobody can read them, whoever signs in.
            context = await browser.OpenProfileAsync(site.Address, profile);
            await context.ClearCookiesAsync(new() { Name = "newssite" });
            page = await SignInAsync(context.Pages[0], site.Editor, draft.ArticleId);
            Assert.DoesNotContain("last letter", await LiesAsync(page), StringComparison.Ordinal);
            Assert.Contains("story:", await LiesAsync(page), StringComparison.Ordinal);
            await context.ClearCookiesAsync(new() { Name = "newssite" });
            page = await SignInAsync(context.Pages[0], site.Reporter, draft.ArticleId);
            await page.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
            await Expect(Text(page)).ToHaveValueAsync("Some words. to the last letter");
            await WaitForAsync(async () => (await KeptAsync(draft.ArticleId)) is not null);
            await context.CloseAsync();
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    [Fact]
    public async Task A_session_that_ends_in_mid_sentence_is_signed_in_again_in_place()
    {
        var draft = await site.DraftAsync("Session ends");
        var page = await OpenAsync(site.Reporter, draft.ArticleId);
        await page.Context.ClearCookiesAsync(new() { Name = "newssite" });
        await Text(page).FillAsync("Half a sen");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Reporter));
        await dialog.GetByLabel("Password").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToContainTextAsync("Email address or password is wrong.");
        await dialog.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        Assert.Equal("Half a sen", (await KeptAsync(draft.ArticleId))!.Content.Body);
    }

    [Fact]
    public async Task Two_people_see_each_other_within_three_seconds_and_a_take_over_keeps_the_others_words()
    {
        var draft = await site.DraftAsync("Two people");
        var rita = await OpenAsync(site.Reporter, draft.ArticleId);
        await Text(rita).FillAsync("What Rita typed");
        await Expect(rita.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
        var edda = await OpenAsync(site.Editor, draft.ArticleId);
        LocatorAssertionsToContainTextOptions soon = new() { Timeout = 3_000 };
        await Expect(rita.Locator("[data-others]")).ToContainTextAsync("Edda Editor", soon);
        await Expect(edda.Locator("[data-notices]")).ToContainTextAsync("Rita Reporter has been editing", soon);

        await edda.GetByRole(AriaRole.Button, new() { Name = "Take over" }).ClickAsync();
        await Expect(Text(edda)).ToHaveValueAsync("What Rita typed");
        await Expect(edda.Locator("form[data-write]")).Not.ToHaveAttributeAsync("inert", "");
        await Expect(rita.Locator("[data-notices]")).ToContainTextAsync("Edda Editor has taken over", soon);
        await Text(edda).FillAsync("What Edda made of it");
        await Expect(edda.Locator("[data-saved]")).ToContainTextAsync("✓ Saved");
    }

    private async Task<IPage> OpenAsync(Actor actor, long? id) =>
        await SignInAsync(await browser.OpenAsync(site.Address), actor, id);

    private static async Task<IPage> SignInAsync(IPage page, Actor actor, long? id)
    {
        // The field itself is what is kept; the rich text over it has tests of its own.
        await page.Context.AddInitScriptAsync("localStorage.setItem('newsroom.markdown', '1')");
        await page.GotoAsync($"/newsroom/write/{id}");
        if (await Text(page).IsVisibleAsync())
        {
            return page;
        }

        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(actor));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Text(page).WaitForAsync();
        await Text(page).PressAsync("Control+End");
        return page;
    }

    private static ILocator Text(IPage page) => page.GetByLabel("Text", new() { Exact = true });

    private Task<WorkingCopy?> KeptAsync(long id) =>
        site.WithAsync<Keeping, WorkingCopy?>(k => k.FindAsync(id, site.Reporter, default));

    /// <returns>The text that the browser itself holds, opened with the key of whoever is signed in.</returns>
    private static Task<string?> HereAsync(IPage page) =>
        page.EvaluateAsync<string?>(
            $$"""
            async () => {
              {{Rows}}
              if (!rows.length) {
                return null;
              }

              // The page lets nothing read HTML but its own scripts.
              const [, seal] = /data-seal="([^"]+)"/.exec(await (await fetch(location.href)).text());
              const secret = atob(seal.replaceAll("&#x2B;", "+"));
              const bytes = Uint8Array.from(secret, letter => letter.charCodeAt(0));
              const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["decrypt"]);
              const how = { name: "AES-GCM", iv: rows[0].iv, additionalData: new TextEncoder().encode(rows[0].key) };
              const { words } = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, rows[0].sealed)));
              return words.find(([name]) => name === "Input.Body")?.[1] ?? null;
            }
            """
        );

    /// <returns>All that lies in the browser, letter by letter.</returns>
    private static Task<string> LiesAsync(IPage page) =>
        page.EvaluateAsync<string>(
            $$"""
            async () => {
              {{Rows}}
              const letters = (_, value) =>
                value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value;
              return JSON.stringify(rows, letters);
            }
            """
        );

    private static async Task WaitForAsync(Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "It did not come true within half a minute.");
            await Task.Delay(50);
        }
    }
}
