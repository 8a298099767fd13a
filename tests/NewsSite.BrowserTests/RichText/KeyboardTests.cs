using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests.RichText;

/// <summary>A story written without a mouse.</summary>
public sealed class KeyboardTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Body = """
        Words with a [link](https://example.org) and **bold** ones.

        ## Part

        - a
        - b

        > Quoted.

        | a | b |
        |---|--:|
        | c | 1 |

        ::: quote Someone
        Words
        :::

        ::: fact Facts
        - one
        :::

        Kept as [it][was].

        The end.[^1]

        [^1]: A note.

        [was]: https://example.org
        """;

    [Fact]
    public async Task A_story_with_subheads_a_list_a_link_and_a_pull_quote_is_typed()
    {
        var page = await OpenAsync("/newsroom/write");
        var keys = page.Keyboard;
        await page.GetByLabel("Headline").FillAsync("Typed without a mouse");
        await page.Text().FocusAsync();
        await TypeAsync(page, "The first *paragraph*.", "Enter");
        await TypeAsync(page, "## A part", "Enter");
        await TypeAsync(page, "- one", "Enter");
        await TypeAsync(page, "two", "Enter", "Enter");
        await TypeAsync(page, "Read ", "Control+k");
        await TypeAsync(page, "example.org/plan", "Tab");
        await TypeAsync(page, "the plan", "Enter");
        await Expect(page.Text()).ToBeFocusedAsync();
        await TypeAsync(page, " now.", "Enter");

        await keys.TypeAsync("/pu");
        var menu = page.GetByRole(AriaRole.Listbox, new() { Name = "Insert" });
        await Expect(menu.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Expect(page.Text()).ToHaveAttributeAsync("aria-activedescendant", "insert-quote");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Pull quote" })).ToBeVisibleAsync();
        await TypeAsync(page, "You cannot ask the tide", "Tab");
        await TypeAsync(page, "Esther Quill", "Enter");
        await Expect(page.Text()).ToBeFocusedAsync();
        await keys.TypeAsync("After.");
        await Expect(page.Field())
            .ToHaveValueAsync(
                """
                The first *paragraph*.

                ## A part

                - one
                - two

                Read [the plan](https://example.org/plan) now.

                ::: quote Esther Quill
                You cannot ask the tide
                :::

                After.
                """.ReplaceLineEndings("\n")
            );
        await Expect(page.Locator(".card .pull")).ToContainTextAsync("You cannot ask the tide");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Everything_in_the_insert_menu_is_written_as_the_server_reads_it()
    {
        var page = await OpenAsync("/newsroom/write");
        await page.Text().FocusAsync();
        await InsertAsync(page, "fact", "The plan", "Tab", "- one", "Tab", "Enter");
        await InsertAsync(page, "next", "http://localhost/news/12/a-plan?x=1", "Tab", "A [live] plan", "Enter");
        await InsertAsync(
            page,
            "embed",
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "Tab",
            "From the air",
            "Tab",
            "Tab",
            "A flight.",
            "Tab",
            "Enter"
        );
        await InsertAsync(page, "rule");
        await page.Keyboard.TypeAsync("Noted.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Footnote" }).ClickAsync();
        await TypeAsync(page, "A note.", "Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Text()).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await InsertAsync(page, "table");
        await TypeAsync(page, "a", "Tab");
        await TypeAsync(page, "b", "Tab", "Tab");
        await page.Keyboard.TypeAsync("c");
        await Expect(page.Field())
            .ToHaveValueAsync(
                """
                ::: fact The plan
                - one
                :::

                ::: next
                [A \[live\] plan](/news/12/a-plan)
                :::

                ::: embed https://www.youtube.com/watch?v=aqz-KE-bpKQ
                From the air
                A flight.
                :::

                ---

                Noted.[^1]

                | a | b | |
                | - | - | - |
                | c | | |
                | | | |

                [^1]: A note.
                """.ReplaceLineEndings("\n")
            );

        // A card's button opens its fields again, and what is changed there is changed in the text.
        await Expect(page.Locator(".card iframe")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit fact box" }).PressAsync("Enter");
        await page.GetByLabel("Title (optional)", new() { Exact = true }).FillAsync("The plan at a glance");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Field())
            .ToHaveValueAsync(
                new System.Text.RegularExpressions.Regex("^::: fact The plan at a glance\n- one\n:::\n\n")
            );
        await page.Locator(".card__text--note").FillAsync("Another note.");
        await Expect(page.Field())
            .ToHaveValueAsync(new System.Text.RegularExpressions.Regex("\\[\\^1\\]: Another note.$"));
    }

    [Fact]
    public async Task Escape_leads_to_the_toolbar_which_is_one_stop_and_back()
    {
        var page = await OpenAsync("/newsroom/write");
        await page.Text().FocusAsync();
        await page.Keyboard.TypeAsync("word");
        await page.Keyboard.PressAsync("Control+a");
        var tools = page.GetByRole(AriaRole.Toolbar, new() { Name = "Formatting" });
        await page.Keyboard.PressAsync("Escape");
        await Expect(tools.GetByLabel("Kind of paragraph")).ToBeFocusedAsync();
        await Expect(tools.Locator("[tabindex='0']")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        var bold = tools.GetByRole(AriaRole.Button, new() { Name = "Bold" });
        await Expect(bold).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Field()).ToHaveValueAsync("**word**");
        await Expect(bold).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Text()).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Alt+F10");
        await Expect(bold).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(tools.GetByRole(AriaRole.Button, new() { Name = "Redo" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Text()).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Text", Exact = true })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_question_mark_lists_the_shortcuts_and_is_a_letter_in_the_text()
    {
        var page = await OpenAsync("/newsroom/write");
        await page.Text().FocusAsync();
        await page.Keyboard.TypeAsync("Why?");
        await Expect(page.Field()).ToHaveValueAsync("Why?");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.TypeAsync("?");
        var list = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(list).ToContainTextAsync("Insert menu, on an empty line");
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_switch_to_Markdown_keeps_the_words_and_is_remembered()
    {
        var page = await OpenAsync("/newsroom/write");
        await page.Text().FocusAsync();
        await page.Keyboard.TypeAsync("Rich words.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Markdown" }).ClickAsync();
        await Expect(page.Field()).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+End");
        await page.Keyboard.TypeAsync("\n\n::: quote A\nPlain\n:::");
        await Expect(page.Locator("[data-live-preview] .pull")).ToContainTextAsync("Plain");
        await Expect(page.Locator("[data-saved]")).ToContainTextAsync("✓ Saved", new() { Timeout = 15_000 });
        await page.ReloadAsync();
        await Expect(page.Field()).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rich text" }).ClickAsync();
        await Expect(page.Text()).ToBeFocusedAsync();
        await Expect(page.Locator(".card .pull")).ToContainTextAsync("Plain");
        await Expect(page.Field()).ToHaveValueAsync("Rich words.\n\n::: quote A\nPlain\n:::");
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task The_editor_passes_the_accessibility_rules(int width)
    {
        var draft = await site.DraftAsync($"Rules for the editor {width}", Body.ReplaceLineEndings("\n"));
        var page = await browser.OpenAsync(site.Address, width);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await Expect(page.Locator(".card__look")).ToHaveCountAsync(2);
        var wrong = new List<string>();
        await CheckAsync("open");
        await page.Text().Locator("td").First.ClickAsync();
        await CheckAsync("table");
        await page.Text().Locator("h2").First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Insert", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Insert" })).ToBeVisibleAsync();
        await CheckAsync("menu");
        await page.Keyboard.TypeAsync("pull");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await CheckAsync("dialog");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Shortcuts" }).ClickAsync();
        await CheckAsync("shortcuts");
        Assert.Empty(wrong);

        async Task CheckAsync(string state)
        {
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") > 0)
            {
                wrong.Add($"{state}: scrolls sideways");
            }

            await DrawAsync($"{state}-{width}-light");
            wrong.AddRange((await Accessibility.FaultsAsync(page)).Select(f => $"{state}: {f}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await DrawAsync($"{state}-{width}-dark");
            wrong.AddRange((await Accessibility.FaultsInDarkAsync(page)).Select(f => $"{state} (dark): {f}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        }

        async Task DrawAsync(string name)
        {
            if (Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS") is { } folder)
            {
                Directory.CreateDirectory(folder);
                var path = Path.Combine(folder, $"editor-{name}.png");
                await page.ScreenshotAsync(
                    new() { Path = path, FullPage = name.StartsWith("open", StringComparison.Ordinal) }
                );
            }
        }
    }

    private Task<IPage> OpenAsync(string path) => browser.OpenAsync(site, site.Reporter, path);

    /// <summary>Opens the menu on an empty line, takes what has this name, and types into its dialog.</summary>
    private static async Task InsertAsync(IPage page, string name, params string[] typed)
    {
        await Expect(page.Text()).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("/" + name);
        await Expect(page.GetByRole(AriaRole.Listbox, new() { Name = "Insert" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        foreach (var text in typed)
        {
            await (text is "Tab" or "Enter" ? page.Keyboard.PressAsync(text) : page.Keyboard.TypeAsync(text));
        }
    }

    private static async Task TypeAsync(IPage page, string text, params string[] keys)
    {
        await page.Keyboard.TypeAsync(text);
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }
}
