using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What becomes of an export, in the newsroom and for readers.</summary>
public sealed class WordPressImportTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string News = "<category domain=\"category\" nicename=\"news\"><![CDATA[News]]></category>";

    [Fact]
    public async Task However_many_sections_come_the_menu_stays_short_and_the_list_has_all()
    {
        var wxr = new Wxr("http://sections.example");
        for (var n = 0; n < 15; n++)
        {
            wxr.Category($"desk-{n}", $"Desk {n}");
        }

        var filed = Enumerable.Range(0, 15).Select(n => $"<category domain=\"category\" nicename=\"desk-{n}\"/>");
        Assert.True((await site.ImportAsync(wxr.Post("Filed everywhere", "Text.", string.Concat(filed)))).AddsUp);
        using var reader = site.Visitor();
        Assert.Equal(13, (await reader.PageAsync("/")).QuerySelectorAll("nav.sections a").Length);
        Assert.Equal(
            15,
            (await reader.PageAsync("/sections"))
                .QuerySelectorAll("main a[href]")
                .Select(a => a.GetAttribute("href")!)
                .Where(to => to.StartsWith("/category/desk-", StringComparison.Ordinal))
                .Distinct()
                .Count()
        );
    }

    [Theory]
    [InlineData("Harbour &amp; sea: all we know", "Harbour & sea: all we know", null)]
    [InlineData("%%title%% %%page%% %%sep%% %%sitename%%", null, null)]
    [InlineData("About %%title%% %%sep%% %%sitename%%", "About A titled story", null)]
    [InlineData("%%primary_category%%: %%title%%", null, "put together by Yoast")]
    public async Task A_title_for_search_engines_comes_along(string stored, string? wanted, string? remark)
    {
        var wxr = new Wxr($"http://titled-{stored.Length}.example").Post(
            "A titled story",
            "Text.",
            $"<wp:postmeta><wp:meta_key>_yoast_wpseo_title</wp:meta_key><wp:meta_value><![CDATA[{stored}]]></wp:meta_value></wp:postmeta>",
            id: 79
        );
        var report = await site.ImportAsync(wxr);
        Assert.True(report.AddsUp);
        var title = await site.WithAsync<NewsroomDb, string?>(async db =>
            (await db.ArticleVersions.OrderBy(v => v.ArticleId).LastAsync(v => v.Content.Headline == "A titled story"))
                .Content
                .SearchTitle
        );
        Assert.Equal(wanted, title);
        Assert.Equal(
            remark is not null,
            report.Remarks.Rows.Any(r => remark is not null && r.Name.Contains(remark, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_story_comes_with_its_time_bylines_sections_tags_and_old_addresses()
    {
        var wxr = new Wxr("http://whole.example")
            .Head(
                "<wp:author><wp:author_id>7</wp:author_id><wp:author_login>jdoe</wp:author_login><wp:author_email>jane@secret.example</wp:author_email><wp:author_display_name><![CDATA[Jane &amp; Doe]]></wp:author_display_name></wp:author>"
            )
            .Category("world", "World", id: 31)
            .Category("asia", "Asia", "world", id: 32)
            .Post(
                "Ships &#8220;sail&#8221; <em>on</em> &amp; on",
                "First words.\n\nSecond words.",
                """
                <category domain="category" nicename="world"><![CDATA[World]]></category>
                <category domain="category" nicename="asia"><![CDATA[Asia]]></category>
                <category domain="post_tag" nicename="grosse-schiffe"><![CDATA[Große Schiffe]]></category>
                <category domain="author" nicename="cap-jdoe"><![CDATA[jdoe]]></category>
                <category domain="author" nicename="cap-guest"><![CDATA[Gert Guest]]></category>
                <excerpt:encoded><![CDATA[An <b>excerpt</b>.]]></excerpt:encoded>
                """,
                id: 77
            )
            .Post("Misspelt author", "Text.", "", id: 78, creator: ">jdoe")
            .Post("Author below the line", "Text.", "", id: 79, creator: "Mia_Line");
        var report = await site.ImportAsync(wxr);
        Assert.True(report.AddsUp);
        Assert.Equal(3, report.Out[ImportReport.Published]);

        var (article, content) = await site.StoryAsync("Ships “sail” on & on");
        Assert.Equal(new DateTimeOffset(2014, 3, 2, 10, 0, 0, TimeSpan.Zero), article.FirstPublishedAt);
        Assert.Equal("First words.\n\nSecond words.", content.Body);
        Assert.Equal("An excerpt.", content.Standfirst);
        var (asia, names) = await site.WithAsync<NewsroomDb, (Category, List<string>)>(async db =>
            (
                await db.Categories.SingleAsync(c => c.Slug == "asia"),
                [.. content.AuthorIds.Select(id => db.Authors.Single(a => a.Id == id).Name)]
            )
        );
        Assert.Equal(asia.Id, content.PrimaryCategoryId);
        Assert.Empty(content.FurtherCategoryIds);
        Assert.Equal(["Jane & Doe", "Gert Guest"], names);

        var story = $"/news/{article.Id}/ships-sail-on-on";
        using var reader = site.Visitor();
        foreach (
            var (from, to) in new[]
            {
                ("/2014/post-77/", story),
                ("/?p=77", story),
                ("/category/world/asia/", "/category/asia"),
                ("/?cat=32", "/category/asia"),
                ("/tag/grosse-schiffe/", "/tag/gro-e-schiffe"),
                ("/author/jdoe/", "/author/jane-doe"),
                ("/?author=7", "/author/jane-doe"),
                ("/author/guest/", "/author/gert-guest"),
                ("/author/mia_line/", "/author/mia-line"),
                ("/author/guest/feed/", "/author/gert-guest/feed.xml"),
                ("/tag/grosse-schiffe/feed/", "/tag/gro-e-schiffe/feed.xml"),
                ("/category/world/asia/feed/", "/category/asia/feed.xml"),
                ("/feed/", "/feed.xml"),
                ("/feed/atom/", "/feed.xml"),
                ("/?feed=rss2", "/feed.xml"),
            }
        )
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal((HttpStatusCode.MovedPermanently, to), (answer.StatusCode, $"{answer.Headers.Location}"));
            using var page = await reader.GetAsync(to);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_says_what_the_run_does_and_a_second_run_changes_nothing()
    {
        var wxr = Mixed("http://twice.example");
        var before = await BothAsync();
        var dry = await site.ImportAsync(wxr, isDry: true);
        Assert.Equal(before, await BothAsync());

        var run = await site.ImportAsync(wxr);
        Assert.Equal(dry.Lines(), run.Lines());
        Assert.True(run.AddsUp);
        var after = await BothAsync();

        var again = await site.ImportAsync(wxr);
        Assert.Equal(after, await BothAsync());
        Assert.Equal(run.Out.Total, again.Out[ImportReport.Known]);
        Assert.Equal(run.In.Total, again.Out[ImportReport.Known] + again.Skipped.Total);

        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(after.Where(row => row[0] == 'S'), (await BothAsync()).Where(row => row[0] == 'S'));
    }

    [Fact]
    public async Task What_goes_out_later_has_its_old_address_when_the_file_is_given_again()
    {
        var wxr = new Wxr("http://later.example");
        wxr.Post("Out later", "Text.", status: "draft");
        await site.ImportAsync(wxr);
        var old = $"/?p={wxr.First}";
        using var reader = site.Visitor();
        Assert.NotEqual(HttpStatusCode.MovedPermanently, await reader.StatusAsync(old));

        var (article, _) = await site.StoryAsync("Out later");
        await site.PublishAsync(article.Id, 1);
        await site.ImportAsync(wxr);
        Assert.Equal(HttpStatusCode.MovedPermanently, await reader.StatusAsync(old));
    }

    [Fact]
    public async Task Only_what_was_public_is_public()
    {
        var wxr = new Wxr("http://states.example");
        var report = await site.ImportAsync(
            wxr.Post("State publish", "Text.")
                .Post("State draft", "Text.", status: "draft", utc: "0000-00-00 00:00:00")
                .Post("State pending", "Text.", status: "pending")
                .Post("State private", "Text.", status: "private")
                .Post("State future", "Text.", status: "future", utc: "2999-01-01 00:00:00")
                .Post("State soon", "Text.", status: "future", utc: $"{DateTime.UtcNow.AddDays(9):yyyy-MM-dd} 10:00:00")
                .Post("State past", "Text.", status: "future")
                .Post("State password", "Text.", News + "<wp:post_password>geheim</wp:post_password>")
                .Post("State no date", "Text.", utc: "0000-00-00 00:00:00", local: "0000-00-00 00:00:00")
                .Post("State year 9999", "Text.", utc: "9999-12-31 23:59:59")
                .Post("State empty", "")
                .Post("State trash", "Text.", status: "trash")
                .Post("State auto", "Text.", status: "auto-draft")
                .Post("State revision", "Text.", type: "revision", status: "inherit")
                .Post("State menu", "Text.", type: "nav_menu_item")
                .Post("State same number", "Text.", id: wxr.First)
        );
        Assert.True(report.AddsUp);
        Assert.Equal(
            (1, 1, 9, 5),
            (
                report.Out[ImportReport.Published],
                report.Out[ImportReport.Scheduled],
                report.Out[ImportReport.Drafted],
                report.Skipped.Total
            )
        );
        var twice = report.Skipped.Rows.Single(r => r.Name.Contains("same number", StringComparison.Ordinal));
        Assert.Matches("^line [0-9]+$", Assert.Single(twice.Places).At);
        Assert.Equal(ArticleState.Scheduled, (await site.StoryAsync("State soon")).Article.State);
        Assert.NotNull((await site.StoryAsync("State publish")).Article.LiveNumber);
        foreach (
            var state in new[]
            {
                "draft",
                "pending",
                "private",
                "future",
                "past",
                "password",
                "no date",
                "year 9999",
                "empty",
            }
        )
        {
            var (article, _) = await site.StoryAsync($"State {state}");
            Assert.Equal((ArticleState.Draft, (int?)null), (article.State, article.LiveNumber));
        }

        Assert.DoesNotContain(
            await site.DumpAsync("newsroom"),
            row => row.Contains("State trash") || row.Contains("State same number") || row.Contains("geheim")
        );
        Assert.Contains(
            report.Lines(),
            line => line.Contains("export.xml, line ") && line.EndsWith("State year 9999", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_time_without_a_zone_is_the_newsrooms()
    {
        await site.ImportAsync(
            new Wxr("http://zones.example")
                .Post("Winter clock", "Text.", utc: "0000-00-00 00:00:00", local: "2014-01-05 12:00:00")
                .Post("Summer clock", "Text.", utc: "0000-00-00 00:00:00", local: "2014-07-05 12:00:00")
        );
        Assert.Equal(
            new DateTime(2014, 1, 5, 11, 0, 0),
            (await site.StoryAsync("Winter clock")).Article.FirstPublishedAt!.Value.UtcDateTime
        );
        Assert.Equal(
            new DateTime(2014, 7, 5, 10, 0, 0),
            (await site.StoryAsync("Summer clock")).Article.FirstPublishedAt!.Value.UtcDateTime
        );
    }

    [Fact]
    public async Task Passwords_mail_and_network_addresses_come_out_nowhere()
    {
        var report = await site.ImportAsync(
            new Wxr("http://secrets.example")
                .Head(
                    "<wp:author><wp:author_login>boss@mail.example</wp:author_login><wp:author_email>boss@mail.example</wp:author_email><wp:author_display_name>boss@mail.example</wp:author_display_name><wp:author_password>$P$Bhash</wp:author_password></wp:author>"
                )
                .Post(
                    "Secret keeper",
                    "Text.",
                    News
                        + """
                        <category domain="author" nicename="cap-x"><![CDATA[other@mail.example]]></category>
                        <wp:postmeta><wp:meta_key>_secret</wp:meta_key><wp:meta_value>$P$Bhash meta@mail.example</wp:meta_value></wp:postmeta>
                        <wp:comment><wp:comment_author>Carl</wp:comment_author><wp:comment_author_email>carl@mail.example</wp:comment_author_email><wp:comment_author_IP>203.0.113.77</wp:comment_author_IP><wp:comment_content>Said</wp:comment_content></wp:comment>
                        """
                )
        );
        var all = await BothAsync();
        Assert.Contains(all, row => row.Contains("Secret keeper", StringComparison.Ordinal));
        foreach (var secret in new[] { "@mail.example", "$P$Bhash", "203.0.113.77", "Carl" })
        {
            Assert.DoesNotContain(all, row => row.Contains(secret, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(
            report.Lines(),
            line => line.Contains("carl@", StringComparison.Ordinal) || line.Contains("203.0", StringComparison.Ordinal)
        );
        Assert.Equal(1, report.Counted["comments"]);
    }

    [Fact]
    public async Task Sections_go_where_the_list_says_and_a_tangled_tree_is_put_straight()
    {
        await site.CategoryAsync("Local life");
        var wxr = new Wxr("http://tree.example")
            .Category("breaking", "Breaking News")
            .Category("misc", "Misc")
            .Category("one", "One", "three")
            .Category("two", "Two", "one")
            .Category("three", "Three", "two")
            .Category("d1", "D1")
            .Category("d2", "D2", "d1")
            .Category("d3", "D3", "d2")
            .Category("d4", "D4", "d3")
            .Post("Tree breaking", "Text.", Filed("breaking", "d4"))
            .Post("Tree misc", "Text.", Filed("misc"))
            .Post("Tree nowhere", "Text.", "");
        var report = await site.ImportAsync(wxr, "# ours\nbreaking = -\nmisc = local-life\n* = d1\n");
        Assert.Equal(3, report.Out[ImportReport.Published]);
        var tree = await site.WithAsync<NewsroomDb, CategoryTree>(async db =>
            new(await db.Categories.AsNoTracking().ToListAsync())
        );
        string SlugOf(ArticleContent content) =>
            string.Join('/', tree.Path(tree.Living(content.PrimaryCategoryId!.Value)!).Select(c => c.Slug));
        Assert.Equal("d1/d2/d4", SlugOf((await site.StoryAsync("Tree breaking")).Content));
        Assert.Equal("local-life", SlugOf((await site.StoryAsync("Tree misc")).Content));
        Assert.Equal("d1", SlugOf((await site.StoryAsync("Tree nowhere")).Content));
        Assert.DoesNotContain(tree.InOrder(), c => c.Slug is "breaking" or "misc");
        Assert.Equal(3, tree.InOrder().Count(c => c.Slug is "one" or "two" or "three"));

        var wrong = await Assert.ThrowsAsync<ImportRefusedException>(() =>
            site.ImportAsync(wxr, "\nmisc = nothing-like-it")
        );
        Assert.StartsWith("map.txt, line 2:", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_become_pages_about_the_paper_and_those_that_are_ours_stay()
    {
        var report = await site.ImportAsync(
            new Wxr("http://pages.example")
                .Post(
                    "Imprint of theirs",
                    "Who we are.",
                    "",
                    type: "page",
                    link: "http://pages.example/house/imprint/",
                    id: 500
                )
                .Post("Staff of theirs", "We.", "", type: "page", link: "http://pages.example/staff/", id: 501)
                .Post("Hidden page", "Not yet.", "", type: "page", status: "private", id: 502)
        );
        Assert.Equal((2, 1), (report.Out[ImportReport.Paged], report.Out[ImportReport.Drafted]));
        using var reader = site.Visitor();
        foreach (
            var (from, to) in new[]
            {
                ("/house/imprint", "/about/house-imprint"),
                ("/?page_id=500", "/about/house-imprint"),
                ("/staff", "/about/staff-2"),
            }
        )
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal((HttpStatusCode.MovedPermanently, to), (answer.StatusCode, $"{answer.Headers.Location}"));
            Assert.Contains("theirs", (await reader.PageAsync(to)).Body!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_takes_nobodys_address_and_comes_once_whatever_becomes_of_its_own()
    {
        await site.WithAsync<StandingPageDesk>(desk =>
            desk.SaveAsync(new("how-to-reach", "Ours", "Ours.", 9, new(2026, 1, 2)), null, Actor.System, default)
        );
        var wxr = new Wxr("http://same.example").Post(
            "How to reach them",
            "Theirs.",
            News
                + "<excerpt:encoded><![CDATA[In short]]></excerpt:encoded>"
                + "<category domain=\"post_tag\" nicename=\"mail\">Mail</category>",
            type: "page",
            link: "http://same.example/how-to-reach/",
            id: 510
        );
        var dry = await site.ImportAsync(wxr, isDry: true);
        var report = await site.ImportAsync(wxr);
        Assert.Equal(dry.Lines(), report.Lines());
        Assert.Equal(1, report.Out[ImportReport.Paged]);
        Assert.Equal(1, report.Remarks["another page has its address here: it stands at one with a number"]);
        Assert.Equal(
            ["authors of pages 1", "excerpts of pages 1", "sections of pages 1", "tags of pages 1"],
            report.Counted.Rows.Select(r => $"{r.Name} {r.Count}")
        );
        using var reader = site.Visitor();
        using var answer = await reader.GetAsync("/?page_id=510");
        Assert.Equal("/about/how-to-reach-2", $"{answer.Headers.Location}");
        Assert.Contains("Theirs.", await reader.TextAsync("/about/how-to-reach-2"), StringComparison.Ordinal);
        Assert.Contains("Ours.", await reader.TextAsync("/about/how-to-reach"), StringComparison.Ordinal);

        // Another word of its address is no reason to bring it once more.
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                update newsroom.standing_page set slug = 'reach-them' where slug = 'how-to-reach-2';
                update site.standing_page set slug = 'reach-them' where slug = 'how-to-reach-2';
                """
            )
        );
        var before = await BothAsync();
        Assert.Equal(1, (await site.ImportAsync(wxr)).Out[ImportReport.Known]);
        Assert.Equal(before, await BothAsync());
    }

    [Fact]
    public async Task What_is_too_long_is_cut_or_left_out_and_said()
    {
        var report = await site.ImportAsync(
            new Wxr("http://long.example")
                .Post($"Long title {string.Concat(Enumerable.Repeat("and on ", 1500))}", "Text.")
                .Post("Long text", string.Concat(Enumerable.Repeat("word ", 50_000)))
                .Post("Longest text", new string('x', 3_000_000))
                .Post("Deep text", string.Concat(Enumerable.Repeat("<div>", 200)) + "x")
                .Post(
                    "Many tags",
                    "Text.",
                    News
                        + string.Concat(
                            Enumerable
                                .Range(1, 40)
                                .Select(n => $"<category domain=\"post_tag\" nicename=\"long-{n}\">Long {n}</category>")
                        )
                )
        );
        Assert.True(report.AddsUp);
        Assert.Equal((2, 3), (report.Out[ImportReport.Published], report.Skipped.Total));
        Assert.Equal(30, (await site.StoryAsync("Many tags")).Content.TagIds.Length);
        var headlines = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.ArticleVersions.Select(v => v.Content.Headline).Where(h => h.StartsWith("Long t")).ToListAsync()
        );
        Assert.InRange(Assert.Single(headlines).Length, 250, 300);
        foreach (
            var words in new[]
            {
                "longer than 300",
                "more than 200,000",
                "more than 2,097,152",
                "more than 100 elements deep",
                "more than 30 tags",
            }
        )
        {
            Assert.Contains(report.Lines(), line => line.Contains(words, StringComparison.Ordinal));
        }
    }

    private static string Filed(params string[] slugs) =>
        string.Concat(slugs.Select(s => $"<category domain=\"category\" nicename=\"{s}\">{s}</category>"));

    private static Wxr Mixed(string address)
    {
        var wxr = new Wxr(address).Category("news", "News").Category("sport", "Sport", "news");
        for (var n = 1; n <= 230; n++)
        {
            wxr.Post(
                $"Mixed {n}",
                $"Text <strong>number</strong> {n}.[unknown_code a=\"b\"]",
                Filed("sport") + $"<category domain=\"post_tag\" nicename=\"t{n % 7}\">Tag {n % 7}</category>",
                status: n % 10 == 0 ? "draft" : "publish"
            );
        }

        return wxr.Post("Mixed page", "Page.", "", type: "page").Post("Mixed menu", "", type: "nav_menu_item");
    }

    private Task<List<string>> BothAsync() => site.RowsAsync();
}
