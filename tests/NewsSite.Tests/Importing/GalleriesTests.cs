using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Media;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Galleries of WordPress, which name pictures or whose they are; the file has those anywhere.</summary>
public sealed class GalleriesTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-galleries-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_gallery_shows_pictures_of_any_item_of_the_file()
    {
        var uploads = folder.CreateSubdirectory("2013/05").FullName;
        foreach (var name in new[] { "boat.jpg", "quay.jpg" })
        {
            await File.WriteAllBytesAsync(Path.Combine(uploads, name), Photos.Unique());
        }

        var wxr = new Wxr("http://galleries.example")
            .Post("Named", "[gallery ids=\"22, 21, 99\"]", id: 11)
            .Post("Borrowed", "[gallery columns=\"2\" id=\"13\"]", id: 12)
            .Post("Boat", "", Attached("boat.jpg", order: 2), "inherit", "attachment", id: 21)
            .Post("Own", "[gallery]", id: 13)
            .Post("Quay", "", Attached("quay.jpg", order: 1), "inherit", "attachment", id: 22)
            .Post("Of nobody", "Text. [gallery id=\"14\"][gallery id=\"all\"]", id: 15);
        var file = Path.Combine(folder.FullName, "export.xml");
        await File.WriteAllTextAsync(file, $"{wxr}");
        var report = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));

        var files = await site.WithAsync<NewsroomDb, Dictionary<string, string>>(db =>
            db.Pictures.Where(p => p.OriginalName != null).ToDictionaryAsync(p => p.OriginalName!, p => p.FileName)
        );
        var both = $"![](/media/{files["quay.jpg"]})\n\n![](/media/{files["boat.jpg"]})";
        Assert.Equal(
            (both, both, both),
            (await site.BodyAsync("Named"), await site.BodyAsync("Borrowed"), await site.BodyAsync("Own"))
        );
        Assert.Equal("Text.", await site.BodyAsync("Of nobody"));
        Assert.Equal(2, report.Remarks["shortcode [gallery] is left out, its text stays"]);
        Assert.Equal(
            1,
            report.Remarks[
                "a picture in its text is not among those given, and has no address of its own: it is left out"
            ]
        );
    }

    [Fact]
    public async Task What_consists_of_a_gallery_alone_comes_in_with_all_its_pictures()
    {
        var uploads = folder.CreateSubdirectory("2013/05").FullName;
        var names = Enumerable.Range(1, 3).Select(n => $"alone-{n}.jpg").ToList();
        names.ForEach(name => File.WriteAllBytes(Path.Combine(uploads, name), Photos.Unique()));
        const string Root = "http://alone.example/wp-content/uploads/2013/05";
        var images = string.Concat(
            names.Select(
                (name, n) =>
                    $"<figure class=\"wp-block-image\"><img src=\"{Root}/{name}\" data-id=\"{31 + n}\"/></figure>"
            )
        );
        var block =
            $"<!-- wp:gallery --><figure class=\"wp-block-gallery has-nested-images\">{images}</figure><!-- /wp:gallery -->";
        var wxr = new Wxr("http://alone.example")
            .Post(
                "Gallery page",
                "[gallery ids=\"31,32,33\"]",
                "",
                type: "page",
                id: 1,
                link: "http://alone.example/gallery-page/"
            )
            .Post("Gallery block", block, "", type: "page", id: 2, link: "http://alone.example/gallery-block/")
            .Post("Gallery post", "[gallery ids=\"31,32,33\"]", id: 3)
            .Post("Gallery block post", block, id: 4);
        for (var n = 0; n < names.Count; n++)
        {
            wxr.Post(
                names[n],
                "",
                $"<wp:attachment_url>{Root}/{names[n]}</wp:attachment_url>",
                "inherit",
                "attachment",
                id: 31 + n
            );
        }

        var file = Path.Combine(folder.FullName, "export.xml");
        await File.WriteAllTextAsync(file, $"{wxr}");
        var report = await site.ImportFileAsync(file, media: folder.FullName);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal(
            (2, 2, 3),
            (report.Out[ImportReport.Paged], report.Out[ImportReport.Published], report.Out[ImportReport.Pictured])
        );

        var files = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Pictures.Where(p => p.OriginalName!.StartsWith("alone-"))
                .OrderBy(p => p.OriginalName)
                .Select(p => p.FileName)
                .ToListAsync()
        );
        var all = string.Join("\n\n", files.Select(f => $"![](/media/{f})"));
        Assert.Equal(3, files.Count);
        Assert.Equal((all, all), (await site.BodyAsync("Gallery post"), await site.BodyAsync("Gallery block post")));
        var pages = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.StandingPages.Where(p => p.Slug.StartsWith("gallery-"))
                .OrderBy(p => p.Slug)
                .Select(p => p.Body)
                .ToListAsync()
        );
        Assert.Equal([all, all], pages);

        // Readers see each of them, on the page as in the story.
        var (post, _) = await site.StoryAsync("Gallery post");
        using var reader = site.Visitor();
        foreach (var address in new[] { $"/news/{post.Id}/{post.Slug}", "/about/gallery-page", "/about/gallery-block" })
        {
            var page = await reader.PageAsync(address);
            Assert.Equal((address, 3), (address, page.QuerySelectorAll(".prose img").Length));
            foreach (var source in page.QuerySelectorAll(".prose img").Select(i => i.GetAttribute("src")!))
            {
                Assert.Equal((source, HttpStatusCode.OK), (source, await reader.StatusAsync(source)));
            }
        }
    }

    [Fact]
    public async Task The_pictures_of_a_page_are_public_while_it_shows_them_as_a_rebuild_has_it()
    {
        var kept = await site.PictureAsync(Photos.Unique(), new PictureForm("Kept", null, null));
        var dropped = await site.PictureAsync(Photos.Unique(), new PictureForm("Dropped", null, null));
        string[] bodies =
        [
            $"![](/media/{kept.FileName})\n\n![](/media/{dropped.FileName})",
            $"![](/media/{kept.FileName})",
        ];
        foreach (var body in bodies)
        {
            var seen = await site.WithAsync<NewsroomDb, uint?>(db =>
                db.StandingPages.Where(p => p.Slug == "shown").Select(p => (uint?)p.RowVersion).SingleOrDefaultAsync()
            );
            await site.WithAsync<StandingPageDesk>(d =>
                d.SaveAsync(new("shown", "Shown", body, 1, new DateOnly(2026, 1, 2)), seen, site.Admin, default)
            );
            var shown = await site.WithAsync<PublishedDb, List<long>>(db =>
                db.Pictures.Where(p => p.Id == kept.Id || p.Id == dropped.Id).Select(p => p.Id).ToListAsync()
            );
            Assert.Equal(body == bodies[0] ? [kept.Id, dropped.Id] : [kept.Id], shown.Order());
        }

        // What is said of the picture is said on the page, too.
        await site.WithAsync<LibraryDesk>(async desk =>
            await desk.SaveAsync(
                kept.Id,
                await VersionAsync(kept.Id),
                new PictureForm("Said anew", null, null),
                site.Admin,
                default
            )
        );
        using var reader = site.Visitor();
        var image = (await reader.PageAsync("/about/shown")).QuerySelector(".prose img")!;
        Assert.Equal("Said anew", image.GetAttribute("alt"));
        var before = await site.DumpAsync();
        await site.WithAsync<Rebuild>(rebuild => rebuild.RunAsync(null, default));
        Assert.Equal(before, await site.DumpAsync());
    }

    private Task<uint> VersionAsync(long picture) =>
        site.WithAsync<NewsroomDb, uint>(db =>
            db.Pictures.Where(p => p.Id == picture).Select(p => p.RowVersion).SingleAsync()
        );

    private static string Attached(string name, int order) =>
        $"""
            <wp:post_parent>13</wp:post_parent>
            <wp:menu_order>{order}</wp:menu_order>
            <wp:attachment_url>http://galleries.example/wp-content/uploads/2013/05/{name}</wp:attachment_url>
            """;
}
