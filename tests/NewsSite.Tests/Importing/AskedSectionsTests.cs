using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Where the sections of an archive go, as admins say it.</summary>
public sealed class AskedSectionsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = AskedForms.Address;

    private string Folder => site.ImportsFolder();

    [Fact]
    public async Task Of_more_sections_than_there_are_lists_each_can_be_told_where_to_go()
    {
        await site.CategoryAsync("Together");
        var wxr = new Wxr("http://many.example");
        for (var n = 0; n < 104; n++)
        {
            wxr.Category($"many-{n:000}", $"Many {n:000}");
        }

        // The largest have a list each.
        for (var n = 0; n < 104; n++)
        {
            wxr.Post($"Many of {n:000}", "Text.", AskedForms.Filed($"many-{n:000}"));
        }

        using var admin = await site.VisitorAsync(site.Admin);
        (await admin.SendExportAsync("many.xml", $"{wxr}")).Dispose();
        var import = await admin.BeginImportAsync("many.xml");
        var tried = await admin.UntilImportAsync(import, "Nothing is written yet");
        Assert.Equal(101, tried.QuerySelectorAll("select[name^=map]").Length);
        Assert.Contains("# many-103 =", tried.QuerySelector("#others")!.TextContent, StringComparison.Ordinal);
        using (var wrong = await admin.SubmitAsync(import, [("others", "many-103 is wrong")], "handler=Import"))
        {
            Assert.Contains(
                "Further sections, line 1: Write",
                await wrong.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }

        (
            await admin.SubmitAsync(import, [("others", "many-103 = together\r\n# many-102 =")], "handler=Import")
        ).Dispose();
        await admin.UntilImportAsync(import, "All is in");
        var sections = await site.WithAsync<NewsroomDb, Dictionary<long, string>>(db =>
            db.Categories.ToDictionaryAsync(c => c.Id, c => c.Slug)
        );
        async Task<string> SectionOfAsync(string headline) =>
            sections[(await site.StoryAsync(headline)).Content.PrimaryCategoryId!.Value];
        Assert.Equal(
            ("together", "many-102"),
            (await SectionOfAsync("Many of 103"), await SectionOfAsync("Many of 102"))
        );
        (await admin.SubmitAsync(import, [("files", "true")], "handler=Remove")).Dispose();
    }

    [Fact]
    public async Task Tags_of_a_Ghost_site_become_sections_where_somebody_says_so()
    {
        await site.CategoryAsync("Harbour");
        var (port, gossip) = (GhostExport.NewId(), GhostExport.NewId());
        var ghost = new GhostExport("Asked Ghost")
            .Row("tags", "id", port, "name", "Port", "slug", "port", "visibility", "public")
            .Row("tags", "id", gossip, "name", "Gossip", "slug", "gossip", "visibility", "public")
            .Post("Ghostly one", "<p>Text.</p>")
            .Tagged(port)
            .Tagged(gossip, 1);
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "ghost.json"), $"{ghost}");
        using var admin = await site.VisitorAsync(site.Admin);
        var import = await admin.BeginImportAsync("ghost.json");
        var tried = await admin.UntilImportAsync(import, "Nothing is written yet");
        Assert.Equal("", AskedForms.Choice(tried, "gossip").Value);
        using (await admin.SubmitAsync(import, [(AskedForms.Choice(tried, "port").Name!, "harbour")], "handler=Import"))
        { }

        await admin.UntilImportAsync(import, "All is in");
        var (_, content) = await site.StoryAsync("Ghostly one");
        Assert.Equal(await site.CategoryAsync("Harbour"), content.PrimaryCategoryId);
        Assert.Single(content.TagIds);

        // It stays where somebody wants to keep it.
        await admin.RemoveImportAsync(import, withFiles: false);
        Assert.True(File.Exists(Path.Combine(Folder, "ghost.json")));
        using (await admin.SubmitAsync(Address, [("name", "ghost.json")], "handler=Delete")) { }

        Assert.False(File.Exists(Path.Combine(Folder, "ghost.json")));
    }
}
