using System.Text.RegularExpressions;
using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>The story of the product, played in a browser, on the report that it was conceived from.</summary>
public sealed partial class TheStoryTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Headline = "Putin Welcomes China’s Defense Minister to Moscow";
    private const string Phrase = "standing shoulder to shoulder";
    private const int Paragraphs = 21;
    private const int Quotations = 34;

    [Fact]
    public async Task An_editor_publishes_the_report_readers_find_it_everywhere_and_a_withdrawal_takes_it_back()
    {
        var paragraphs = Report();
        await site.CategoryAsync("News");
        await site.CategoryAsync("Politics");
        await site.PublishedAsync("Earlier exercise in the straits", category: "Politics", tags: ["China"]);
        var editor = await browser.OpenAsync(site.Address);
        await WriteAsync(editor, paragraphs);
        await PreviewAsync(editor, paragraphs);
        await PublishAsync(editor);

        var reader = await browser.OpenAsync(site.Address, width: 390);
        var address = await FindOnFrontPageAsync(reader);
        string[] lists =
        [
            "/category/news",
            "/category/politics",
            "/tag/china",
            "/author/edda-editor",
            $"/search?q={Phrase}",
        ];
        foreach (var list in lists)
        {
            await reader.GotoAsync(list);
            await Expect(Link(reader)).ToHaveAttributeAsync("href", address);
        }

        Assert.Contains(Headline, await FeedAsync(reader), StringComparison.Ordinal);
        await ReadAsync(reader, address, paragraphs);

        await WithdrawAsync(editor);
        foreach (var list in lists.Except(["/tag/china"]).Append("/"))
        {
            await reader.GotoAsync(list);
            await Expect(Link(reader)).ToHaveCountAsync(0);
        }

        await reader.GotoAsync("/tag/china");
        await Expect(reader.GetByText("Earlier exercise in the straits")).ToBeVisibleAsync();
        await Expect(Link(reader)).ToHaveCountAsync(0);
        Assert.DoesNotContain(Headline, await FeedAsync(reader), StringComparison.Ordinal);
        Assert.Equal(410, (await reader.GotoAsync(address))!.Status);
    }

    /// <summary>The report's paragraphs; the text is read where it lies and never copied into the project.</summary>
    private static List<string> Report()
    {
        var file = Corpus.Report;
        Assert.SkipWhen(file is null, "The report that the product was conceived from is not beside this clone.");
        var blocks = File.ReadAllText(file!).Split("\n\n").Select(block => block.Trim()).ToList();
        var first = blocks.IndexOf(Headline) + 1;
        var last = blocks.FindIndex(block => block.StartsWith("Related Articles", StringComparison.Ordinal));
        var paragraphs = blocks[first..last].Where(block => block.Length > 0).ToList();
        Assert.Equal(Paragraphs, paragraphs.Count);
        Assert.Equal(Quotations, paragraphs.Sum(p => Quotation().Count(p)));
        return paragraphs;
    }

    private async Task WriteAsync(IPage editor, List<string> paragraphs)
    {
        await editor.GotoAsync("/newsroom");
        await editor.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Editor));
        await editor.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await editor.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await editor.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "New story" }).ClickAsync();
        await editor.GetByLabel("Headline").FillAsync(Headline);
        await Expect(editor.Locator("#rich-text")).ToBeVisibleAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "Markdown" }).ClickAsync();
        await editor.Locator("#Input_Body").FillAsync(string.Join("\n\n", paragraphs));
        await editor.GetByLabel("Primary section").SelectOptionAsync("News");
        await editor.GetByRole(AriaRole.Checkbox, new() { Name = "Politics" }).CheckAsync();

        // A tag that exists completes while one types; a new one is added with Enter.
        var tags = editor.GetByLabel("Tags (optional)");
        await tags.PressSequentiallyAsync("Chi");
        await editor.GetByRole(AriaRole.Option, new() { Name = "China" }).WaitForAsync();
        await tags.PressAsync("ArrowDown");
        await tags.PressAsync("Enter");
        await tags.FillAsync("Russia");
        await tags.PressAsync("Enter");
        await Expect(editor.Locator(".prose p:visible")).ToHaveCountAsync(Paragraphs);
        await editor.GetByRole(AriaRole.Button, new() { Name = "Rich text" }).ClickAsync();
        await Expect(editor.Locator("#rich-text p")).ToHaveCountAsync(Paragraphs);
        await editor.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await editor.WaitForURLAsync("**saved=True");
        await Expect(editor.GetByText("✓ Saved")).ToBeVisibleAsync();
    }

    private static async Task PreviewAsync(IPage editor, List<string> paragraphs)
    {
        await editor.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(editor.GetByRole(AriaRole.Heading, new() { Level = 1, Name = Headline })).ToBeVisibleAsync();
        Assert.Equal(paragraphs, await editor.Locator(".prose p").AllTextContentsAsync());
    }

    private static async Task PublishAsync(IPage editor)
    {
        await editor.GetByRole(AriaRole.Link, new() { Name = "Publish…" }).ClickAsync();
        await editor.GetByLabel("Breaking label and banner").SelectOptionAsync("For 2 hours");
        await editor.GetByRole(AriaRole.Button, new() { Name = "Publish now" }).ClickAsync();
        await Expect(editor.GetByText("Public since")).ToBeVisibleAsync();
    }

    private static async Task<string> FindOnFrontPageAsync(IPage reader)
    {
        await reader.GotoAsync("/");
        await Expect(reader.GetByLabel("Breaking news", new() { Exact = true })).ToContainTextAsync(Headline);
        var card = reader.GetByRole(AriaRole.Article).Filter(new() { HasText = Headline });
        await Expect(card.GetByText("Breaking", new() { Exact = true })).ToBeVisibleAsync();
        return (await Link(reader).GetAttributeAsync("href"))!;
    }

    private static async Task ReadAsync(IPage reader, string address, List<string> paragraphs)
    {
        await reader.GotoAsync(address);
        await Expect(reader.Locator(".label")).ToHaveTextAsync(["Breaking", "News", "Politics"]);
        Assert.Equal(paragraphs, await reader.Locator(".prose p").AllTextContentsAsync());
        var arrived = string.Concat(await reader.Locator(".prose p").AllTextContentsAsync());
        Assert.Equal(Quotations, Quotation().Count(arrived));
        await Expect(reader.GetByRole(AriaRole.Region, new() { Name = "Related articles" }))
            .ToContainTextAsync("Earlier exercise");

        await reader.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await reader.GetByRole(AriaRole.Link, new() { Name = "Back to top" }).ClickAsync();
        await reader.WaitForFunctionAsync("scrollY === 0");
    }

    private static async Task WithdrawAsync(IPage editor)
    {
        await editor.GetByRole(AriaRole.Link, new() { Name = "Keep writing" }).ClickAsync();
        await editor.GetByRole(AriaRole.Link, new() { Name = "Withdraw…" }).ClickAsync();
        await editor.GetByLabel("Gone for good").CheckAsync();
        await editor.GetByLabel("Reason").FillAsync("The exercise was called off.");
        await editor.GetByRole(AriaRole.Button, new() { Name = "Withdraw story" }).ClickAsync();
        await Expect(editor.GetByText("Withdrawn at")).ToBeVisibleAsync();
        await editor.GotoAsync("/newsroom/stories?state=Withdrawn");
        await Expect(editor.GetByRole(AriaRole.Main)).ToContainTextAsync(Headline);
    }

    private static ILocator Link(IPage page) =>
        page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = Headline, Exact = true });

    private static async Task<string> FeedAsync(IPage page) =>
        await (await page.APIRequest.GetAsync("/feed.xml")).TextAsync();

    [GeneratedRegex("“[^”]*”")]
    private static partial Regex Quotation();
}
