using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Schedules;
using NewsSite.News.StandingPages;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The addresses that pictures had, and pictures that come later than their stories.</summary>
[Collection<GhostSite>]
public sealed class OldFilesTests(SiteFixture site) : IDisposable
{
    private const string Late = "stories and pages whose pictures came now";
    private const string Edited =
        "its picture is in the library now and was not put into it: somebody works on it since it came";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-old-files-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Pictures_and_the_pages_about_them_lead_on_once()
    {
        const string Root = "http://files.example/wp-content/uploads/2012/03";
        await TakePhotosAsync("2012/03", "skiff.jpg", "alone.jpg", "unused.jpg", "hidden.jpg");
        var wxr = new Wxr("http://files.example")
            .Post(
                "Boat",
                "",
                Attached("skiff.jpg", parent: 960)
                    + "<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value><![CDATA[a:2:{s:4:\"file\";s:17:\"2012/03/skiff.jpg\";s:5:\"sizes\";a:1:{s:6:\"medium\";a:1:{s:4:\"file\";s:17:\"skiff-768x512.jpg\";}}}]]></wp:meta_value></wp:postmeta>",
                "inherit",
                "attachment",
                id: 950,
                link: "http://files.example/2014/ferry/skiff/"
            )
            .Post(
                "Alone",
                "",
                Attached("alone.jpg"),
                "inherit",
                "attachment",
                id: 951,
                link: "http://files.example/alone/"
            )
            .Post("Sheet", "", Attached("sheet.pdf", parent: 960), "inherit", "attachment", id: 952)
            .Post("Unused", "", Attached("unused.jpg"), "inherit", "attachment", id: 953)
            .Post("Hidden", "", Attached("hidden.jpg", parent: 961), "inherit", "attachment", id: 954)
            .Post("Lost", "", Attached("lost.jpg"), "inherit", "attachment", id: 955)
            .Post(
                "Files ferry",
                $"<a href=\"{Root}/skiff.jpg\"><img src=\"{Root}/skiff-300x200.jpg?x=1\" alt=\"\"></a>\n\n<img src=\"/wp-content/uploads/2012/03/alone.jpg\" alt=\"\">\n\n<img src=\"http://elsewhere.example/uploads/2012/03/skiff-90x90.jpg\">",
                "",
                id: 960
            )
            .Post("Files draft", $"<img src=\"{Root}/hidden-10x10.jpg\">", "", status: "draft", id: 961);
        var file = await WriteAsync("export.xml", wxr);
        var report = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal(
            [
                "files of pictures lead to the picture 4",
                "lead nowhere: no published story shows the picture 8",
                "lead nowhere: the file is not taken in 5",
                "pages about a file lead to its story 6",
                "pages about a picture lead to the picture 3",
            ],
            report.Led.Rows.Select(r => $"{r.Name} {r.Count}")
        );

        var (ferry, _) = await site.StoryAsync("Files ferry");
        var story = $"/news/{ferry.Id}/{ferry.Slug}";
        var (skiff, alone) = (await AddressAsync("skiff.jpg"), await AddressAsync("alone.jpg"));
        await site.LeadsAsync(
            ("/2014/ferry/skiff/", story),
            ("/?attachment_id=950", story),
            ("/?p=950", story),
            ("/?attachment_id=952", story),
            ("/wp-content/uploads/2012/03/skiff.jpg", skiff),
            ("/wp-content/uploads/2012/03/skiff-300x200.jpg", skiff),
            ("/wp-content/uploads/2012/03/skiff-300x200.jpg?w=300", skiff),
            ("/wp-content/uploads/2012/03/Skiff-768x512.jpg", skiff),
            ("/alone", alone),
            ("/?attachment_id=951", alone),
            ("/wp-content/uploads/2012/03/alone.jpg", alone)
        );
        using var reader = site.Visitor();
        foreach (var nowhere in new[] { "unused.jpg", "hidden.jpg", "sheet.pdf", "skiff-90x90.jpg" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync($"/wp-content/uploads/2012/03/{nowhere}"));
        }

        var proof = await site.ProveFileAsync(file, hasPictures: true);
        Assert.Equal((0, 32), (proof.Wrong, proof.Asked));
        var before = await site.RowsAsync();
        var again = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.Equal(before, await site.RowsAsync());
        Assert.Equal(report.Led.Rows.Select(r => (r.Name, r.Count)), again.Led.Rows.Select(r => (r.Name, r.Count)));
    }

    [Fact]
    public async Task Pictures_of_Ghost_lead_on_once_in_each_size_that_it_names()
    {
        await TakePhotosAsync("2020/05", "wharf.jpg", "mole.jpg");
        var export = new GhostExport("Ghost files").Post(
            "Ghost files",
            "<p>Text.</p><img src=\"__GHOST_URL__/content/images/2020/05/wharf.jpg\" srcset=\"__GHOST_URL__/content/images/size/w600/2020/05/wharf.jpg 600w, __GHOST_URL__/content/images/2020/05/wharf.jpg 900w\">",
            "feature_image",
            "__GHOST_URL__/content/images/2020/05/mole.jpg"
        );
        var file = await WriteAsync("export.json", export);
        var report = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.Equal(3, report.Led["files of pictures lead to the picture"]);
        var (wharf, mole) = (await AddressAsync("wharf.jpg"), await AddressAsync("mole.jpg"));
        await site.LeadsAsync(
            ("/content/images/2020/05/wharf.jpg", wharf),
            ("/content/images/size/w600/2020/05/wharf.jpg", wharf),
            ("/content/images/2020/05/mole.jpg", mole)
        );
        var proof = await site.ProveFileAsync(file, hasPictures: true);
        Assert.Equal((6, 0), (proof.Asked, proof.Wrong));
    }

    [Fact]
    public async Task Pictures_that_come_later_are_put_in_where_nobody_has_worked_on_the_story()
    {
        const string Root = "http://late.example/wp-content/uploads/2013/07";
        await TakePhotosAsync("2013/07", "early.jpg");
        var text =
            $"Text.\n\n<img src=\"{Root}/early.jpg\" alt=\"Early\">\n\n<img src=\"{Root}/tardy.jpg\" alt=\"Tardy\">";
        const string Lead =
            "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>970</wp:meta_value></wp:postmeta>";
        var at = DateTimeOffset.UtcNow.AddDays(7);
        var wxr = new Wxr("http://late.example")
            .Post("Lead", "", Attached("lead.jpg", folder: "2013/07"), "inherit", "attachment", id: 970)
            .Post("Late untouched", text, Lead, id: 971)
            .Post("Late edited", text, Lead, id: 972)
            .Post("Late withdrawn", text, Lead, id: 973)
            .Post("Late coming", text, Lead, "future", utc: $"{at:yyyy-MM-dd HH:mm:ss}", id: 974)
            .Post("Late draft", text, Lead, "draft", id: 975)
            .Post("Late complete", $"<img src=\"{Root}/early.jpg\" alt=\"Early\">", "", id: 976);
        var file = await WriteAsync("export.xml", wxr);
        var first = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.Equal(
            5,
            first.Remarks["a picture in its text is not among those given: there is a link to where it was"]
        );
        var edited = (await site.StoryAsync("Late edited")).Article.Id;
        await site.SaveAsync(edited, c => c with { Standfirst = "By hand" });
        await site.WithdrawAsync((await site.StoryAsync("Late withdrawn")).Article.Id);
        var was = (await site.StoryAsync("Late untouched")).Article;

        await TakePhotosAsync("2013/07", "tardy.jpg", "lead.jpg");
        var before = await site.RowsAsync();
        var dry = await site.ImportFileAsync(file, isDry: true, media: folder.FullName);
        Assert.Equal(before, await site.RowsAsync());
        Assert.Equal((3, 2), (dry.Out[Late], dry.Remarks[Edited]));
        var second = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.True(second.AddsUp, string.Join('\n', second.Lines()));
        Assert.Equal((3, 2), (second.Out[Late], second.Remarks[Edited]));

        foreach (var headline in new[] { "Late untouched", "Late coming", "Late draft" })
        {
            var (article, content) = await NewestAsync(headline);
            Assert.Equal((2, true), (article.HeadNumber, content.PictureId is not null));
            Assert.DoesNotContain("http://", content.Body, StringComparison.Ordinal);
        }

        var (now, _) = await NewestAsync("Late untouched");
        Assert.Equal(
            (2, was.FirstPublishedAt, null, was.Slug),
            (now.LiveNumber, now.FirstPublishedAt, now.UpdatedAt, now.Slug)
        );
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{now.Id}/{now.Slug}");
        Assert.Equal(
            HttpStatusCode.OK,
            await reader.StatusAsync(page.QuerySelector("article figure img[alt='Tardy']")!.GetAttribute("src")!)
        );
        var (coming, _) = await NewestAsync("Late coming");
        var plan = await site.WithAsync<NewsroomDb, ScheduledAct>(db =>
            db.ScheduledActs.SingleAsync(s => s.ArticleId == coming.Id)
        );
        Assert.Contains(
            "\"Number\":2",
            plan.Order.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("http://", (await NewestAsync("Late edited")).Content.Body, StringComparison.Ordinal);
        Assert.Equal(
            1,
            await site.WithAsync<NewsroomDb, int>(db =>
                db.ArticleVersions.CountAsync(v => v.Content.Headline == "Late withdrawn")
            )
        );

        var after = await site.RowsAsync();
        var third = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.Equal(after, await site.RowsAsync());
        Assert.Equal((0, 2), (third.Out[Late], third.Remarks[Edited]));
    }

    [Fact]
    public async Task Pictures_that_come_later_are_put_into_pages_in_which_nobody_has_written()
    {
        const string Root = "http://late.example/wp-content/uploads/2013/08";
        await TakePhotosAsync("2013/08", "first.jpg");
        var text =
            $"Text.\n\n<img src=\"{Root}/first.jpg\" alt=\"First\">\n\n<img src=\"{Root}/second.jpg\" alt=\"Second\">";
        var wxr = new Wxr("http://late.example")
            .Post("Late page", text, "", type: "page", id: 981, link: "http://late.example/late-page/")
            .Post("Late page of ours", text, "", type: "page", id: 982, link: "http://late.example/late-page-of-ours/")
            .Post("Late page as it was", "Text.", "", type: "page", id: 983, link: "http://late.example/as-it-was/");
        var file = await WriteAsync("export.xml", wxr);
        await site.ImportFileAsync(file, media: folder.FullName);
        var ours = await PageAsync("late-page-of-ours");
        var form = new StandingPageForm(ours.Slug, ours.Title, $"{ours.Body}\n\nBy hand.", 1, ours.ReviewedOn);
        await site.WithAsync<StandingPageDesk>(d => d.SaveAsync(form, ours.RowVersion, site.Admin, default));
        using var reader = site.Visitor();
        Assert.Single((await reader.PageAsync("/about/late-page")).QuerySelectorAll(".prose img"));

        await TakePhotosAsync("2013/08", "second.jpg");
        var before = await site.RowsAsync();
        var dry = await site.ImportFileAsync(file, isDry: true, media: folder.FullName);
        Assert.Equal(before, await site.RowsAsync());
        Assert.Equal((1, 1), (dry.Out[Late], dry.Remarks[Edited]));
        var second = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.True(second.AddsUp, string.Join('\n', second.Lines()));
        Assert.Equal((1, 1), (second.Out[Late], second.Remarks[Edited]));
        var images = (await reader.PageAsync("/about/late-page")).QuerySelectorAll(".prose img");
        Assert.Equal(["First", "Second"], images.Select(i => i.GetAttribute("alt")));
        foreach (var image in images)
        {
            Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync(image.GetAttribute("src")!));
        }

        Assert.Equal(form.Body, (await PageAsync(ours.Slug)).Body);
        var after = await site.RowsAsync();
        var third = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.Equal(after, await site.RowsAsync());
        Assert.Equal((0, 1), (third.Out[Late], third.Remarks[Edited]));
    }

    private Task<StandingPage> PageAsync(string slug) =>
        site.WithAsync<NewsroomDb, StandingPage>(db =>
            db.StandingPages.AsNoTracking().SingleAsync(p => p.Slug == slug)
        );

    private static string Attached(string name, int parent = 0, string folder = "2012/03") =>
        $"""
            <wp:post_parent>{parent}</wp:post_parent>
            <wp:attachment_url>http://files.example/wp-content/uploads/{folder}/{name}</wp:attachment_url>
            """;

    private async Task TakePhotosAsync(string path, params string[] names)
    {
        var to = folder.CreateSubdirectory(path).FullName;
        foreach (var name in names)
        {
            await File.WriteAllBytesAsync(Path.Combine(to, name), Photos.Unique());
        }
    }

    private async Task<string> WriteAsync(string name, object export)
    {
        var file = Path.Combine(folder.FullName, name);
        await File.WriteAllTextAsync(file, $"{export}");
        return file;
    }

    private Task<(Article Article, ArticleContent Content)> NewestAsync(string headline) =>
        site.WithAsync<NewsroomDb, (Article, ArticleContent)>(async db =>
        {
            var version = await db
                .ArticleVersions.AsNoTracking()
                .Where(v => v.Content.Headline == headline)
                .OrderByDescending(v => v.Number)
                .FirstAsync();
            return (await db.Articles.AsNoTracking().SingleAsync(a => a.Id == version.ArticleId), version.Content);
        });

    // As readers have it: the widest JPEG that pages name.
    private async Task<string> AddressAsync(string name)
    {
        var picture = await site.WithAsync<NewsroomDb, News.Media.Picture>(db =>
            db.Pictures.SingleAsync(p => p.OriginalName == name)
        );
        return $"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/{News.Media.Rendition.WidestJpegOf(picture.Width)}";
    }
}
