using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What becomes of a Ghost export, in the newsroom and for readers.</summary>
[Collection<GhostSite>]
public sealed class GhostImportTests(SiteFixture site) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-ghost-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("2.38.1")]
    [InlineData("3.42.0")]
    [InlineData("4.48.9")]
    [InlineData("5.82.2")]
    [InlineData("6.10.3")]
    public async Task Each_version_is_taken(string version)
    {
        var headline = $"Ghost of version {version}";
        var report = await ImportAsync(new GhostExport(headline, version).Post(headline, "<p>Text.</p>"));
        Assert.Equal(1, report.Out[ImportReport.Published]);
        Assert.NotNull((await site.StoryAsync(headline)).Article.LiveNumber);
    }

    [Fact]
    public async Task A_story_comes_with_its_time_bylines_tags_section_pictures_and_old_addresses()
    {
        await site.CategoryAsync("Harbour");
        var images = folder.CreateSubdirectory("content/images/2020/03").FullName;
        foreach (var name in new[] { "lead.jpg", "boat.jpg", "two.jpg" })
        {
            await File.WriteAllBytesAsync(Path.Combine(images, name), Photos.Unique());
        }

        string[] ids = [.. Enumerable.Range(0, 6).Select(_ => GhostExport.NewId())];
        const string Root = "__GHOST_URL__/content/images";
        var nodes = $$"""
            {"type":"paragraph","children":[{"type":"extended-text","text":"See ","format":0},{"type":"link","url":"__GHOST_URL__/other/","children":[{"type":"text","text":"there","format":1}]}]},
            {"type":"image","src":"{{Root}}/size/w600/2020/03/boat.jpg","alt":"A \"boat\"","caption":"The <b>boat</b> &amp; sea"},
            {"type":"gallery","images":[{"src":"{{Root}}/2020/03/two.jpg","alt":"Two"},{"src":"{{Root}}/2020/03/gone.jpg","alt":"Gone"}],"caption":"Both of them"}
            """;
        var export = new GhostExport()
            .Row("users", "id", ids[0], "name", "Ann Early", "slug", "ann", "bio", "Writes about\n\nthe sea.")
            .Row("users", "id", ids[1], "name", "Bob Late", "slug", "bob-b", "bio", null)
            .Row("tags", "id", ids[2], "name", "Port", "slug", "port", "visibility", "public")
            .Row("tags", "id", ids[3], "name", "Große Schiffe", "slug", "grosse-schiffe", "visibility", "public")
            .Row("tags", "id", ids[4], "name", "#hidden", "slug", "hash-hidden", "visibility", "internal")
            .Row("tags", "id", ids[5], "name", "Gossip", "slug", "gossip", "visibility", "public")
            .Post(
                "Ships <sail> & 5 < 6",
                null,
                "slug",
                "ships-sail",
                "lexical",
                GhostExport.Lexical(nodes),
                "custom_excerpt",
                "A <b>plain</b> excerpt",
                "feature_image",
                $"{Root}/2020/03/lead.jpg",
                "canonical_url",
                "https://other.example/ships"
            )
            .Tagged(ids[3], 1)
            .Tagged(ids[2], 0)
            .Tagged(ids[4], 2)
            .Tagged(ids[5], 3)
            .Signed(ids[1], 1)
            .Signed(ids[0], 0);
        export.Row(
            "posts_meta",
            "post_id",
            export.PostId,
            "feature_image_alt",
            "The harbour",
            "feature_image_caption",
            "At <i>dusk</i>",
            "meta_title",
            "Ships!",
            "meta_description",
            "not this"
        );
        export.Post("About the ship's paper", "<p>We.</p>", "type", "page", "slug", "about-ship");
        export.Post("Second harbour", "<p>Text.</p>", "slug", "second").Tagged(ids[2]);
        var report = await ImportAsync(export, map: "port = harbour\ngossip = -", media: folder.FullName);
        Assert.True(report.AddsUp);
        Assert.Equal((2, 1), (report.Out[ImportReport.Published], report.Out[ImportReport.Paged]));
        Assert.Equal(1, report.Counted["internal tags"]);

        var (article, content) = await site.StoryAsync("Ships <sail> & 5 < 6");
        Assert.Equal(new DateTimeOffset(2020, 3, 2, 10, 0, 0, TimeSpan.Zero), article.FirstPublishedAt);
        Assert.Equal("A <b>plain</b> excerpt", content.Standfirst);
        Assert.Equal(
            ("https://other.example/ships", "other.example", true),
            (content.SourceUrl, content.SourceCredit, content.IsSyndicated)
        );
        await site.WithAsync<NewsroomDb>(async db =>
        {
            var names = content.AuthorIds.Select(id => db.Authors.Single(a => a.Id == id)).ToList();
            Assert.Equal(["Ann Early", "Bob Late"], names.Select(a => a.Name));
            Assert.Equal("Writes about\n\nthe sea.", names[0].Biography);
            Assert.Equal("Große Schiffe", (await db.Tags.SingleAsync(t => content.TagIds.Contains(t.Id))).Name);
            Assert.Equal("harbour", (await db.Categories.SingleAsync(c => c.Id == content.PrimaryCategoryId)).Slug);
            var lead = await db.Pictures.SingleAsync(p => p.Id == content.PictureId);
            Assert.Equal(("The harbour", "At dusk"), (lead.Alt, lead.Caption));
            string FileOf(string name) => db.Pictures.Single(p => p.OriginalName!.EndsWith(name)).FileName;
            Assert.Equal(
                $"See [**there**](/other/)\n\n![A \"boat\"](/media/{FileOf("boat.jpg")} \"The boat &amp; sea\")\n\n![Two](/media/{FileOf("two.jpg")})\n\nBoth of them",
                content.Body
            );
        });
        Assert.Contains(
            report.Remarks.Rows,
            r => r.Name.Contains("has no address of its own", StringComparison.Ordinal)
        );
        Assert.Equal("Ships!", content.SearchTitle);

        var story = $"/news/{article.Id}/{article.Slug}";
        using var reader = site.Visitor();
        foreach (
            var (from, to) in new[]
            {
                ("/ships-sail/", story),
                ("/about-ship", "/about/about-ship"),
                ("/tag/port/", "/category/harbour"),
                ("/tag/grosse-schiffe", "/tag/gro-e-schiffe"),
                ("/author/ann/", "/author/ann-early"),
                ("/author/bob-b/", "/author/bob-late"),
            }
        )
        {
            using var answer = await reader.GetAsync(from);
            Assert.Equal((HttpStatusCode.MovedPermanently, to), (answer.StatusCode, $"{answer.Headers.Location}"));
            Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(to));
        }
    }

    [Fact]
    public async Task Only_what_everybody_saw_is_public_and_what_was_scheduled_is()
    {
        var soon = DateTimeOffset.UtcNow.AddDays(40);
        var at = new DateTimeOffset(soon.Year, soon.Month, soon.Day, 9, 30, 0, TimeSpan.Zero);
        var export = new GhostExport()
            .Post("Ghost open", "<p>Text.</p>")
            .Post("Ghost old time", "<p>Text.</p>", "published_at", "2020-03-02 10:00:00")
            .Post(
                "Ghost coming",
                "<p>Text.</p>",
                "status",
                "scheduled",
                "published_at",
                $"{at:yyyy-MM-ddTHH:mm:ss}.000Z"
            )
            .Post("Ghost draft", "<p>Text.</p>", "status", "draft", "published_at", null)
            .Post("Ghost missed", "<p>Text.</p>", "status", "scheduled")
            .Post("Ghost far", "<p>Text.</p>", "status", "scheduled", "published_at", "2999-01-01T00:00:00.000Z")
            .Post("Ghost coming page", "<p>Text.</p>", "type", "page", "status", "scheduled", "published_at", $"{at:O}")
            .Post("Ghost paid", "<p>Text.</p>", "visibility", "paid")
            .Post("Ghost members", "<p>Text.</p>", "visibility", "members")
            .Post("Ghost sent", "<p>Text.</p>", "status", "sent")
            .Post("Ghost no date", "<p>Text.</p>", "published_at", null)
            .Post("Ghost year 0", "<p>Text.</p>", "published_at", "0000-00-00 00:00:00")
            .Post("Ghost year 9999", "<p>Text.</p>", "published_at", "9999-12-31T23:59:59.000Z")
            .Post("Ghost empty", "")
            .Post("", "", "slug", "nothing")
            .Post("Ghost same", "<p>Text.</p>", "id", "twice")
            .Post("Ghost same again", "<p>Text.</p>", "id", "twice")
            .Post("Ghost nobody", "<p>Text.</p>", "id", null)
            .Post($"Ghost long {string.Concat(Enumerable.Repeat("and on ", 1500))}", "<p>Text.</p>")
            .Post("Ghost deep", string.Concat(Enumerable.Repeat("<div>", 200)) + "x")
            .Post("Ghost bomb", null, "lexical", $"{{\"root\":{new string('[', 5000)}")
            .Post("Ghost fallback", "<p>Kept &amp; read.</p>", "lexical", "no json")
            .Post(
                "Ghost again and again",
                null,
                "mobiledoc",
                GhostExport.Mobiledoc(
                    string.Join(',', Enumerable.Repeat("[10,0]", 100_000)),
                    $$"""["html",{"html":"<svg>{{new string('x', 100_000)}}</svg>"}]"""
                )
            )
            .Post("Ghost strange", null, "mobiledoc", GhostExport.Mobiledoc("[10,7]"));
        var before = await site.RowsAsync();
        var dry = await ImportAsync(export, isDry: true);
        Assert.Equal(before, await site.RowsAsync());
        var report = await ImportAsync(export);
        Assert.Equal(dry.Lines(), report.Lines());
        Assert.True(report.AddsUp);
        Assert.Equal(
            (5, 1, 11, 7),
            (
                report.Out[ImportReport.Published],
                report.Out[ImportReport.Scheduled],
                report.Out[ImportReport.Drafted],
                report.Skipped.Total
            )
        );
        var (coming, _) = await site.StoryAsync("Ghost coming");
        Assert.Equal(ArticleState.Scheduled, coming.State);
        var act = await site.WithAsync<NewsroomDb, News.Schedules.ScheduledAct>(db =>
            db.ScheduledActs.SingleAsync(s => s.ArticleId == coming.Id)
        );
        Assert.Equal(at, act.DueAt);
        foreach (
            var state in "draft,missed,far,coming page,paid,members,sent,no date,year 0,year 9999,empty".Split(',')
        )
        {
            var (article, _) = await site.StoryAsync($"Ghost {state}");
            Assert.Equal((ArticleState.Draft, (int?)null), (article.State, article.LiveNumber));
        }

        Assert.Equal("Kept & read.", await site.BodyAsync("Ghost fallback"));

        // Once more, and nothing changes; nor does it when what readers see is made anew.
        var after = await site.RowsAsync();
        var again = await ImportAsync(export);
        Assert.Equal(after, await site.RowsAsync());
        Assert.Equal(report.Out.Total, again.Out[ImportReport.Known]);
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(after.Where(row => row[0] == 'S'), (await site.RowsAsync()).Where(row => row[0] == 'S'));
    }

    [Fact]
    public async Task Passwords_keys_mail_and_money_come_out_nowhere()
    {
        var boss = GhostExport.NewId();
        var export = new GhostExport("Ghost with secrets")
            .Row(
                "users",
                "id",
                boss,
                "name",
                "boss@mail.example",
                "slug",
                "boss",
                "password",
                "$2a$10$hashhash",
                "email",
                "boss@mail.example",
                "bio",
                "boss@mail.example",
                "last_seen",
                "203.0.113.77"
            )
            .Row("settings", "key", "stripe_secret_key", "value", "sk_live_hidden")
            .Row("settings", "value", "sk_live_first", "key", "title")
            .Row("members", "id", "1", "email", "carl@mail.example", "name", "Carl Member")
            .Row("api_keys", "id", "2", "secret", "4446bf1bsecret")
            .Post("Ghost unsigned", "<p>Text.</p>")
            .Post(
                "Ghost keeper",
                "<p>Text.</p>",
                "codeinjection_head",
                "<script>leak()</script>",
                "email_recipient_filter",
                "carl@mail.example"
            )
            .Signed(boss);
        var report = await ImportAsync(export);
        var all = await site.RowsAsync();
        Assert.Contains(all, row => row.Contains("Ghost keeper", StringComparison.Ordinal));
        foreach (
            var secret in new[] { "@mail.example", "$2a$10$", "203.0.113.77", "sk_live", "4446bf1b", "Carl", "leak()" }
        )
        {
            Assert.DoesNotContain(all, row => row.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(report.Lines(), line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Equal(1, report.Counted["members"]);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_goes_on()
    {
        var export = new GhostExport();
        for (var n = 1; n <= 150; n++)
        {
            export.Post($"Ghost cut {n}", $"<p>Text {n}.</p>");
        }

        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            site.WithAsync<Importer, ImportReport>(importer =>
                importer.RunAsync(
                    Imports.Source(Write(export), SectionMap.None),
                    new ImportOrder(SectionMap.None),
                    new AfterFirst(end),
                    end.Token
                )
            )
        );
        var report = await ImportAsync(export);
        Assert.Equal((100, 50), (report.Out[ImportReport.Known], report.Out[ImportReport.Published]));
        Assert.Equal(
            150,
            await site.WithAsync<NewsroomDb, int>(db =>
                db.ArticleVersions.CountAsync(v => v.Content.Headline.StartsWith("Ghost cut"))
            )
        );
    }

    private sealed class AfterFirst(CancellationTokenSource end) : IProgress<string>
    {
        public void Report(string value)
        {
            if (value.StartsWith("100 posts", StringComparison.Ordinal))
            {
                end.Cancel();
            }
        }
    }

    private string Write(object export)
    {
        var file = Path.Combine(folder.FullName, "export.json");
        File.WriteAllText(file, $"{export}");
        return file;
    }

    private async Task<ImportReport> ImportAsync(
        GhostExport export,
        string? map = null,
        bool isDry = false,
        string? media = null
    )
    {
        var mapFile = map is null ? null : Path.Combine(folder.FullName, "map.txt");
        if (mapFile is not null)
        {
            await File.WriteAllTextAsync(mapFile, map);
        }

        return await site.ImportFileAsync(Write(export), mapFile, isDry, media);
    }
}
