using NewsSite.Tests.Backups;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>The commands, in processes of their own.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed class PaperVerbsTests(ExportedPaper paper)
{
    [Fact]
    public async Task A_running_sites_paper_goes_into_a_file_and_a_file_into_an_empty_database()
    {
        var (database, file) = (await paper.Postgres.CloneAsync(), paper.InFolder("by-command.zip"));
        await using var import = Run(database, "import", "newssite", paper.File);
        await using var export = Run(paper.Site.ConnectionString, "export", file);
        Assert.Equal(0, await import.EndAsync());
        Assert.Contains("Imported.", import.Output, StringComparison.Ordinal);
        Assert.Contains(paper.Made.Hash, import.Output, StringComparison.Ordinal);
        Assert.Equal(
            paper.Made.Holds.Files.Single(f => f.Name == "stories.ndjson").Records,
            await new Paper(database, "").AskAsync<long>("select count(*) from newsroom.article")
        );

        // The pictures lie where that site has them; another folder has none, and that is said.
        Assert.Equal(1, await export.EndAsync());
        Assert.Contains("Exported.", export.Output, StringComparison.Ordinal);
        Assert.Contains("3 pictures were missing", export.Output, StringComparison.Ordinal);
        var (here, there) = (Exports.Content(paper.File), Exports.Content(file));
        Assert.Equal(here.Keys.Where(k => !k.StartsWith("pictures/", StringComparison.Ordinal)), there.Keys);
        Assert.All(there.Keys.Where(k => k != "manifest.json"), k => Assert.Equal(here[k], there[k]));
    }

    private SiteProcess Run(string database, params string[] command) =>
        SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", database),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", paper.InFolder(database.GetHashCode(StringComparison.Ordinal) + "-data")),
            ],
            command
        );
}
