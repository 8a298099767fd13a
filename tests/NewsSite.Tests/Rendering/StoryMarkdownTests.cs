using AngleSharp.Html.Parser;
using NewsSite.Rendering;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Rendering;

public sealed class StoryMarkdownTests
{
    [Theory]
    [InlineData("She said “so” – it’s ‘fine’ … “„»«—", "<p>She said “so” – it’s ‘fine’ … “„»«—</p>\n")]
    [InlineData("\"straight\" -- 'quotes' ...", "<p>\"straight\" -- 'quotes' ...</p>\n")]
    [InlineData("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>\n")]
    [InlineData("## Head\n\n- a\n- b", "<h2>Head</h2>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n")]
    public void Words_pass_untouched(string markdown, string html) =>
        Assert.Equal(html, StoryMarkdown.Render(markdown).Html);

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](JaVaScRiPt:alert(1))")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("![x](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[x](vbscript:msgbox)")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("# h {onmouseover=alert(1)}")]
    [InlineData("::: x onclick=alert(1)\nhi\n:::")]
    [InlineData("<svg/onload=alert(1)>")]
    [InlineData("<a href=\"https://example.org\" style=\"position:fixed\">x</a>")]
    public void Nothing_that_runs_comes_out(string markdown) =>
        Assert.Empty(Dangers(StoryMarkdown.Render(markdown).Html));

    [Fact]
    public void Nothing_that_runs_comes_out_of_the_known_payloads()
    {
        var folder = Corpus.Find("text");
        Assert.SkipWhen(folder is null, "The collection of payloads is not beside this clone.");
        var payloads = Directory
            .GetFiles(folder!, "*xss*")
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .ToList();
        Assert.NotEmpty(payloads);
        foreach (var payload in payloads)
        {
            foreach (
                var body in new[]
                {
                    payload,
                    $"[x]({payload})",
                    $"![x]({payload})",
                    $"> {payload}",
                    $"<{payload}>",
                    $"[{payload}]: {payload}\n\n[{payload}]",
                }
            )
            {
                try
                {
                    Assert.Empty(Dangers(StoryMarkdown.Render(body).Html));
                }
                catch (BodyRefusedException)
                {
                    // Refused is safe as well.
                }
            }
        }
    }

    /// <summary>What would run, or could: handlers, styles, scripts, addresses of other schemes.</summary>
    private static List<string> Dangers(string html)
    {
        using var page = new HtmlParser().ParseDocument(html);
        return
        [
            .. page
                .All.SelectMany(e => e.Attributes.Select(a => (Element: e, a.Name, Value: a.Value.Trim())))
                .Where(a =>
                    a.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
                    || a.Name is "style" or "srcdoc" or "formaction"
                    || (a.Name is "href" or "src" && IsForeign(a.Value))
                )
                .Select(a => a.Element.OuterHtml),
            .. page.QuerySelectorAll("script, iframe, object, embed, svg, math, style, form, base, meta, link")
                .Where(e => e.Closest("head") is null)
                .Select(e => e.OuterHtml),
        ];
    }

    private static bool IsForeign(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.Scheme is not ("http" or "https" or "mailto" or "file");
}
