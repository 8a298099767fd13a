using System.IO.Compression;
using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.News.Importing.WordPress;
using NewsSite.News.Media;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Pictures that come with an export, in a folder or a zip file: through the same door as any, and from nowhere else.</summary>
public sealed class ImportedPicturesTests(SiteFixture site) : IClassFixture<SiteFixture>, IDisposable
{
    private const string News = "<category domain=\"category\" nicename=\"news\">News</category>";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-pictures-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Pictures_lead_stories_and_stand_in_them_with_their_captions_and_a_second_run_adds_none()
    {
        var uploads = folder.CreateSubdirectory("wp-content/uploads/2013/05").FullName;
        foreach (var name in new[] { "lead.jpg", "boat.jpg", "loose.jpg", "one.jpg", "two.jpg" })
        {
            await File.WriteAllBytesAsync(Path.Combine(uploads, name), Photos.Unique());
        }

        await File.WriteAllTextAsync(Path.Combine(uploads, "fake.jpg"), "<svg onload=\"alert(1)\"/>");
        const string Root = "http://pictured.example/wp-content/uploads/2013/05";
        var wxr = new Wxr("http://pictured.example")
            .Post(
                "Lead",
                "",
                Attached("2013/05/lead.jpg", "A <b>harbour</b>", "At <i>dusk</i>"),
                "inherit",
                "attachment",
                id: 901
            )
            .Post(
                "Boat",
                "",
                Attached("2013/05/boat.jpg", "A boat", "") + "<wp:post_parent>908</wp:post_parent>",
                "inherit",
                "attachment",
                id: 902
            )
            .Post("One", "", Attached("2013/05/one.jpg", "One", "First one"), "inherit", "attachment", id: 903)
            .Post("Two", "", Attached("2013/05/two.jpg", "Two", ""), "inherit", "attachment", id: 904)
            .Post("Fake", "", Attached("2013/05/fake.jpg", "", ""), "inherit", "attachment", id: 905)
            .Post("Lost", "", Attached("2013/05/lost.jpg", "", ""), "inherit", "attachment", id: 906)
            .Post("Sheet", "", Attached("2013/05/sheet.pdf", "", ""), "inherit", "attachment", id: 907)
            .Post(
                "With pictures",
                $"[caption]<a href=\"{Root}/boat.jpg\"><img src=\"{Root}/boat-300x200.jpg\" alt=\"\"></a> The \"boat\"[/caption]\n\n<img src=\"{Root}/loose.jpg?w=3&amp;h=4\" alt=\"Loose\">\n\n<img src=\"{Root}/gone.jpg\" alt=\"Gone\">\n\n[gallery ids=\"903, 904\"]\n\n[gallery]",
                News
                    + "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>901</wp:meta_value></wp:postmeta>",
                id: 908
            )
            .Post("Others", "[gallery]", id: 909);
        var dry = await ImportAsync(wxr, folder.FullName, isDry: true);
        var report = await ImportAsync(wxr, folder.FullName);
        Assert.True(report.AddsUp, string.Join('\n', report.Lines()));
        Assert.Equal(
            (4, 3, 1),
            (report.Out[ImportReport.Pictured], report.Skipped.Total, report.Out[ImportReport.Published])
        );
        var led = LedLines(report).ToHashSet();
        Assert.Equal(dry.Lines(), report.Lines().Where(line => !led.Contains(line)));

        var (article, content) = await site.StoryAsync("With pictures");
        var pictures = await site.WithAsync<NewsroomDb, List<Picture>>(db =>
            db.Pictures.OrderBy(p => p.Id).ToListAsync()
        );
        string FileOf(string name) => pictures.Single(p => p.OriginalName == name).FileName;
        Assert.Equal(("A harbour", "At dusk"), (pictures[0].Alt, pictures[0].Caption));
        Assert.Equal(pictures[0].Id, content.PictureId);
        Assert.Equal(
            $"![](/media/{FileOf("boat.jpg")} \"The \\\"boat\\\"\")\n\n![Loose](/media/{FileOf("loose.jpg")})\n\n![Gone]({Root}/gone.jpg)\n\n![](/media/{FileOf("one.jpg")} \"First one\")\n\n![](/media/{FileOf("two.jpg")})\n\n![](/media/{FileOf("boat.jpg")})",
            content.Body
        );
        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{article.Id}/{article.Slug}");
        Assert.Contains(
            page.QuerySelectorAll("figcaption"),
            c => c.TextContent.Contains("The \"boat\"", StringComparison.Ordinal)
        );
        Assert.Equal(
            HttpStatusCode.OK,
            await reader.StatusAsync(page.QuerySelector("article figure img[alt='A boat']")!.GetAttribute("src")!)
        );

        var again = await ImportAsync(wxr, folder.FullName);
        Assert.Equal(6, again.Out[ImportReport.Known]);
        Assert.Equal(5, await site.WithAsync<NewsroomDb, int>(db => db.Pictures.CountAsync()));
    }

    [Fact]
    public async Task Nothing_outside_of_the_folder_is_read()
    {
        var secret = Path.Combine(folder.FullName, "secret.jpg");
        await File.WriteAllBytesAsync(secret, Photos.Unique());
        var inside = folder.CreateSubdirectory("inside").FullName;
        File.CreateSymbolicLink(Path.Combine(inside, "link.jpg"), secret);
        Directory.CreateSymbolicLink(Path.Combine(inside, "up"), folder.FullName);
        using var given = GivenPictures.Open(inside);
        foreach (
            var path in new[]
            {
                "../secret.jpg",
                secret,
                secret[1..],
                "link.jpg",
                "up/secret.jpg",
                "./../secret.jpg",
                "a/../../secret.jpg",
                "..\\secret.jpg",
                "",
            }
        )
        {
            Assert.Null(await given.FindAsync(path, default));
        }

        File.Copy(secret, Path.Combine(inside, "own.jpg"));
        Assert.NotNull(await given.FindAsync("own.jpg", default));
    }

    [Fact]
    public async Task A_zip_file_gives_what_is_whole_and_small_enough_and_writes_nothing()
    {
        var file = Path.Combine(folder.FullName, "media.zip");
        await using (var zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create))
        {
            await AddAsync(zip, "uploads/2013/05/good.jpg", Photos.Unique());
            await AddAsync(zip, "uploads/2013/05/bomb.jpg", new byte[40 << 20]);
            await AddAsync(zip, "../escape.jpg", Photos.Unique());
            await AddAsync(zip, "/absolute.jpg", Photos.Unique());
            (await AddAsync(zip, "link.jpg", "/etc/passwd"u8.ToArray())).ExternalAttributes = unchecked(
                (int)0xA1FF0000
            );
        }

        Assert.InRange(new FileInfo(file).Length, 0, 1 << 20);
        using var given = GivenPictures.Open(file);
        Assert.NotNull(await given.FindAsync("2013/05/good.jpg", default));
        foreach (var path in new[] { "2013/05/bomb.jpg", "../escape.jpg", "/absolute.jpg", "link.jpg", "nothing.jpg" })
        {
            Assert.Null(await given.FindAsync(path, default));
        }

        Assert.Equal([file], folder.GetFiles("*", SearchOption.AllDirectories).Select(f => f.FullName));
        await File.WriteAllTextAsync(file, "no zip");
        Assert.Throws<ImportRefusedException>(() => GivenPictures.Open(file));
    }

    private static async Task<ZipArchiveEntry> AddAsync(ZipArchive zip, string name, byte[] bytes)
    {
        var entry = zip.CreateEntry(name);
        await using var stream = await entry.OpenAsync();
        await stream.WriteAsync(bytes);
        return entry;
    }

    // A dry run does not say where addresses will lead.
    private static IEnumerable<string> LedLines(ImportReport report) =>
        report
            .Lines()
            .SkipWhile(line => !line.StartsWith("Old addresses", StringComparison.Ordinal))
            .TakeWhile(line => !line.StartsWith("Worth", StringComparison.Ordinal));

    private static string Attached(string path, string alt, string caption) =>
        $"""
            <excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded>
            <wp:attachment_url>http://pictured.example/wp-content/uploads/{path}</wp:attachment_url>
            <wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>{path}</wp:meta_value></wp:postmeta>
            <wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value><![CDATA[{alt}]]></wp:meta_value></wp:postmeta>
            """;

    private async Task<ImportReport> ImportAsync(Wxr wxr, string media, bool isDry = false)
    {
        var file = Path.Combine(folder.FullName, "export.xml");
        await File.WriteAllTextAsync(file, $"{wxr}");
        using var given = GivenPictures.Open(media);
        return await site.WithAsync<Importer, ImportReport>(importer =>
            importer.RunAsync(
                new WordPressSource(file, Imports.Zone, TimeProvider.System) { HasPictures = true },
                new ImportOrder(SectionMap.None, IsDry: isDry, Pictures: given),
                null,
                default
            )
        );
    }
}
