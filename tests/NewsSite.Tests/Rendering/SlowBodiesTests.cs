using System.Diagnostics;
using NewsSite.News.Articles;
using NewsSite.Rendering;
using Xunit;

namespace NewsSite.Tests.Rendering;

/// <summary>Bodies built to be slow or to grow, each as long as a body may be.</summary>
public sealed class SlowBodiesTests
{
    private const int Most = ArticleContent.BodyLimit;
    private const int OutputLimit = 2_000_000;

    // A body is stopped after ten seconds, and a worker may have to start.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly BodyPictures Known = new(
        BodyPictures.ReadersRoot,
        new Dictionary<string, BodyPicture> { ["a.b"] = new(2000, 1000, "a", "c") }
    );

    // Repeated until the body is full.
    private static readonly string[] Parts =
    [
        "[a](b",
        "> ",
        "- ",
        "1. ",
        "`",
        "*a_ ",
        "***",
        "**a ",
        "~~a~",
        "++a++ ",
        "![",
        "![](/media/a.b)",
        "](",
        "<",
        "<a href=\"x\">",
        "<http://a>",
        "&#1;",
        "\\\n",
        "a|",
        "a|b\n",
        "a|b\n-|-\nc|d\n\n",
        "Table: x\n\n",
        "[^1]: ",
        "a\n\n",
        "a  \n",
        "a\n-\n",
        "# \n",
        "***\n",
        "- a\n",
        "- a\n\n",
        "```\n",
        "www.a.b ",
        "http://a.b ",
        "mailto:a@b.c ",
        "::: fact a\n",
        "::: fact a\nb\n:::\n",
        "::: quote a\nb\n:::\n",
        "::: quote a\n> - ",
        "::: next\n[a](/news/1/a)\n:::\n",
        "::: embed https://youtu.be/aaaaaaaaaaa\nb\nc\n:::\n",
        "::: embed https://a.example/b\nb\n@c\n\nd\n\ne\n:::\n",
        ":::\n",
        ":",
        "/media/a.b",
        "\0",
        "\r",
        "😀",
        "\ud800",
    ];

    private static readonly (string Name, string Body)[] Bodies =
    [
        .. Parts.Select(part => (part.ReplaceLineEndings("␤"), Fill(part))),
        ("runs of back-ticks", string.Join(' ', Enumerable.Range(1, 630).Select(n => new string('`', n)))),
        ("a wide table with many rows", $"{Fill("a|", 25_000)}\n{Fill("-|", 25_000)}\n{Fill("a|b\n", 140_000)}"),
        ("emphasis inside emphasis", Fill("*_", Most / 2) + Fill("_*", Most / 2)),
        ("one long definition, used often", $"[a]: https://{new string('x', 1900)}\n\n{Fill("[a]", 8900)}"),
        (
            "a definition of many lines",
            $"[a]: /x\n\"{Fill(new string('x', 99) + "\n", 50_000)}\"\n\n{Fill("[a]", 8900)}"
        ),
        ("one footnote, used often", "[^1]: a\n\n" + Fill("[^1]", 11_900)),
        ("footnotes that nobody uses", string.Concat(Enumerable.Range(1, 2990).Select(n => $"[^{n}]: a\n\n"))),
        ("an embed of many lines", "::: embed https://youtu.be/aaaaaaaaaaa\n" + Fill("a\n", 190_000)),
        ("an embed of many paragraphs", "::: embed https://a.example\n" + Fill("a\n\n", 190_000)),
        ("an embed with a long address", "::: embed https://youtube.com/watch?" + Fill("&v=", 190_000)),
        ("a fact box with a long title", "::: fact " + Fill("a&\"<", 190_000)),
        ("lists inside lists", string.Concat(Enumerable.Range(0, 600).Select(n => new string(' ', n) + "- a\n"))),
        ("quotations inside quotations", Fill(Fill("> ", 200) + "a\n\n", Most)),
        ("brackets that never close", Fill("[](", 8900) + Fill("a", 190_000)),
    ];

    [Fact]
    public async Task Each_is_laid_out_or_refused_in_time_and_none_grows_past_the_limit()
    {
        var wrong = new List<string>();
        foreach (var (name, body) in Bodies)
        {
            var watch = Stopwatch.StartNew();
            var length = 0;
            try
            {
                length = (await StoryMarkdown.RenderAsync(body, default, Known)).Html.Length;
            }
            catch (BodyRefusedException)
            {
                // Refused is as good.
            }

            if (watch.Elapsed > Patience || length > OutputLimit)
            {
                wrong.Add($"{name}: {watch.ElapsedMilliseconds} ms, {length} characters");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_long_report_with_everything_in_it_is_laid_out()
    {
        var report = string.Join(
            "\n\n",
            Enumerable.Repeat(
                "The government will spend £640m over **five years** to stop the [line](https://example.org) from falling into the sea.\n\n"
                    + "> A quotation.\n\n- one\n- two\n\nTable: Works\n\n| a | b |\n|---|---|\n| c | d |\n\n"
                    + "::: quote Somebody\nWords.\n:::\n\n::: fact Facts\n- one\n:::",
                300
            )
        );
        Assert.Equal(300, StoryMarkdown.Render(report).Html.Split("class=\"fact\"").Length - 1);
    }

    private static string Fill(string part, int length = Most) =>
        string.Concat(Enumerable.Repeat(part, (length / part.Length) + 1))[..length];
}
