using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests.RichText;

/// <summary>What is pasted keeps its structure, and nothing of its looks.</summary>
public sealed class PasteTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Paste = """
        ([html, plain]) => {
          const data = new DataTransfer();
          if (html) { data.setData("text/html", html); }
          data.setData("text/plain", plain);
          document.querySelector("#rich-text").dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
          );
        }
        """;

    private const string Clean = """
        ## The plan

        Ministers **agreed** a rescue plan, *at last*, the [ministry](https://example.org/ministry) said.

        - Nine miles
          - of wall
        - Four phases

        ## What it costs

        1. First
        2. Second

        | Phase | Miles |
        | - | - |
        | One | 1.2 |

        The end.
        """;

    [Theory]
    [InlineData("word.html")]
    [InlineData("docs.html")]
    public async Task What_comes_from_Word_and_Google_Docs_is_clean(string file)
    {
        var page = await NewAsync();
        await using var source = typeof(PasteTests).Assembly.GetManifestResourceStream(typeof(PasteTests), file)!;
        using var reader = new StreamReader(source);
        await page.EvaluateAsync(Paste, new[] { await reader.ReadToEndAsync(), "The plan" });
        await Expect(page.Field()).ToHaveValueAsync(Clean.ReplaceLineEndings("\n"));
        await Expect(page.Locator("[data-notices]")).ToContainTextAsync("Pasted as plain story text");

        // One step back takes all of it away.
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Field()).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData("<script>alert(1)</script><p onclick=alert(1)>Words<img src=x onerror=alert(1)></p>", "Words")]
    [InlineData("<a href='javascript:alert(1)'>Words</a>", "Words")]
    [InlineData("<div>One<div>Two</div></div>", "One\n\nTwo")]
    [InlineData("<p>a<br>b</p>", "a\\\nb")]
    [InlineData("<h4>Four</h4><blockquote><p>Quoted</p></blockquote>", "### Four\n\n> Quoted")]
    [InlineData("<p>1. Not a list, *no* star</p>", "1\\. Not a list, \\*no\\* star")]
    public async Task What_comes_from_other_pages_is_clean(string html, string markdown)
    {
        var page = await NewAsync();
        await page.EvaluateAsync(Paste, new[] { html, "Words" });
        await Expect(page.Field()).ToHaveValueAsync(markdown);
    }

    [Fact]
    public async Task An_address_over_words_makes_them_a_link_and_alone_is_one()
    {
        var page = await NewAsync();
        await page.Keyboard.TypeAsync("the plan");
        await page.Keyboard.PressAsync("Control+a");
        await page.EvaluateAsync(Paste, new[] { "", "https://example.org/a_b" });
        await Expect(page.Field()).ToHaveValueAsync("[the plan](https://example.org/a_b)");
        await page.Keyboard.TypeAsync(" and ");
        await page.EvaluateAsync(Paste, new[] { "", "https://example.org/c_d" });
        await page.Keyboard.TypeAsync(" too");
        await Expect(page.Field())
            .ToHaveValueAsync("[the plan](https://example.org/a_b) and <https://example.org/c_d> too");
    }

    private async Task<IPage> NewAsync()
    {
        var page = await browser.OpenAsync(site, site.Reporter, "/newsroom/write");
        await page.Text().ClickAsync();
        return page;
    }
}
