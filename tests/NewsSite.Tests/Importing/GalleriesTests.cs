using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
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
            db.Pictures.ToDictionaryAsync(p => p.OriginalName!, p => p.FileName)
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

    private static string Attached(string name, int order) =>
        $"""
            <wp:post_parent>13</wp:post_parent>
            <wp:menu_order>{order}</wp:menu_order>
            <wp:attachment_url>http://galleries.example/wp-content/uploads/2013/05/{name}</wp:attachment_url>
            """;
}
