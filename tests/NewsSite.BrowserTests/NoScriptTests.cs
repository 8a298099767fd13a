using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Every page of the readers' in a browser that runs no script: complete, and nothing on it pretends.</summary>
[Collection(nameof(DemoSite))]
public sealed class NoScriptTests(DemoSite demo, BrowserFixture browser)
{
    // What is wrong with the page that is open, and where its links lead.
    private const string Look = """
        () => {
          const wrong = [];
          const seen = (e) => e.checkVisibility({ checkVisibilityCSS: true }) && e.getClientRects().length > 0;
          const all = (what) => [...document.querySelectorAll(what)].filter(seen);
          const words = (e) => (e.innerText + (e.getAttribute("aria-label") ?? "")).trim();
          const short = (e) => e.outerHTML.slice(0, 120);
          if (all("h1").length !== 1) { wrong.push(`${all("h1").length} headings of the first level`); }
          if ((document.querySelector("main")?.innerText.trim().length ?? 0) < 20) { wrong.push("hardly any text"); }
          all("section, aside, nav, ul, ol, li, figure, table, details, fieldset, p, h1, h2, h3, h4").forEach((e) => {
            if (!words(e) && !e.querySelector("img, input, svg")) { wrong.push(`empty: ${short(e)}`); }
          });
          all("button, input[type=button]").forEach((b) => {
            if (b.type !== "submit" || !b.form) { wrong.push(`a dead button: ${short(b)}`); }
          });
          all("a").forEach((a) => {
            if (!a.getAttribute("href")) { wrong.push(`a dead link: ${short(a)}`); }
            if (!words(a) && !a.querySelector("img[alt]:not([alt=''])")) { wrong.push(`a link without words: ${short(a)}`); }
          });
          all("img").forEach((i) => { if (!i.complete || !i.naturalWidth) { wrong.push(`no picture: ${short(i)}`); } });
          all("time").forEach((t) => {
            if (!/^(\d{1,2} [A-Z][a-z]+( \d{4})?(, \d\d:\d\d)?|\d\d:\d\d)$/.test(t.innerText.trim().replace(/\s+/g, " "))) {
              wrong.push(`not a plain date: ${short(t)}`);
            }
          });
          const links = [...document.querySelectorAll("a[href]")].filter((a) => a.origin === location.origin);
          links.filter((a) => a.hash && a.pathname === location.pathname && !document.getElementById(a.hash.slice(1)))
            .forEach((a) => wrong.push(`leads nowhere on the page: ${short(a)}`));
          return [wrong, links.filter((a) => !a.getAttribute("href").startsWith("#")).map((a) => a.pathname + a.search)];
        }
        """;

    [Fact]
    public async Task Every_page_is_complete_and_every_link_leads_somewhere()
    {
        var page = await browser.OpenAsync(demo.Address, 390, script: false);
        var wrong = new List<string>();
        var links = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, path) in demo.Pages)
        {
            var answer = await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
            var status = name switch
            {
                "not found" => 404,
                "withdrawn" => 410,
                _ => 200,
            };
            if (answer!.Status != status)
            {
                wrong.Add($"{name}: answered {answer.Status}");
            }

            var found = await page.EvaluateAsync<string[][]>(Look);
            wrong.AddRange(found[0].Select(what => $"{name}: {what}"));
            foreach (var link in found[1])
            {
                links.TryAdd(link, name);
            }
        }

        Assert.True(links.Count > 100, $"Only {links.Count} links were found.");
        foreach (var (link, from) in links)
        {
            var answer = await page.APIRequest.GetAsync(link);
            if (!answer.Ok)
            {
                wrong.Add($"{from}: {link} answers {answer.Status}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_search_form_and_its_filters_work()
    {
        var page = await browser.OpenAsync(demo.Address, 390, script: false);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox).FillAsync("railway");
        await page.GetByRole(AriaRole.Search).GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        var results = page.Locator(".river article");
        var all = await results.CountAsync();
        Assert.True(all > 1);

        await page.GetByText("Filters").ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Opinion" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show results" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("section=opinion"));
        await Expect(page.Locator(".chips")).ToContainTextAsync("Opinion");
        Assert.InRange(await results.CountAsync(), 1, all - 1);
    }

    [Fact]
    public async Task The_menu_leads_to_every_section()
    {
        var page = await browser.OpenAsync(demo.Address, 390, script: false);
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "All sections" }).ClickAsync();
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Transport" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Transport");
    }

    [Fact]
    public async Task A_story_can_be_sent_by_mail_and_shows_no_button_that_needs_script()
    {
        var page = await browser.OpenAsync(demo.Address, 390, script: false);
        await page.GotoAsync(demo.Article);
        var mail = page.GetByRole(AriaRole.Link, new() { Name = "Send by email" });
        await Expect(mail).ToBeVisibleAsync();
        var address = Uri.UnescapeDataString((await mail.GetAttributeAsync("href"))!);
        Assert.StartsWith("mailto:?subject=Ministers agree rescue plan", address, StringComparison.Ordinal);
        Assert.EndsWith($"&body=http://news.test{demo.Article}", address, StringComparison.Ordinal);
        await Expect(page.Locator(".share :visible")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("main button:visible")).ToHaveCountAsync(0);
    }
}
