using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What the texts of Ghost's two editors become, card by card.</summary>
[Collection<GhostSite>]
public sealed class GhostCardsTests(SiteFixture site) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-cards-");

    // What the newer editor writes, and the Markdown of it.
    private static readonly (string Node, string Markdown)[] Nodes =
    [
        (Paragraph("Plain & <b>"), "Plain & \\<b>"),
        (
            """{"type":"paragraph","children":[{"type":"text","text":"bold","format":1},{"type":"linebreak"},{"type":"text","text":"both","format":3},{"type":"text","text":" c*d ","format":0},{"type":"text","text":"x = 1","format":16},{"type":"text","text":" H","format":0},{"type":"text","text":"2","format":32}]}""",
            "**bold**\\\n***both*** c\\*d `x = 1` H~2~"
        ),
        ("""{"type":"extended-heading","tag":"h3","children":[{"type":"text","text":"Head"}]}""", "### Head"),
        ("""{"type":"extended-quote","children":[{"type":"text","text":"Said"}]}""", "> Said"),
        ("""{"type":"aside","children":[{"type":"text","text":"Beside"}]}""", "> Beside"),
        (
            """{"type":"list","listType":"number","start":3,"children":[{"type":"listitem","children":[{"type":"text","text":"a"}]},{"type":"listitem","children":[{"type":"list","listType":"bullet","children":[{"type":"listitem","children":[{"type":"text","text":"b"}]}]}]},{"type":"listitem","children":[{"type":"text","text":"c"}]}]}""",
            "3. a\n   - b\n4. c"
        ),
        ("""{"type":"horizontalrule"}""", "---"),
        ("""{"type":"codeblock","code":"\n  a < b\n","language":"c","caption":"Code"}""", "```\n  a < b\n```\n\nCode"),
        (
            """{"type":"image","src":"https://p.example/a.jpg","alt":"A","caption":"<i>Seen</i>"}""",
            "![A](https://p.example/a.jpg)\n\n*Seen*"
        ),
        ("""{"type":"html","html":"<div><p>Raw <b>html"}""", "Raw **html**"),
        ("""{"type":"html","html":"<p>Open</p><!-- never"}""", "Open"),
        (Paragraph("Still there"), "Still there"),
        ("""{"type":"markdown","markdown":"# Own\n\n- *mark*"}""", "# Own\n\n- *mark*"),
        (
            """{"type":"bookmark","url":"https://b.example/x","metadata":{"title":"Book & mark","description":"About it"},"caption":"Why"}""",
            "[Book & mark](https://b.example/x)\n\nAbout it\n\nWhy"
        ),
        (
            """{"type":"embed","url":"https://www.youtube.com/watch?v=abcdefghijk","html":"<iframe src=\"x\"></iframe>","caption":"Film"}""",
            "::: embed https://www.youtube.com/watch?v=abcdefghijk\n:::\n\nFilm"
        ),
        (
            """{"type":"callout","calloutEmoji":"💡","calloutText":"<p dir=\"ltr\"><b>Note</b> this</p>"}""",
            "::: fact\n💡 **Note** this\n:::"
        ),
        (
            """{"type":"toggle","heading":"<span>More</span>","content":"<p>One</p><ul><li>Two</li></ul>"}""",
            "**More**\n\nOne\n\n- Two"
        ),
        (
            """{"type":"button","buttonText":"Go","buttonUrl":"https://b.example/go","alignment":"center"}""",
            "[Go](https://b.example/go)"
        ),
        (
            """{"type":"file","src":"https://b.example/f.pdf","fileTitle":"Report","fileCaption":"All of it","fileName":"f.pdf","fileSize":3}""",
            "[Report](https://b.example/f.pdf)\n\nAll of it"
        ),
        ("""{"type":"audio","src":"https://b.example/a.mp3","title":"Talk"}""", "[Talk](https://b.example/a.mp3)"),
        (
            """{"type":"video","src":"https://b.example/v.mp4","fileName":"v.mp4","caption":"Waves"}""",
            "[v.mp4](https://b.example/v.mp4)\n\nWaves"
        ),
        (
            """{"type":"product","productTitle":"Lamp","productDescription":"<p>Bright</p>","productUrl":"https://b.example/l","productButton":"Buy"}""",
            "#### Lamp\n\nBright\n\n[Buy](https://b.example/l)"
        ),
        (
            """{"type":"header","header":"Big","subheader":"Small","buttonText":"In","buttonUrl":"https://b.example/in"}""",
            "## Big\n\nSmall\n\n[In](https://b.example/in)"
        ),
        ("""{"type":"paywall"}""", ""),
        ("""{"type":"signup","header":"Join"}""", ""),
        ("""{"type":"strange-card","x":1}""", ""),
        ("""{"type":"strange-box","children":[{"type":"text","text":"Its words"}]}""", "Its words"),
        (
            """{"type":"paragraph","children":[{"type":"link","url":"javascript:alert(1)","children":[{"type":"text","text":"run"}]}]}""",
            "run"
        ),
    ];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Texts_of_both_editors_become_clean_Markdown()
    {
        var sections = """
            [1,"p",[[0,[0],1,"Bold"],[1,[],0,0],[0,[],0," & "],[0,[1,0],1,"both"],[0,[],1," there"]]],
            [1,"h2",[[0,[],0,"Head"]]],[1,"aside",[[0,[],0,"Beside"]]],
            [3,"ol",[[[0,[],0,"one"]],[[0,[],0,"two"]]]],[10,0],[10,1],[10,2],[10,3],[2,"https://p.example/b.jpg"]
            """;
        var mobiledoc = GhostExport.Mobiledoc(
            sections,
            """["hr",{}],["image",{"src":"https://p.example/a.jpg","alt":"A","caption":"Seen"}],["markdown",{"markdown":"*raw* <u>x</u>"}],["tweeter",{}]""",
            """["strong"],["a",["rel","x","href","https://b.example/"]]""",
            """["soft-return","",{}]"""
        );
        var export = new GhostExport()
            .Post("Cards newer", null, "lexical", GhostExport.Lexical(string.Join(',', Nodes.Select(n => n.Node))))
            .Post(
                "Cards older",
                "<p>x</p><!--kg-card-begin: markdown--><p><em>raw</em> <u>x</u></p>\n<!--kg-card-end: markdown-->",
                "mobiledoc",
                mobiledoc
            )
            .Post("Cards half", "<p>Half \\ud83d</p>");
        var file = Path.Combine(folder.FullName, "export.json");
        await File.WriteAllTextAsync(file, export.ToString().Replace(@"\\ud83d", @"\ud83d", StringComparison.Ordinal));
        var report = await site.ImportFileAsync(file);
        Assert.Equal(3, report.Out[ImportReport.Published]);
        Assert.Equal(
            string.Join("\n\n", Nodes.Select(n => n.Markdown).Where(m => m.Length > 0)),
            await site.BodyAsync("Cards newer")
        );
        Assert.Equal(
            "**Bold**\\\n& [**both** there](https://b.example/)\n\n## Head\n\n> Beside\n\n1. one\n2. two\n\n---\n\n![A](https://p.example/a.jpg)\n\nSeen\n\n*raw* x\n\n![](https://p.example/b.jpg)",
            await site.BodyAsync("Cards older")
        );
        Assert.Equal("Half \ufffd", await site.BodyAsync("Cards half"));
        foreach (
            var words in new[]
            {
                "card “signup” is for subscribers",
                "card “strange-card” is left out",
                "card “strange-box” is left out",
                "card “tweeter” is left out",
                "a link led to something that is no page",
            }
        )
        {
            Assert.Contains(report.Lines(), line => line.Contains(words, StringComparison.Ordinal));
        }
    }

    private static string Paragraph(string text) =>
        $$"""{"type":"paragraph","children":[{"type":"text","text":"{{text}}","format":0}]}""";
}
