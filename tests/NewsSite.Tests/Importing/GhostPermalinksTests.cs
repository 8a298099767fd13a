using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Ghost;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Imports;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>How Ghost made the addresses of posts: as the export says it, or whoever has the old routes.</summary>
[Collection<GhostSite>]
public sealed class GhostPermalinksTests(SiteFixture site) : IDisposable
{
    private static readonly JsonSerializerOptions Lines = new() { WriteIndented = true, NewLine = "\n" };
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-permalinks-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_says_it_and_the_day_is_that_of_the_old_newsroom()
    {
        var export = new GhostExport("Ghost days", "2.38.1")
            .Row("settings", "key", "permalinks", "value", "/:year/:month/:day/:slug/")
            .Row("settings", "key", "active_timezone", "value", "Pacific/Auckland")
            .Post("Ghost dated", "<p>Text.</p>", "slug", "dated", "published_at", "2020-03-02T22:00:00.000Z")
            .Post("Ghost house", "<p>Text.</p>", "slug", "ghost-house", "type", "page");
        var source = Source(export);
        await ImportAsync(source);
        using var reader = site.Visitor();
        var (article, _) = await site.StoryAsync("Ghost dated");
        Assert.Equal($"/news/{article.Id}/{article.Slug}", await site.LeadsToAsync(reader, "/2020/03/03/dated/"));
        Assert.Equal("/about/ghost-house", await site.LeadsToAsync(reader, "/ghost-house/"));
        Assert.Equal((4, 0), await ProveAsync(source));
    }

    [Fact]
    public async Task Somebody_says_it_for_each_collection()
    {
        var (tag, author) = (GhostExport.NewId(), GhostExport.NewId());
        var export = new GhostExport("Ghost routes")
            .Row("tags", "id", tag, "name", "Tides", "slug", "tides")
            .Row("users", "id", author, "name", "Tilda Tide", "slug", "tilda")
            .Post("Ghost filed", "<p>Text.</p>", "slug", "filed")
            .Tagged(tag)
            .Signed(author)
            .Post("Ghost unfiled", "<p>Text.</p>", "slug", "unfiled");
        var source = Source(export, "/{primary_tag}/{slug}/", "/by/:author/:slug");
        await ImportAsync(source);
        using var reader = site.Visitor();
        foreach (
            var (from, headline) in new[]
            {
                ("/tides/filed/", "Ghost filed"),
                ("/by/tilda/filed/", "Ghost filed"),
                ("/all/unfiled/", "Ghost unfiled"),
            }
        )
        {
            var (article, _) = await site.StoryAsync(headline);
            Assert.Equal($"/news/{article.Id}/{article.Slug}", await site.LeadsToAsync(reader, from));
        }

        Assert.Equal(0, (await ProveAsync(source)).Wrong);
    }

    [Theory]
    [InlineData(":slug", "begin with one slash")]
    [InlineData("//evil.example/:slug", "begin with one slash")]
    [InlineData("/:year/", "where the word of a post stands")]
    [InlineData("/:section/:slug/", "“section” is none of")]
    public void What_is_no_pattern_is_refused(string typed, string why) =>
        Assert.Contains(
            why,
            Assert.Throws<ImportRefusedException>(() => GhostPermalinks.Read(typed)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_post_is_named_by_its_line_and_a_site_that_was_renamed_is_the_same()
    {
        var images = folder.CreateSubdirectory("content/images/2021/01").FullName;
        await File.WriteAllBytesAsync(Path.Combine(images, "buoy.jpg"), Photos.Unique());
        var post = GhostExport.NewId();
        string Export(string title) =>
            JsonSerializer.Serialize(
                JsonDocument.Parse(
                    $"{new GhostExport(title)
                        .Row("settings", "key", "db_hash", "value", "5c1e-buoy")
                        .Post("Ghost buoy", "<img src=\"__GHOST_URL__/content/images/2021/01/buoy.jpg\">", "id", post, "slug", "buoy")
                        .Post("Ghost nobody’s", "<p>Text.</p>", "id", null)}"
                ),
                Lines
            );
        var first = Export("Ghost before");
        var file = Path.Combine(folder.FullName, "export.json");
        await File.WriteAllTextAsync(file, first);
        var report = await site.ImportFileAsync(file, media: folder.FullName);
        var line = 1 + Array.FindIndex(first.Split('\n'), l => l.Contains("nobody", StringComparison.Ordinal));
        Assert.Contains(
            report.Lines(),
            l =>
                l.Contains($"export.json, line {line - 2}, byte ", StringComparison.Ordinal)
                && l.EndsWith("Ghost nobody’s", StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(file, Export("Ghost after"));
        var before = await site.RowsAsync();
        Assert.Equal(1, (await site.ImportFileAsync(file, media: folder.FullName)).Out[ImportReport.Known]);
        Assert.Equal(before, await site.RowsAsync());
    }

    private GhostSource Source(GhostExport export, params string[] made)
    {
        var file = Path.Combine(folder.FullName, "export.json");
        File.WriteAllText(file, $"{export}");
        return new(file, SectionMap.None, TimeProvider.System) { Permalinks = [.. made.Select(GhostPermalinks.Read)] };
    }

    private Task ImportAsync(GhostSource source) =>
        site.WithAsync<Importer, ImportReport>(importer =>
            importer.RunAsync(source, new ImportOrder(SectionMap.None), null, default)
        );

    private async Task<(int Asked, int Wrong)> ProveAsync(GhostSource source)
    {
        var proof = await site.WithAsync<Importer, ProofResult>(importer =>
            site.Services.GetRequiredService<AddressProof>()
                .RunAsync(
                    importer.OldAddressesAsync(source, new(SectionMap.None), default),
                    new Progress<string>(),
                    default
                )
        );
        return (proof.Asked, proof.Wrong);
    }
}
