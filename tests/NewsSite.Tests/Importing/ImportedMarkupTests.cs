using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What somebody's HTML becomes: Markdown as a person would write it, of which our layout shows the same words.</summary>
public sealed class ImportedMarkupTests(ImportedMarkup imported) : IClassFixture<ImportedMarkup>
{
    public static TheoryData<string> Names() => [.. ImportedMarkup.Bodies.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Markup_becomes_clean_Markdown(string name)
    {
        var (_, _, markdown) = ImportedMarkup.Bodies.Single(b => b.Name == name);
        Assert.Equal(markdown.ReplaceLineEndings("\n"), await imported.Site.BodyAsync(name));
    }

    [Fact]
    public void What_is_not_understood_is_told()
    {
        var lines = imported.Report.Lines().ToList();
        foreach (
            var words in new[]
            {
                "shortcode [pull_box] is left out",
                "shortcode [contact-form-7] is left out",
                "block “latest-posts” has no text",
                "HTML <script> is left out",
                "HTML <audio> became a link",
                "HTML <noscript> is left out",
                "HTML <template> is left out",
                "HTML <map> is left out",
            }
        )
        {
            Assert.Contains(lines, line => line.Contains(words, StringComparison.Ordinal));
        }
    }
}

public sealed class ImportedMarkup(PostgresFixture postgres) : IAsyncLifetime
{
    public SiteFixture Site { get; } = new(postgres);
    public News.Importing.ImportReport Report { get; private set; } = null!;

    public static (string Name, string Html, string Markdown)[] Bodies { get; } =
    [
        (
            "classic lines",
            "One\ntwo\n\n\nThree <strong>bold </strong>and <em>it</em>.",
            "One\\\ntwo\n\nThree **bold** and *it*."
        ),
        (
            "players in cells",
            "<table><tr><td>Song</td><td><audio src=\"http://old.example/song.mp3\"></audio></td></tr></table>",
            "Song\n\n[Audio](http://old.example/song.mp3)"
        ),
        (
            "pictures in verse",
            "<pre class=\"wp-block-verse\">Rose\nred<img src=\"http://old.example/rose.jpg\" alt=\"Rose\"></pre><pre>code<img src=\"http://old.example/code.jpg\" alt=\"Code\"></pre>",
            "Rose\\\nred\n\n![Rose](http://old.example/rose.jpg)\n\n```\ncode\n```\n\n![Code](http://old.example/code.jpg)"
        ),
        (
            "what no reader sees",
            "<p>One</p><noscript>No script</noscript><template><p>Two</p></template><map><area href=\"/x\"></map><map></map>",
            "One"
        ),
        (
            "classic blocks",
            "Before\n<h2>Head &amp; tail</h2>\nAfter\n<blockquote>Said\n\nmore</blockquote>",
            "Before\n\n## Head & tail\n\nAfter\n\n> Said\n>\n> more"
        ),
        (
            "blocks",
            "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->\n\n<!-- wp:latest-posts {\"a\":1} /-->\n<!-- wp:heading -->\n<h3>Three</h3>\n<!-- /wp:heading -->",
            "One two\n\n### Three"
        ),
        (
            "marks",
            "5 * 3 * 2, a_b, _c_, [sic], `x`, #1, x^2, ~y~, 1 < 2, a==b, \\n",
            "5 \\* 3 \\* 2, a_b, \\_c\\_, \\[sic], \\`x\\`, #1, x\\^2, \\~y\\~, 1 < 2, a\\==b, \\\\n"
        ),
        (
            "starts",
            "# no head\n\n- no item\n\n1. no number\n\n&gt; no quote\n\n::: no box\n\n+ plus",
            "\\# no head\n\n\\- no item\n\n1\\. no number\n\n\\> no quote\n\n\\::: no box\n\n\\+ plus"
        ),
        ("entities", "&lt;b&gt; &amp;amp; &amp;copy; R&amp;D", "\\<b> \\&amp; \\&copy; R&D"),
        (
            "lists",
            "<ul><li>a<ul><li>b</li></ul></li><li>c <b>d</b></li></ul><ol start=\"3\"><li>x</li><li>y</li></ol>",
            "- a\n  - b\n- c **d**\n\n3. x\n4. y"
        ),
        ("long list", "<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c"),
        ("bold in words", "un<b>believ</b>able, <b>“said”</b>he, <b></b>x<b> </b>y", "un**believ**able, “said”he, x y"),
        (
            "links",
            "<a href=\"https://a.example/x_(y)\">see *this*</a> <a href=\"javascript:alert(1)\">run</a> <a href=\"/old\">old</a> https://b.example/c_d_e.",
            "[see \\*this\\*](https://a.example/x_%28y%29) run [old](/old) <https://b.example/c_d_e>."
        ),
        (
            "table",
            "<table><tr><th>A|B</th><th>C</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>",
            "| A\\|B | C |\n| --- | --- |\n| 1 | 2 3 |"
        ),
        ("layout table", "<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>", "a\n\nb\n\nc"),
        ("code", "<pre>a\n  b *c*</pre> and <code>d`e</code>", "```\na\n  b *c*\n```\n\nand ``d`e``"),
        (
            "caption",
            "[caption id=\"attachment_1\" width=\"3\"]<img src=\"https://p.example/a.jpg\" alt=\"A boat\" /> The <b>boat</b>[/caption]\n\nText",
            "![A boat](https://p.example/a.jpg)\n\nThe **boat**\n\nText"
        ),
        (
            "old caption",
            "[caption caption=\"The &quot;boat&quot;\"]<img src=\"https://p.example/b.jpg\" alt=\"\" />[/caption]",
            "The \"boat\"\n\n![](https://p.example/b.jpg)"
        ),
        (
            "figure",
            "<figure class=\"wp-block-image\"><a href=\"https://p.example/c.jpg\"><img src=\"https://p.example/c.jpg\" alt=\"C\"/></a><figcaption>Words</figcaption></figure>",
            "![C](https://p.example/c.jpg)\n\nWords"
        ),
        (
            "embeds",
            "Look:\nhttp://www.youtube.com/watch?v=abcdefghijk\nthere\n\n[embed]https://vimeo.com/123456[/embed]\n\n<iframe src=\"//www.youtube.com/embed/abcdefghijk?rel=0\"></iframe>",
            "Look:\n\n::: embed https://www.youtube.com/watch?v=abcdefghijk\n:::\n\nthere\n\n::: embed https://vimeo.com/123456\n:::\n\n::: embed https://www.youtube.com/watch?v=abcdefghijk\n:::"
        ),
        (
            "embed block",
            "<!-- wp:embed {\"url\":\"x\"} --><figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\nhttps://twitter.com/a/status/1\n</div><figcaption>Tweet</figcaption></figure><!-- /wp:embed -->",
            "::: embed https://twitter.com/a/status/1\n:::\n\nTweet"
        ),
        (
            "shortcodes",
            "A [pull_box side=\"left\"]inner[/pull_box] b [contact-form-7 id=\"1\"] c [note: stays] [1] [[gallery]] [audio mp3=\"https://p.example/a.mp3\"]",
            "A inner b c \\[note: stays] \\[1] \\[\\[gallery]]\n\n[Audio](https://p.example/a.mp3)"
        ),
        ("scripts", "<script>alert(1)</script><p onclick=\"x()\">Safe</p><style>p{}</style>", "Safe"),
        (
            "picture in words",
            "<p><img src=\"https://p.example/d.jpg\" alt=\"D\">First <img class=\"wp-smiley\" alt=\":)\" src=\"x\"> words</p>",
            "![D](https://p.example/d.jpg)\n\nFirst :) words"
        ),
        (
            "broken",
            "<p>Open <b>bold <i>both</b> left</p> <div><span>deep<p>para</p>tail</span>",
            "Open **bold *both*** *left*\n\ndeep\n\npara\n\ntail"
        ),
    ];

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        var wxr = new Wxr("http://markup.example");
        foreach (var (name, html, _) in Bodies)
        {
            wxr.Post(name, html);
        }

        Report = await Site.ImportAsync(wxr);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
