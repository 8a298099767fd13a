using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Demo;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests.RichText;

/// <summary>Markdown in, Markdown out: what nobody edits does not change by one byte.</summary>
public sealed class FidelityTests(SiteFixture site, BrowserFixture browser, ITestOutputHelper output)
    : IClassFixture<SiteFixture>
{
    // Loads a document, writes it, writes each block anew, and types a letter into each block on its own.
    private const string Try = """
        (markdown) => {
          const { rich } = document.querySelector("[data-rich]");
          if (!rich.load(markdown)) { return JSON.stringify({ isRich: false, wrong: [], kinds: [] }); }
          const { view } = rich;
          const wrong = [];
          const kinds = new Set();
          view.state.doc.descendants((node) => {
            kinds.add(node.type.name);
            node.marks.forEach((mark) => kinds.add(mark.type.name));
          });
          for (const card of view.dom.querySelectorAll(".card")) {
            kinds.add(`card: ${card.getAttribute("aria-label").replace(/Footnote .*/, "Footnote")}`);
          }
          const written = rich.markdown;
          const rewritten = rich.rewritten;
          let at = 0;
          const places = rich.text.cut.blocks.map(({ source }) => {
            const start = markdown.indexOf(source, at);
            return [start, (at = start + source.length)];
          });
          let edited = 0;
          for (let n = 0; n < places.length; n++) {
            const doc = view.state.doc;
            let start = 0;
            for (let before = 0; before < n; before++) { start += doc.child(before).nodeSize; }
            let text = -1;
            doc.child(n).descendants((node, inside) => {
              if (text < 0 && node.isTextblock) { text = start + 1 + inside + 1; }
            });
            if (doc.child(n).isTextblock) { text = start + 1; }
            if (text < 0) { continue; }
            edited++;
            view.dispatch(view.state.tr.insertText("x", text));
            const now = rich.markdown;
            const head = n > 0 ? markdown.slice(0, places[n - 1][1]) : "";
            const tail = n + 1 < places.length ? markdown.slice(places[n + 1][0]) : "";
            if (now === markdown || !now.startsWith(head) || !now.endsWith(tail)) { wrong.push(`${n}: ${now}`); }
            view.dispatch(view.state.tr.delete(text, text + 1));
            if (rich.markdown !== markdown) { wrong.push(`${n} and back: ${rich.markdown}`); }
          }
          return JSON.stringify({ isRich: true, written, rewritten, wrong, kinds: [...kinds], blocks: places.length, edited });
        }
        """;

    private sealed record Tried(
        bool IsRich,
        string? Written,
        string? Rewritten,
        string[] Wrong,
        string[] Kinds,
        int Blocks,
        int Edited
    );

    [Fact]
    public async Task Every_document_comes_back_as_it_was_and_an_edit_changes_its_own_block_only()
    {
        var draft = await site.DraftAsync("Fidelity of all documents");
        var page = await browser.OpenAsync(site, site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        var documents = Documents();
        var wrong = new List<string>();
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        var (plain, blocks, edited) = (new List<string>(), 0, 0);
        foreach (var (name, markdown) in documents)
        {
            var tried = JsonSerializer.Deserialize<Tried>(
                await page.EvaluateAsync<string>(Try, markdown),
                JsonSerializerOptions.Web
            )!;
            wrong.AddRange(tried.Wrong.Select(what => $"{name}: an edit of block {what}"));
            kinds.UnionWith(tried.Kinds);
            blocks += tried.Blocks;
            edited += tried.Edited;
            if (!tried.IsRich)
            {
                plain.Add(name);
                continue;
            }

            if (tried.Written != markdown)
            {
                wrong.Add($"{name}: became {tried.Written}");
            }

            // What is written anew must mean to the server what was typed.
            var (before, after) = (StoryMarkdown.Render(markdown).Html, StoryMarkdown.Render(tried.Rewritten!).Html);
            if (Flat(before) != Flat(after))
            {
                wrong.Add($"{name}: rewritten means\n{after}\ninstead of\n{before}");
            }
        }

        output.WriteLine(
            $"{documents.Count} documents, {blocks} blocks, {edited} of them edited, {kinds.Count} constructs: {string.Join(", ", kinds)}. As Markdown only: {string.Join(", ", plain)}."
        );
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.Equal(["box that defines a link"], plain);
        Assert.InRange(documents.Count, 130, 1000);
        Assert.InRange(kinds.Count, 25, 100);
    }

    [Fact]
    public async Task A_story_that_is_opened_and_saved_is_the_same_in_the_database()
    {
        var body = Documents()["story with everything"];
        var draft = await site.DraftAsync("Opened and saved untouched", body);
        var page = await browser.OpenAsync(site, site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await Expect(page.Locator(".card")).ToHaveCountAsync(3);
        await Expect(page.Field()).ToHaveValueAsync(body);
        await page.Locator("[data-save]").ClickAsync();
        await page.WaitForURLAsync("**saved=True");
        Assert.Equal(body, await BodyAsync(draft.ArticleId));

        // And an edit reaches the database with all else as it was.
        await page.Text().Locator("p").First.ClickAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.TypeAsync("Now: ");
        await page.Locator("[data-save]").ClickAsync();
        await page.WaitForFunctionAsync(
            "() => document.querySelector('[data-rich]')?.rich && document.querySelector('#Input_Body').value.startsWith('Now: ')"
        );
        Assert.Equal("Now: " + body, await BodyAsync(draft.ArticleId));
    }

    [Fact]
    public async Task What_only_Markdown_can_show_is_open_as_Markdown_and_says_so()
    {
        var draft = await site.DraftAsync("Open as Markdown", Documents()["box that defines a link"]);
        var page = await browser.OpenAsync(site.Address);
        await page.SignInAsync(site.Reporter, $"/newsroom/write/{draft.ArticleId}");
        await Expect(page.Locator("[data-notices]")).ToContainTextAsync("It is open as Markdown.");
        await Expect(page.Field()).ToBeVisibleAsync();
        await Expect(page.Text()).ToHaveCountAsync(0);
    }

    private async Task<string> BodyAsync(long id) =>
        await site.WithAsync<NewsroomDb, string>(db =>
            db.ArticleVersions.Where(v => v.ArticleId == id)
                .OrderByDescending(v => v.Number)
                .Select(v => v.Content.Body)
                .FirstAsync()
        );

    /// <summary>What stands beside the tests, and the stories of the demo newspaper.</summary>
    private static Dictionary<string, string> Documents()
    {
        var place = typeof(FidelityTests);
        using var corpus = place.Assembly.GetManifestResourceStream(place, "corpus.json")!;
        var documents = JsonSerializer.Deserialize<Dictionary<string, string>>(corpus)!;
        var demo = typeof(DemoNewspaper).Assembly;
        foreach (var name in demo.GetManifestResourceNames().Where(n => n.EndsWith(".md", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(demo.GetManifestResourceStream(name)!);
            documents.Add(name, reader.ReadToEnd().ReplaceLineEndings("\n"));
        }

        return documents;
    }

    /// <summary>Without what no reader sees: where a line of the HTML ends.</summary>
    private static string Flat(string html) =>
        string.Join(' ', html.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
