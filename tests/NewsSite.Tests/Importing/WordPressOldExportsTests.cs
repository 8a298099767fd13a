using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Imports;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What exports of long ago, and of sites that lived long, have in them.</summary>
public sealed class WordPressOldExportsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("1.0")]
    [InlineData("1.1")]
    [InlineData("1.2")]
    public async Task Each_version_is_taken(string version)
    {
        var report = await site.ImportAsync(
            new Wxr($"http://version-{version}.example", version).Post($"Of version {version}", "Text.")
        );
        Assert.Equal(1, report.Out[ImportReport.Published]);
        Assert.NotNull((await site.StoryAsync($"Of version {version}")).Article.LiveNumber);
    }

    [Fact]
    public async Task A_section_finds_the_one_that_it_lies_in_by_its_name()
    {
        var wxr = new Wxr("http://parents.example", version: "1.0")
            .Category("world-news", "World News")
            .Category("near-east", "Near &amp; Middle East", "World News")
            .Category("letters", "Letters", "Near <![CDATA[& Middle East]]>")
            .Category("round-1", "Round one", "Round two")
            .Category("round-2", "Round two", "Round one")
            .Category("local-news", "Local", "Local")
            .Post("Deep down", "Text.", Filed("letters", "Letters"));
        var report = await site.ImportAsync(wxr);
        Assert.True(report.AddsUp);
        Assert.Equal("world-news/near-east/letters", await PathAsync("Deep down"));
        Assert.Equal(2, report.Remarks["section that lies in itself by way of others: it stands at the top now"]);
        await LeadsAsync("/category/world-news/near-east/", "/category/near-east");
        await LeadsAsync("/category/world-news/near-east/letters/", "/category/letters");
    }

    [Fact]
    public async Task A_category_or_tag_that_is_written_twice_is_one()
    {
        const string Bare = "<category><![CDATA[Arts &amp; Leisure]]></category>";
        var wxr = new Wxr("http://twice-named.example", version: "1.0")
            .Category("arts", "Arts & Leisure")
            .Head("<wp:tag><wp:tag_slug>rnb</wp:tag_slug><wp:tag_name>R&amp;B music</wp:tag_name></wp:tag>")
            .Post("Named in the channel", "Text.", Bare + "<category domain=\"tag\">R&amp;amp;B music</category>")
            .Post(
                "Named in the item",
                "Text.",
                "<category><![CDATA[Q &amp; A]]></category>"
                    + Filed("questions", "Q &amp; A")
                    + "<category><![CDATA[Ask &amp; Tell]]></category><category domain=\"tag\"><![CDATA[Ask &amp; Tell]]></category>"
                    + "<category domain=\"tag\" nicename=\"told\"><![CDATA[Ask &amp; Tell]]></category>"
            )
            .Post("Named nowhere else", "Text.", "<category>Odd ones</category>");
        await site.ImportAsync(wxr);
        Assert.Equal("arts", await PathAsync("Named in the channel"));
        Assert.Equal("questions", await PathAsync("Named in the item"));
        Assert.Equal("odd-ones", await PathAsync("Named nowhere else"));
        var (sections, tags) = await site.WithAsync<NewsroomDb, (List<string>, List<string>)>(async db =>
            (await db.Categories.Select(c => c.Name).ToListAsync(), await db.Tags.Select(t => t.Name).ToListAsync())
        );
        Assert.Single(sections, name => name == "Arts & Leisure");
        Assert.Single(sections, name => name == "Q & A");
        Assert.DoesNotContain("Ask & Tell", sections);
        Assert.DoesNotContain(sections.Concat(tags), name => name.Contains("&amp;", StringComparison.Ordinal));
        Assert.Single(tags, name => name == "R&B music");
        Assert.Single(tags, name => name == "Ask & Tell");
        Assert.Empty((await site.StoryAsync("Named in the item")).Content.FurtherCategoryIds);
        Assert.Single((await site.StoryAsync("Named in the item")).Content.TagIds);
    }

    [Fact]
    public async Task Of_two_sections_with_one_name_the_story_stands_in_the_one_that_it_names()
    {
        await site.ImportAsync(
            new Wxr("http://namesakes.example", version: "1.0")
                .Category("sport-local", "Around town")
                .Category("news-local", "Around town")
                .Post(
                    "Around which town",
                    "Text.",
                    $"<category>Around town</category>{Filed("news-local", "Around town")}"
                )
        );
        Assert.Equal("news-local", await PathAsync("Around which town"));
    }

    [Fact]
    public async Task An_address_from_before_the_word_in_it_was_changed_leads_to_the_story()
    {
        var many = string.Concat(Enumerable.Range(0, 30).Select(n => OldSlug($"many-{n}")));
        var wxr = new Wxr("http://slugs.example")
            .Post(
                "Renamed twice",
                "Text.",
                OldSlug("first-word")
                    + OldSlug("gr%c3%bc%c3%9fe")
                    + OldSlug("todays")
                    + OldSlug("../x")
                    + OldSlug("a/b"),
                id: 91_001,
                link: "http://slugs.example/2014/05/post-91001/"
            )
            .Post("Todays", "Text.", "", id: 91_002, link: "http://slugs.example/2014/05/todays/")
            .Post(
                "With an ending",
                "Text.",
                OldSlug("older-ending"),
                id: 91_003,
                link: "http://slugs.example/post-91003.html"
            )
            .Post("By number", "Text.", OldSlug("unused"), id: 91_004, link: "http://slugs.example/archives/91004")
            .Post("Often", "Text.", many, id: 91_005, link: "http://slugs.example/often/post-91005/")
            .Post(
                "Also first",
                "Text.",
                OldSlug("first-word"),
                id: 91_006,
                link: "http://slugs.example/2014/05/post-91006/"
            );
        var proof = await ProofAsync(wxr);
        Assert.Equal([], proof.Examples);
        foreach (
            var (from, headline) in new[]
            {
                ("/2014/05/first-word/", "Renamed twice"),
                ("/2014/05/gr%C3%BC%C3%9Fe/", "Renamed twice"),
                ("/2014/05/todays/", "Todays"),
                ("/older-ending.html", "With an ending"),
                ("/often/many-19/", "Often"),
            }
        )
        {
            var (article, _) = await site.StoryAsync(headline);
            await LeadsAsync(from, $"/news/{article.Id}/{article.Slug}");
        }

        using var reader = site.Visitor();
        foreach (var from in new[] { "/archives/unused", "/often/many-20/", "/2014/05/a/b" })
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_section_that_is_left_out_leads_to_the_front_page()
    {
        await site.CategoryAsync("Kept here");
        var wxr = new Wxr("http://left-out.example")
            .Category("breaking-news", "Breaking News", id: 87_001)
            .Category("kept-here", "Kept there")
            .Post("Broken news", "Text.", Filed("breaking-news", "Breaking News"));
        var proof = await ProofAsync(wxr, "breaking-news = -\nkept-here = -\n");
        Assert.Equal([], proof.Examples);
        await LeadsAsync("/category/breaking-news/", "/");
        await LeadsAsync("/?cat=87001", "/");
        using var reader = site.Visitor();
        using var kept = await reader.GetAsync("/category/kept-here");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
    }

    [Fact]
    public async Task A_headline_that_no_parser_may_be_given_has_no_marks_either()
    {
        var deep = string.Concat(Enumerable.Repeat("<b>", 150));
        await site.ImportAsync(
            new Wxr("http://marks.example")
                .Post($"{deep}Deep &amp; dark", "Text.", "")
                .Post("<svg>Drawn <!-- not --> title", "Text.", "")
                .Post($"{deep}1 < 2 <a title=\"x>y\" href='#'>glued<<i>b>", "Text.", "")
        );
        foreach (var headline in new[] { "Deep & dark", "Drawn title", "1 < 2 gluedb>" })
        {
            Assert.NotNull((await site.StoryAsync(headline)).Article.LiveNumber);
        }
    }

    [Fact]
    public async Task The_section_that_the_author_chose_leads()
    {
        const string Chosen =
            "<wp:postmeta><wp:meta_key>_yoast_wpseo_primary_category</wp:meta_key><wp:meta_value>88002</wp:meta_value></wp:postmeta>";
        await site.ImportAsync(
            new Wxr("http://chosen.example")
                .Category("chosen-last", "Chosen last", id: 88_001)
                .Category("chosen-first", "Chosen first", id: 88_002)
                .Post(
                    "Author's choice",
                    "Text.",
                    Filed("chosen-last", "Chosen last") + Filed("chosen-first", "Chosen first") + Chosen
                )
        );
        Assert.Equal("chosen-first", await PathAsync("Author's choice"));
        Assert.Single((await site.StoryAsync("Author's choice")).Content.FurtherCategoryIds);
    }

    [Theory]
    [InlineData("Sun, 05 Jan 2014 12:00:00", "2014-01-05T11:00:00Z")]
    [InlineData("Sat, 05 Jul 2014 12:00:00", "2014-07-05T10:00:00Z")]
    [InlineData("Sun, 05 Jan 2014 12:00:00 +0000", "2014-01-05T12:00:00Z")]
    [InlineData("Sun, 05 Jan 2014 12:00:00 GMT", "2014-01-05T12:00:00Z")]
    public async Task The_time_of_a_feed_without_a_zone_is_the_newsrooms(string said, string meant)
    {
        var headline = $"Feed of {said}";
        await site.ImportAsync(
            new Wxr($"http://{said.Length}-{meant[5..7]}-{said[^1]}.example").Post(
                headline,
                "Text.",
                $"<pubDate>{said}</pubDate>",
                utc: "0000-00-00 00:00:00"
            )
        );
        Assert.Equal(
            DateTimeOffset.Parse(meant, CultureInfo.InvariantCulture),
            (await site.StoryAsync(headline)).Article.FirstPublishedAt
        );
    }

    [Fact]
    public async Task A_text_that_posts_share_stands_in_each_and_one_that_is_not_there_is_told()
    {
        const string Paragraph = "<!-- wp:paragraph --><p>Own words.</p><!-- /wp:paragraph -->";
        var wxr = new Wxr("http://reused-texts.example");
        var report = await site.ImportAsync(
            wxr.Post("Sharing one", $"{Paragraph}{Reused(95_001)}{Reused(95_009)}", "", id: 95_000)
                .Post(
                    "A note",
                    $"<p>See the map.</p>{Reused(95_002)}{Reused(95_001)}",
                    "",
                    type: "wp_block",
                    id: 95_001
                )
                .Post("A line", "<p>Call us.</p>", "", type: "wp_block", id: 95_002)
                .Post("A secret", "<p>Unseen.</p>", "", type: "wp_block", status: "draft", id: 95_003)
                .Post("Sharing two", $"{Reused(95_002)}{Paragraph}{Reused(95_003)}", "", id: 95_004)
        );
        Assert.True(report.AddsUp);
        Assert.Equal("Own words.\n\nSee the map.\n\nCall us.", await site.BodyAsync("Sharing one"));
        Assert.Equal("Call us.\n\nOwn words.", await site.BodyAsync("Sharing two"));
        foreach (var lost in new[] { 95_001, 95_003, 95_009 })
        {
            Assert.Single(
                report.Remarks.Rows,
                r => r.Name.StartsWith($"the text of reused block {lost} is lost", StringComparison.Ordinal)
            );
        }
    }

    private static string Filed(string slug, string name) =>
        $"<category domain=\"category\" nicename=\"{slug}\"><![CDATA[{name}]]></category>";

    private static string OldSlug(string slug) =>
        $"<wp:postmeta><wp:meta_key>_wp_old_slug</wp:meta_key><wp:meta_value>{slug}</wp:meta_value></wp:postmeta>";

    private static string Reused(int number) => $"<!-- wp:block {{\"ref\":{number}}} /-->";

    private async Task LeadsAsync(string from, string to)
    {
        using var reader = site.Visitor();
        using var answer = await reader.GetAsync(from);
        Assert.Equal((HttpStatusCode.MovedPermanently, to), (answer.StatusCode, $"{answer.Headers.Location}"));
    }

    private async Task<string> PathAsync(string headline)
    {
        var primary = (await site.StoryAsync(headline)).Content.PrimaryCategoryId!.Value;
        var tree = await site.WithAsync<NewsroomDb, CategoryTree>(async db =>
            new(await db.Categories.AsNoTracking().ToListAsync())
        );
        return string.Join('/', tree.Path(tree.Living(primary)!).Select(c => c.Slug));
    }

    // Taken in, and then asked for as the command does it.
    private async Task<ProofResult> ProofAsync(Wxr wxr, string? map = null)
    {
        Assert.True((await site.ImportAsync(wxr, map)).AddsUp);
        var folder = Directory.CreateTempSubdirectory("newssite-proof-");
        try
        {
            var (file, mapFile) = (
                Path.Combine(folder.FullName, "export.xml"),
                Path.Combine(folder.FullName, "map.txt")
            );
            await File.WriteAllTextAsync(file, $"{wxr}");
            await File.WriteAllTextAsync(mapFile, map ?? "");
            return await site.ProveFileAsync(file, mapFile);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
