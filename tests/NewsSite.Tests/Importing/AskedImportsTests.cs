using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing.Asked;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The import as admins have it: from the file that a browser sends to the proof, whatever ends on the way.</summary>
public sealed class AskedImportsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = AskedForms.Address;

    private string Folder => site.ImportsFolder();

    [Fact]
    public async Task A_file_is_sent_tried_mapped_and_imported_and_goes_with_the_import()
    {
        var wxr = new Wxr("http://asked.example")
            .Category("daily", "Daily")
            .Category("breaking-news", "Breaking News")
            .Category("misc", "Misc")
            .Post("Asked one", "Text one.", AskedForms.Filed("daily", "breaking-news"))
            .Post("Asked two", "Text two.", AskedForms.Filed("misc"))
            .Post("Asked three", "Text three.", AskedForms.Filed("breaking-news"))
            .Post("Asked draft", "Text.", AskedForms.Filed("misc"), status: "draft")
            .Post("A menu", "", "", type: "nav_menu_item");
        using var admin = await site.VisitorAsync(site.Admin);
        using (var sent = await admin.SendExportAsync(@"C:\Papers\Old Paper.XML", $"{wxr}"))
        {
            Assert.Equal(Address, sent.Headers.Location!.OriginalString);
        }

        Assert.Contains("old-paper.xml is in the folder", await admin.TextAsync(Address), StringComparison.Ordinal);
        var import = await admin.BeginImportAsync("old-paper.xml");
        var tried = await admin.UntilImportAsync(import, "Nothing is written yet");
        var said = tried.Body!.TextContent;
        Assert.Contains("In the file: 5", said, StringComparison.Ordinal);
        Assert.Contains("Would come in: 4", said, StringComparison.Ordinal);
        Assert.Contains("Would be skipped: 1", said, StringComparison.Ordinal);
        Assert.Contains("The numbers add up.", said, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("Asked"));

        // What is a state here is left out unless somebody says otherwise.
        Assert.Equal("-", AskedForms.Choice(tried, "breaking-news").Value);
        Assert.Contains("Misc (2 stories)", said, StringComparison.Ordinal);
        using (
            var wrong = await admin.SubmitToAsync(import, "Try", [(AskedForms.Choice(tried, "misc").Name!, "no-such")])
        )
        {
            Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        }

        var refused = await admin.UntilImportAsync(import, "It stands still");
        Assert.Contains(
            "There is no section “no-such”.",
            refused.QuerySelector(".health__failure")!.TextContent,
            StringComparison.Ordinal
        );
        using (
            var begun = await admin.SubmitAsync(
                import,
                [(AskedForms.Choice(refused, "misc").Name!, "daily")],
                "handler=Import"
            )
        )
        {
            Assert.Equal(import, begun.Headers.Location!.OriginalString);
        }

        var ended = await admin.UntilImportAsync(import, "All is in");
        var told = ended.Body!.TextContent;
        Assert.Contains("Taken in: 4", told, StringComparison.Ordinal);
        Assert.Contains("The numbers add up.", told, StringComparison.Ordinal);
        Assert.True(told.Contains(" 0 wrong.", StringComparison.Ordinal), told);
        var sections = await site.WithAsync<NewsroomDb, Dictionary<long, string>>(db =>
            db.Categories.ToDictionaryAsync(c => c.Id, c => c.Slug)
        );
        Assert.Contains("daily", sections.Values);
        Assert.DoesNotContain("misc", sections.Values);
        Assert.DoesNotContain("breaking-news", sections.Values);
        Assert.Equal("daily", sections[(await site.StoryAsync("Asked two")).Content.PrimaryCategoryId!.Value]);
        var lost = (await site.StoryAsync("Asked three")).Content.PrimaryCategoryId!.Value;
        Assert.Equal("uncategorized", sections[lost]);
        var (one, _) = await site.StoryAsync("Asked one");
        using (var reader = site.Visitor())
        {
            Assert.Contains(
                "Text one.",
                await reader.TextAsync($"/news/{one.Id}/{one.Slug}"),
                StringComparison.Ordinal
            );
        }

        using (var removed = await admin.SubmitAsync(import, [("files", "true")], "handler=Remove"))
        {
            Assert.Equal(Address, removed.Headers.Location!.OriginalString);
        }

        Assert.False(File.Exists(Path.Combine(Folder, "old-paper.xml")));
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(import));
        var subject = $"import:{import[(Address.Length + 1)..]}";
        var acts = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == subject).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync()
        );
        Assert.Equal(["TryImport", "TryImport", "Import", "EndImport", "RemoveImport"], acts);
    }

    [Fact]
    public async Task There_is_one_at_a_time_and_it_waits_its_turn_stops_and_goes_on()
    {
        Directory.CreateDirectory(Folder);
        var wxr = new Wxr("http://waits.example").Post("Waits", "Text.");
        await File.WriteAllTextAsync(Path.Combine(Folder, "waits.xml"), $"{wxr}");
        using var admin = await site.VisitorAsync(site.Admin);
        var form = await admin.PageAsync(Address);

        // As a command does that takes something in.
        await using var command = new NpgsqlConnection(site.ConnectionString + ";Pooling=false");
        await command.OpenAsync();
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock(hashtext('newssite.import'))", command))
        {
            await hold.ExecuteNonQueryAsync();
        }

        var import = await admin.BeginImportAsync("waits.xml");
        Assert.Contains("waits for a server", await admin.TextAsync(import), StringComparison.Ordinal);
        using (var second = await admin.SubmitAsync(form, Address, [("file", "waits.xml")]))
        {
            Assert.Contains(
                "There is another import",
                (await Visitor.ParseAsync(second)).QuerySelector(".summary")!.TextContent,
                StringComparison.Ordinal
            );
        }

        using (await admin.SubmitAsync(Address, [("name", "waits.xml")], "handler=Delete")) { }

        Assert.True(File.Exists(Path.Combine(Folder, "waits.xml")));
        var running = await admin.PageAsync(import);
        using (await admin.SubmitAsync(running, import, [], "handler=Stop")) { }

        await command.CloseAsync();
        await admin.UntilImportAsync(import, "Ada Admin stopped it.");
        using (var late = await admin.SubmitAsync(running, import, [], "handler=Stop"))
        {
            Assert.Contains(
                "not where it was",
                (await Visitor.ParseAsync(late)).QuerySelector(".summary")!.TextContent,
                StringComparison.Ordinal
            );
        }

        using (await admin.SubmitAsync(import, [], "handler=GoOn")) { }

        await admin.UntilImportAsync(import, "Nothing is written yet");
        await admin.RemoveImportAsync(import, withFiles: true);
    }

    [Fact]
    public async Task One_that_is_killed_with_its_server_is_taken_up_by_another()
    {
        const int Posts = 500;
        var folder = Directory.CreateTempSubdirectory("newssite-asked-");
        try
        {
            var wxr = new Wxr("http://lives.example").Category("daily", "Daily");
            for (var n = 0; n < Posts; n++)
            {
                wxr.Post($"Lives {n}", $"Text {n}.", AskedForms.Filed("daily"));
            }

            var file = Path.Combine(folder.CreateSubdirectory("imports").FullName, "lives.xml");
            await File.WriteAllTextAsync(file, $"{wxr}");
            var id = await site.WithAsync<NewsroomDb, long>(async db =>
            {
                var asked = new AskedImport
                {
                    File = "lives.xml",
                    Kind = ImportFileKind.WordPress,
                    AskedAt = DateTimeOffset.UtcNow,
                    ByName = "Ada Admin",
                    Stage = ImportStage.Importing,
                    Total = Posts,
                };
                db.AskedImports.Add(asked);
                await db.SaveChangesAsync();
                return asked.Id;
            });

            // It has the file, and the server of this test has not.
            await using (
                var server = SiteProcess.Start(
                    [
                        ("ASPNETCORE_ENVIRONMENT", "Production"),
                        ("ASPNETCORE_URLS", $"http://127.0.0.1:{SiteProcess.FreePort()}"),
                        ("ConnectionStrings__NewsSite", site.ConnectionString),
                        ("NewsSite__Address", "http://news.test"),
                        ("NewsSite__DataDirectory", folder.FullName),
                        ("Serilog__MinimumLevel__Default", "Error"),
                    ],
                    []
                )
            )
            {
                await SiteProcess.UntilAsync(async () => await CountAsync("Lives ") > 0);
                await server.KillAsync();
            }

            var left = await CountAsync("Lives ");
            Assert.InRange(left, 100, Posts - 100);
            Assert.Equal(0, left % 100);
            Directory.CreateDirectory(Folder);
            File.Move(file, Path.Combine(Folder, "lives.xml"));
            using var admin = await site.VisitorAsync(site.Admin);
            var ended = await admin.UntilImportAsync($"{Address}/{id}", "All is in");
            Assert.Equal(Posts, await CountAsync("Lives "));
            var told = ended.Body!.TextContent;
            Assert.Contains("before this one was begun again", told, StringComparison.Ordinal);
            Assert.Contains($"Taken in: {Posts}", told, StringComparison.Ordinal);
            Assert.True(told.Contains(" 0 wrong.", StringComparison.Ordinal), told);
            Assert.Equal(
                (left, Posts - left),
                await site.WithAsync<NewsroomDb, (int, int)>(async db =>
                {
                    var rows = (await db.AskedImports.SingleAsync(i => i.Id == id)).ReadReport()!.Out;
                    return (
                        rows.Single(r => r.Name == "there already").Count,
                        rows.Single(r => r.Name == "stories published").Count
                    );
                })
            );
            await admin.RemoveImportAsync($"{Address}/{id}", withFiles: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<int> CountAsync(string headline) =>
        site.WithAsync<NewsroomDb, int>(db =>
            db.ArticleVersions.CountAsync(v => v.Content.Headline.StartsWith(headline))
        );
}
