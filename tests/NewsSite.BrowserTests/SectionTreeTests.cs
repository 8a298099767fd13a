using Microsoft.Playwright;
using NewsSite.BrowserTests.RichText;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>The tree of sections is put in order by keyboard, by dragging, and by buttons where there is no script.</summary>
public sealed class SectionTreeTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Sections_are_moved_by_keyboard_by_dragging_and_by_buttons()
    {
        foreach (var name in new[] { "Alpha", "Beta", "Gamma", "Delta" })
        {
            await site.CategoryAsync(name);
        }

        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Admin, "/admin/categories");
        var tree = page.GetByRole(AriaRole.Tree, new() { Name = "The tree" });
        ILocator Row(string name) => tree.GetByRole(AriaRole.Treeitem, new() { NameRegex = new($"^{name},") });
        await Expect(tree.GetByRole(AriaRole.Treeitem)).ToHaveCountAsync(4);

        // One stop for the tab key; arrows walk from there.
        await Row("Alpha").FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(Row("Beta")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(Row("Delta")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+ArrowUp");
        await TreeIsAsync("Alpha Beta Delta Gamma");
        await Expect(Row("Delta")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-tree-said]")).ToHaveTextAsync("Delta is number 3 of 4.");
        await page.Keyboard.PressAsync("Control+ArrowRight");
        await TreeIsAsync("Alpha Beta -Delta Gamma");
        await Expect(Row("Delta")).ToHaveAttributeAsync("aria-level", "2");
        await Expect(page.Locator("[data-tree-said]")).ToHaveTextAsync("Delta is number 1 of 1 in Beta.");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Row("Beta")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(Row("Delta")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+ArrowLeft");
        await TreeIsAsync("Alpha Beta Delta Gamma");
        await page.Keyboard.PressAsync("Control+ArrowDown");
        await TreeIsAsync("Alpha Beta Gamma Delta");
        Assert.Empty(await Accessibility.FaultsAsync(page));

        // Onto the middle of another: into it. Onto its upper edge: before it. Into itself: refused, and said.
        await DragAsync("Delta", "Alpha", 0.5f);
        await TreeIsAsync("Alpha -Delta Beta Gamma");
        await DragAsync("Gamma", "Alpha", 0.1f);
        await TreeIsAsync("Gamma Alpha -Delta Beta");
        await DragAsync("Alpha", "Delta", 0.5f);
        await Expect(page.Locator("[data-tree-said]")).ToHaveTextAsync("A section cannot lie inside itself");
        await TreeIsAsync("Gamma Alpha -Delta Beta");

        await page.SetViewportSizeAsync(390, 844);
        Assert.Empty(await Accessibility.FaultsAsync(page));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await Row("Beta").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Beta");

        var plain = await browser.OpenAsync(site.Address, script: false);
        await plain.SignInAsync(site.Admin, "/admin/categories");
        await Expect(plain.GetByRole(AriaRole.Tree)).ToHaveCountAsync(0);
        await plain.GetByRole(AriaRole.Button, new() { Name = "Move Gamma down" }).ClickAsync();
        await TreeIsAsync("Alpha -Delta Gamma Beta");
        await plain.GetByRole(AriaRole.Link, new() { Name = "Gamma", Exact = true }).ClickAsync();
        await plain
            .GetByLabel("Into", new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = "Alpha" });
        await plain.GetByLabel("Place there").FillAsync("1");
        await plain.GetByRole(AriaRole.Button, new() { Name = "Move section" }).ClickAsync();
        await TreeIsAsync("Alpha -Gamma -Delta Beta");

        async Task TreeIsAsync(string expected)
        {
            await SiteProcess.UntilAsync(async () => await DrawnAsync() == expected);

            // The page draws it anew before anything else can be done to it.
            await Expect(page.Locator("[data-tree][aria-busy]")).ToHaveCountAsync(0);
        }

        async Task DragAsync(string from, string to, float height)
        {
            var box = (await Row(to).BoundingBoxAsync())!;
            await Row(from)
                .DragToAsync(
                    Row(to),
                    new()
                    {
                        SourcePosition = new() { X = 200, Y = 8 },
                        TargetPosition = new() { X = 200, Y = box.Height * height },
                    }
                );
        }
    }

    // As it stands in the database: a line of names, with a dash for each level.
    private Task<string> DrawnAsync() =>
        site.WithAsync<CategoryDesk, string>(async desk =>
        {
            CategoryTree tree = await desk.TreeAsync(default);
            return string.Join(' ', tree.InOrder().Select(c => new string('-', tree.Path(c).Count - 1) + c.Name));
        });
}
