using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NewsSite.Rendering;
using Xunit;

namespace NewsSite.Tests.Rendering;

/// <summary>Tables, footnotes and pictures in a story's text.</summary>
public sealed class FiguresTests
{
    private static readonly BodyPictures Known = new(
        BodyPictures.ReadersRoot,
        new Dictionary<string, BodyPicture>
        {
            ["aa11.jpg"] = new(1500, 1000, "A known wall", "Photograph: Rosa Vane / Meridian"),
            ["bb22.svg"] = new(300, 200, "A small wall", null),
        }
    );

    [Fact]
    public void A_table_scrolls_in_a_region_that_is_named_by_its_caption()
    {
        var body = StoryMarkdown.Render(
            "Table: Works *by* phase\n\n| Phase | Miles |\n|---|--:|\n| One | 1.2 |\n| Two | 3 |"
        );
        var page = Parse(body);
        var region = page.QuerySelector("div.table")!;
        Assert.Equal("region", region.GetAttribute("role"));
        Assert.Equal("0", region.GetAttribute("tabindex"));
        Assert.Equal("Works by phase", region.GetAttribute("aria-label"));
        Assert.Equal("Works by phase", region.QuerySelector("table > caption")!.TextContent);
        Assert.All(region.QuerySelectorAll("th"), th => Assert.Equal("col", th.GetAttribute("scope")));
        Assert.Equal(["1.2", "3"], region.QuerySelectorAll("td.number").Select(td => td.TextContent));
        Assert.DoesNotContain(
            page.QuerySelectorAll("p"),
            p => p.TextContent.Contains("phase", StringComparison.Ordinal)
        );
        Assert.Equal("Works by phase\nPhase Miles \nOne 1.2 \nTwo 3", body.Text);
    }

    [Fact]
    public void Tables_without_captions_have_names_of_their_own()
    {
        var page = Parse(StoryMarkdown.Render("a|b\n-|-\nc|d\n\nWords.\n\na|b\n-|-\nc|d"));
        Assert.Equal(["Table 1", "Table 2"], page.QuerySelectorAll(".table").Select(t => t.GetAttribute("aria-label")));
        Assert.Null(page.QuerySelector("caption"));
    }

    [Fact]
    public void Footnotes_lead_there_and_back_and_say_where()
    {
        var body = StoryMarkdown.Render(
            "One[^\"x] and two[^b], again[^\"x].\n\n[^\"x]: The first.\n\n[^b]: The second."
        );
        var page = Parse(body);
        var links = page.QuerySelectorAll<IHtmlAnchorElement>("a").ToList();
        Assert.Equal(6, links.Count);
        Assert.All(links, link => Assert.NotNull(page.QuerySelector(link.GetAttribute("href")!)));
        Assert.Equal(
            links.Count,
            links.Select(link => (link.GetAttribute("aria-label"), link.GetAttribute("href"))).Distinct().Count() + 1
        );
        Assert.Equal(["fn-1", "fn-2"], page.QuerySelectorAll("section.footnotes li").Select(li => li.Id));
        Assert.Contains(
            "Back to footnote 1 in the text, mention 2",
            links.Select(link => link.GetAttribute("aria-label"))
        );
        Assert.Equal("One and two, again.\nThe first.\nThe second.", body.Text);
    }

    [Fact]
    public void A_picture_of_ours_becomes_a_figure_with_files_for_each_screen()
    {
        var body = StoryMarkdown.Render("![The wall](/media/aa11.jpg \"Nine miles of it.\")", Known);
        var figure = Parse(body).QuerySelector("figure")!;
        Assert.Equal(
            "Nine miles of it. Photograph: Rosa Vane / Meridian",
            figure.QuerySelector("figcaption")!.TextContent
        );
        var image = figure.QuerySelector<IHtmlImageElement>("picture > img")!;
        Assert.Equal("/media/aa11/960.jpg", image.GetAttribute("src"));
        Assert.Equal(("1500", "1000"), (image.GetAttribute("width"), image.GetAttribute("height")));
        Assert.Equal("The wall", image.AlternativeText);
        Assert.Equal("lazy", image.GetAttribute("loading"));
        var sources = figure.QuerySelectorAll("source").ToList();
        Assert.Equal(["image/avif", "image/webp"], sources.Select(s => s.GetAttribute("type")));
        Assert.Equal(
            "/media/aa11/320.avif 320w, /media/aa11/480.avif 480w, /media/aa11/640.avif 640w, /media/aa11/960.avif 960w, /media/aa11/1280.avif 1280w",
            sources[0].GetAttribute("srcset")
        );
        Assert.All(sources, s => Assert.Equal("(min-width:60rem) 38rem, calc(100vw - 2rem)", s.GetAttribute("sizes")));
        Assert.Equal(["aa11.jpg"], body.Pictures);
        Assert.Equal("Nine miles of it.", body.Text);
    }

    [Fact]
    public void A_picture_is_never_larger_than_it_is_and_borrows_the_words_it_lacks()
    {
        var page = Parse(StoryMarkdown.Render("![](/media/bb22.svg)", Known with { Root = BodyPictures.StaffRoot }));
        var image = page.QuerySelector<IHtmlImageElement>("figure img")!;
        Assert.Equal("A small wall", image.AlternativeText);
        Assert.Equal("/newsroom/media/bb22/300.jpg", image.GetAttribute("src"));
        Assert.Null(page.QuerySelector("figcaption"));
    }

    [Theory]
    [InlineData("https://example.org/a.jpg")]
    [InlineData("//example.org/a.jpg")]
    [InlineData("/media/cc33.jpg")]
    [InlineData("/media/../newsroom/media/aa11.jpg")]
    [InlineData("aa11.jpg")]
    public void A_picture_that_is_not_ours_becomes_a_link(string address)
    {
        var body = StoryMarkdown.Render($"![The wall]({address})", Known);
        var page = Parse(body);
        Assert.Null(page.QuerySelector("img, picture, source"));
        Assert.Equal(address, page.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("The wall", page.QuerySelector("a")!.TextContent);
        Assert.Empty(body.Pictures);
    }

    [Fact]
    public void Pictures_among_words_and_in_links_stay_well_formed()
    {
        const string Html = "Words ![a](/media/aa11.jpg) and [![b](/media/x.jpg)](https://example.org).";
        var page = Parse(StoryMarkdown.Render(Html, Known));
        Assert.Equal(1, page.QuerySelectorAll("p > picture > img").Length);
        Assert.Equal("b", page.QuerySelector("a")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("a a, p figure"));
    }

    [Fact]
    public void The_files_that_a_body_names_can_be_listed() =>
        Assert.Equal(
            ["aa11.jpg", "bb22.svg"],
            StoryMarkdown
                .PictureFiles("![a](/media/aa11.jpg) [b]\n\n[b]: /media/bb22.svg\n\n/media/aa11.jpg /media/")
                .Order()
        );

    private static IHtmlDocument Parse(RenderedBody body) => new HtmlParser().ParseDocument(body.Html);
}
