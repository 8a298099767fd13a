using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using NewsSite.Rendering;
using Xunit;

namespace NewsSite.Tests.Rendering;

/// <summary>What stands in a story's text beside its paragraphs.</summary>
public sealed class BoxesTests
{
    [Fact]
    public void A_pull_quote_names_its_speaker_and_is_left_out_of_the_words()
    {
        var body = StoryMarkdown.Render(
            "Before.\n\n::: quote Esther Quill, Coastal Towns Alliance\nYou cannot ask the *tide*\n:::\n\nAfter."
        );
        var pull = Parse(body).QuerySelector("figure.pull")!;
        Assert.Equal("You cannot ask the tide", pull.QuerySelector("blockquote > p")!.TextContent);
        Assert.Equal("Esther Quill, Coastal Towns Alliance", pull.QuerySelector("figcaption")!.TextContent);
        Assert.Equal("Before.\nAfter.", body.Text);
        Assert.Equal(2, body.WordCount);
    }

    [Theory]
    [InlineData("“A wall”", "A wall")]
    [InlineData("\"A wall\"", "A wall")]
    [InlineData("„A wall“", "A wall")]
    [InlineData("“A”, she said", "“A”, she said")]
    [InlineData("“", "“")]
    [InlineData("A wall", "A wall")]
    public void The_marks_around_a_pull_quote_are_drawn_by_the_page(string written, string shown) =>
        Assert.Equal(
            shown,
            Parse(StoryMarkdown.Render($"::: quote\n{written}\n:::")).QuerySelector(".pull p")!.TextContent
        );

    [Fact]
    public void A_fact_box_has_a_heading_and_a_name_and_its_words_count()
    {
        var body = StoryMarkdown.Render("::: fact The plan at a glance\n- Nine miles\n- Four phases\n:::");
        var fact = Parse(body).QuerySelector("aside.fact")!;
        Assert.Equal("The plan at a glance", fact.GetAttribute("aria-label"));
        Assert.Equal("The plan at a glance", fact.QuerySelector("h2")!.TextContent);
        Assert.Equal(2, fact.QuerySelectorAll("li").Length);
        Assert.Equal("The plan at a glance\nNine miles\nFour phases", body.Text);
    }

    [Fact]
    public void Read_next_leads_to_a_story_of_ours_and_to_nothing_else()
    {
        var body = StoryMarkdown.Render("Words.\n\n::: next\n[A *headline*](/news/12/a-headline)\n:::");
        var link = Parse(body).QuerySelector<IHtmlAnchorElement>(".next a")!;
        Assert.Equal("/news/12/a-headline", link.GetAttribute("href"));
        Assert.Equal("A headline", link.TextContent);
        Assert.Equal("Words.", body.Text);
        foreach (var other in new[] { "https://example.org/news/12", "//example.org/news/12", "/newsroom", "/news/x" })
        {
            var page = Parse(StoryMarkdown.Render($"::: next\n[A headline]({other})\n:::"));
            Assert.Null(page.QuerySelector(".next"));
            Assert.Equal("A headline", page.Body!.TextContent.Trim());
        }
    }

    [Theory]
    [InlineData("https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")]
    [InlineData("https://youtube.com/watch?t=9&v=aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")]
    [InlineData("https://youtu.be/aqz-KE-bpKQ?si=x", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")]
    [InlineData("https://m.youtube.com/shorts/aqz-KE-bpKQ", "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")]
    [InlineData("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789")]
    [InlineData("https://vimeo.com/123456789/abcdef0123", "https://player.vimeo.com/video/123456789?h=abcdef0123")]
    [InlineData("https://player.vimeo.com/video/123456789", "https://player.vimeo.com/video/123456789")]
    [InlineData("https://www.youtube.com/watch?v=short", null)]
    [InlineData("https://www.youtube.com.example.org/watch?v=aqz-KE-bpKQ", null)]
    [InlineData("https://example.org/watch?v=aqz-KE-bpKQ", null)]
    [InlineData("https://user@www.youtube.com/watch?v=aqz-KE-bpKQ", null)]
    [InlineData("https://www.youtube.com:444/watch?v=aqz-KE-bpKQ", null)]
    [InlineData("http://www.youtube.com/watch?v=aqz-KE-bpKQ", null)]
    [InlineData("javascript:alert(1)//https://youtu.be/aqz-KE-bpKQ", null)]
    public void Only_the_two_players_get_a_button(string address, string? player)
    {
        var page = Parse(StoryMarkdown.Render($"::: embed {address}\nThe wall from the air\nA flight.\n:::"));
        var button = page.QuerySelector("button");
        Assert.Equal(player, button?.GetAttribute("data-embed"));
        Assert.Contains("The wall from the air", page.QuerySelector(".embed")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("iframe, script, img"));
        if (button is not null)
        {
            Assert.True(button.HasAttribute("hidden"));
            Assert.Equal("The wall from the air", button.GetAttribute("data-title"));
            Assert.Matches(
                "^Load video from (YouTube|Vimeo). This lets (YouTube|Vimeo) set cookies.$",
                button.TextContent
            );
            Assert.Equal(address, page.QuerySelector(".embed__foot a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public void A_post_keeps_who_said_it_what_and_when()
    {
        var body = StoryMarkdown.Render(
            "::: embed https://social.example/@coast/1\nSaltmarsh Coastguard\n@coast@saltmarsh.example\n\nStay behind the barrier.\n\n17 March 2026, 12:31\n:::"
        );
        var page = Parse(body);
        Assert.Equal("Saltmarsh Coastguard", page.QuerySelector(".embed__who strong")!.TextContent);
        Assert.Equal("@coast@saltmarsh.example", page.QuerySelector(".embed__more")!.TextContent);
        Assert.Equal("Stay behind the barrier.", page.QuerySelector(".embed__text")!.TextContent.Trim());
        Assert.Equal(
            "17 March 2026, 12:31 See the original post",
            page.QuerySelector(".embed__foot")!.TextContent.Trim()
        );
        Assert.Equal("https://social.example/@coast/1", page.QuerySelector(".embed__foot a")!.GetAttribute("href"));
        Assert.Contains("Stay behind the barrier.", body.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Only words.", "Only words.", null)]
    [InlineData("Only words\nin two lines.", "Only words\nin two lines.", null)]
    [InlineData("Someone\n\nWords.", "Words.", "Someone")]
    public void A_post_needs_only_its_words(string inside, string text, string? name)
    {
        var page = Parse(StoryMarkdown.Render($"::: embed https://a.example/1\n{inside}\n:::"));
        Assert.Equal(text, page.QuerySelector(".embed__text")!.TextContent.Trim());
        Assert.Equal(name, page.QuerySelector(".embed__who strong")?.TextContent);
    }

    [Theory]
    [InlineData("::: fact A\n::: quote B\nwords\n:::\n:::", ".fact")]
    [InlineData("- ::: fact A\n  words\n  :::", "ul")]
    [InlineData("> ::: fact A\n> words\n> :::", "blockquote")]
    [InlineData("::: unheard of\nwords\n:::", "p")]
    public void A_box_stands_in_the_text_itself_and_elsewhere_only_its_words_do(string markdown, string outer)
    {
        var page = Parse(StoryMarkdown.Render(markdown));
        Assert.NotNull(page.QuerySelector(outer));
        Assert.Contains("words", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.InRange(page.QuerySelectorAll(".fact, .pull").Length, 0, 1);
        Assert.Empty(page.QuerySelectorAll("aside aside, aside figure, li aside, blockquote aside"));
    }

    [Fact]
    public void Headings_start_below_the_headline_and_never_skip_a_level()
    {
        var page = Parse(
            StoryMarkdown.Render("# One\n\n#### Two\n\n::: fact Box\n# Three\n:::\n\n###### Four\n\n## Five")
        );
        Assert.Equal(
            ["H2 One", "H3 Two", "H2 Box", "H3 Three", "H4 Four", "H2 Five"],
            page.QuerySelectorAll("h1,h2,h3,h4,h5,h6").Select(h => $"{h.TagName} {h.TextContent}")
        );
    }

    private static IHtmlDocument Parse(RenderedBody body) => new HtmlParser().ParseDocument(body.Html);
}
