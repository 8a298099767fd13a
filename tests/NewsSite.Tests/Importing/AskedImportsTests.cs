using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing.Asked;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>The import as admins have it: from the file that a browser sends to the proof, and what stands in its way.</summary>
public sealed class AskedImportsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = "/admin/import";

    private string Folder => Path.Combine(Path.GetDirectoryName(site.MediaPath)!, "imports");

    [Fact]
    public async Task A_file_is_sent_tried_mapped_and_imported_and_goes_with_the_import()
    {
        var wxr = new Wxr("http://asked.example")
            .Category("daily", "Daily")
            .Category("breaking-news", "Breaking News")
            .Category("misc", "Misc")
            .Post("Asked one", "Text one.", Filed("daily", "breaking-news"))
            .Post("Asked two", "Text two.", Filed("misc"))
            .Post("Asked three", "Text three.", Filed("breaking-news"))
            .Post("Asked draft", "Text.", Filed("misc"), status: "draft")
            .Post("A menu", "", "", type: "nav_menu_item");
        using var admin = await site.VisitorAsync(site.Admin);
        using (var sent = await SendAsync(admin, @"C:\Papers\Old Paper.XML", $"{wxr}"))
        {
            Assert.Equal(Address, sent.Headers.Location!.OriginalString);
        }

        Assert.Contains("old-paper.xml is in the folder", await admin.TextAsync(Address), StringComparison.Ordinal);
        var import = await BeginAsync(admin, "old-paper.xml");
        var tried = await UntilAsync(admin, import, "Nothing is written yet");
        var said = tried.Body!.TextContent;
        Assert.Contains("In the file: 5", said, StringComparison.Ordinal);
        Assert.Contains("Would come in: 4", said, StringComparison.Ordinal);
        Assert.Contains("Would be skipped: 1", said, StringComparison.Ordinal);
        Assert.Contains("The numbers add up.", said, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("Asked"));

        // What is a state here is left out unless somebody says otherwise.
        Assert.Equal("-", Choice(tried, "breaking-news").Value);
        Assert.Contains("Misc (2 stories)", said, StringComparison.Ordinal);
        using (var wrong = await admin.SubmitToAsync(import, "Try", [(Choice(tried, "misc").Name!, "no-such")]))
        {
            Assert.Equal(HttpStatusCode.Redirect, wrong.StatusCode);
        }

        var refused = await UntilAsync(admin, import, "It stands still");
        Assert.Contains(
            "There is no section “no-such”.",
            refused.QuerySelector(".health__failure")!.TextContent,
            StringComparison.Ordinal
        );
        using (
            var begun = await admin.SubmitAsync(import, [(Choice(refused, "misc").Name!, "daily")], "handler=Import")
        )
        {
            Assert.Equal(import, begun.Headers.Location!.OriginalString);
        }

        var ended = await UntilAsync(admin, import, "All is in");
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
            wxr.Post($"Many of {n:000}", "Text.", Filed($"many-{n:000}"));
        }

        using var admin = await site.VisitorAsync(site.Admin);
        (await SendAsync(admin, "many.xml", $"{wxr}")).Dispose();
        var import = await BeginAsync(admin, "many.xml");
        var tried = await UntilAsync(admin, import, "Nothing is written yet");
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
        await UntilAsync(admin, import, "All is in");
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
        var import = await BeginAsync(admin, "ghost.json");
        var tried = await UntilAsync(admin, import, "Nothing is written yet");
        Assert.Equal("", Choice(tried, "gossip").Value);
        using (await admin.SubmitAsync(import, [(Choice(tried, "port").Name!, "harbour")], "handler=Import")) { }

        await UntilAsync(admin, import, "All is in");
        var (_, content) = await site.StoryAsync("Ghostly one");
        Assert.Equal(await site.CategoryAsync("Harbour"), content.PrimaryCategoryId);
        Assert.Single(content.TagIds);

        // It stays where somebody wants to keep it.
        await RemoveAsync(admin, import, withFiles: false);
        Assert.True(File.Exists(Path.Combine(Folder, "ghost.json")));
        using (await admin.SubmitAsync(Address, [("name", "ghost.json")], "handler=Delete")) { }

        Assert.False(File.Exists(Path.Combine(Folder, "ghost.json")));
    }

    [Fact]
    public async Task What_cannot_be_taken_in_is_refused_by_file_line_and_reason()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using (await SendAsync(admin, "notes.txt", "Buy milk.")) { }

        Assert.Equal(
            "Error: notes.txt, line 1: This is no export of WordPress (XML) or Ghost (JSON), and no zip file of pictures.",
            (await admin.PageAsync(Address)).QuerySelector("#upload-error")!.TextContent
        );
        using (await SendAsync(admin, "empty.xml", "")) { }

        Assert.Equal(
            "Error: Choose a file",
            (await admin.PageAsync(Address)).QuerySelector("#upload-error")!.TextContent
        );
        foreach (var path in new[] { "../media", "/etc/passwd", "..", ".", "" })
        {
            using var answer = await admin.SubmitAsync(Address, [("file", path)], Address);
            Assert.Equal(
                "Error: Choose a file from the list",
                (await Visitor.ParseAsync(answer)).QuerySelector("#file-error")!.TextContent
            );
        }

        var broken = $"{new Wxr("http://broken.example").Post("Broken", "Text.")}";
        using (await SendAsync(admin, "broken.xml", broken[..broken.IndexOf("</item>", StringComparison.Ordinal)])) { }

        var import = await BeginAsync(admin, "broken.xml");
        var failed = await UntilAsync(admin, import, "It stands still");
        Assert.Matches(
            "^broken.xml, line [0-9]+: The file is not well-formed XML",
            failed.QuerySelector(".health__failure")!.TextContent
        );
        Assert.Null(failed.QuerySelector("[name^=map]"));
        await RemoveAsync(admin, import, withFiles: true);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task Only_admins_send_files_and_only_from_their_own_page()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using var editor = await site.VisitorAsync(site.Editor);
        using var stranger = site.Visitor();
        var form = Visitor.FormOf(await admin.PageAsync(Address), "upload");
        var token = Visitor.Fields(form).First().Value;
        foreach (
            var (visitor, sent, expected) in new[]
            {
                (stranger, token, HttpStatusCode.Redirect),
                (editor, token, HttpStatusCode.Redirect),
                (admin, "", HttpStatusCode.BadRequest),
                (admin, token[..^4] + "AAAA", HttpStatusCode.BadRequest),
            }
        )
        {
            using var body = new MultipartFormDataContent
            {
                { new StringContent(sent), "__RequestVerificationToken" },
                { new ByteArrayContent("<rss/>"u8.ToArray()), "upload", "foreign.xml" },
            };
            using var answer = await visitor.SendAsync(
                new(HttpMethod.Post, new Uri($"{Address}/upload", UriKind.Relative)) { Content = body }
            );
            Assert.Equal(expected, answer.StatusCode);
            Assert.NotEqual(Address, answer.Headers.Location?.OriginalString);
        }

        Assert.False(File.Exists(Path.Combine(Folder, "foreign.xml")));

        // Passwords' hashes may be in it: it is for nobody else on this machine.
        using (await SendAsync(admin, "own.xml", "<rss/>")) { }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(Folder, "own.xml"))
            );
        }

        File.Delete(Path.Combine(Folder, "own.xml"));
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

        var import = await BeginAsync(admin, "waits.xml");
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
        await UntilAsync(admin, import, "Ada Admin stopped it.");
        using (var late = await admin.SubmitAsync(running, import, [], "handler=Stop"))
        {
            Assert.Contains(
                "not where it was",
                (await Visitor.ParseAsync(late)).QuerySelector(".summary")!.TextContent,
                StringComparison.Ordinal
            );
        }

        using (await admin.SubmitAsync(import, [], "handler=GoOn")) { }

        await UntilAsync(admin, import, "Nothing is written yet");
        await RemoveAsync(admin, import, withFiles: true);
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
                wxr.Post($"Lives {n}", $"Text {n}.", Filed("daily"));
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
            var ended = await UntilAsync(admin, $"{Address}/{id}", "All is in");
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
            await RemoveAsync(admin, $"{Address}/{id}", withFiles: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What an admin types is asked as what a command names: on the public web, and nowhere else.</summary>
    [Fact]
    public async Task Pictures_are_fetched_from_an_old_site_that_is_named_and_not_from_inside()
    {
        await using var old = await OldServer.StartAsync();
        old.Answer("/wp-content/uploads/2013/05/quay.jpg", Photos.Unique());
        var picture = $"{old.Address}/wp-content/uploads/2013/05/quay.jpg";
        var wxr = new Wxr(old.Address).Post("Fetched story", $"Text.\n\n<img src=\"{picture}\" alt=\"The quay\" />");
        Directory.CreateDirectory(Folder);
        await File.WriteAllTextAsync(Path.Combine(Folder, "fetched.xml"), $"{wxr}");
        using var admin = await site.VisitorAsync(site.Admin);
        using (
            var refused = await admin.SubmitAsync(Address, [("file", "fetched.xml"), ("oldSite", "ftp:old")], Address)
        )
        {
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            var page = await Visitor.ParseAsync(refused);
            Assert.Contains(
                "is no address of a site",
                page.QuerySelector("#oldSite-error")!.TextContent,
                StringComparison.Ordinal
            );
            Assert.Equal("ftp:old", ((IHtmlInputElement)page.QuerySelector("#oldSite")!).Value);
            Assert.Equal("fetched.xml", ((IHtmlSelectElement)page.QuerySelector("#file")!).Value);
        }

        using var asked = await admin.SubmitAsync(
            Address,
            [("file", "fetched.xml"), ("oldSite", old.Address)],
            Address
        );
        var import = asked.Headers.Location!.OriginalString;
        await UntilAsync(admin, import, "Nothing is written yet");
        using (await admin.SubmitAsync(import, [], "handler=Import")) { }

        var ended = await UntilAsync(admin, import, "All is in");
        Assert.Contains("its address is not on the public web", ended.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, old.AskedInAll);
        var (_, content) = await site.StoryAsync("Fetched story");
        Assert.Contains($"]({picture})", content.Body, StringComparison.Ordinal);
        await RemoveAsync(admin, import, withFiles: true);
    }

    private static string Filed(params string[] sections) =>
        string.Concat(
            sections.Select(s => $"<category domain=\"category\" nicename=\"{s}\"><![CDATA[{s}]]></category>")
        );

    private static Task<HttpResponseMessage> SendAsync(Visitor admin, string name, string file) =>
        admin.UploadAsync(Address, "upload", name, Encoding.UTF8.GetBytes(file), [], "upload");

    /// <returns>Where the import is.</returns>
    private static async Task<string> BeginAsync(Visitor admin, string file)
    {
        using var asked = await admin.SubmitAsync(Address, [("file", file)], Address);
        Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
        return asked.Headers.Location!.OriginalString;
    }

    private static async Task RemoveAsync(Visitor admin, string import, bool withFiles)
    {
        using var removed = await admin.SubmitAsync(
            import,
            [("files", withFiles ? "true" : "false")],
            "handler=Remove"
        );
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
    }

    /// <returns>The page of the import, once it says so.</returns>
    private static async Task<IHtmlDocument> UntilAsync(Visitor admin, string import, string words)
    {
        IHtmlDocument? page = null;
        await SiteProcess.UntilAsync(async () =>
        {
            page = await admin.PageAsync(import);
            return page.QuerySelector("[data-under-way=true]") is null
                && page.QuerySelector(".panel")!.TextContent.Contains(words, StringComparison.Ordinal);
        });
        return page!;
    }

    private static IHtmlSelectElement Choice(IHtmlDocument page, string section)
    {
        var there = page.QuerySelectorAll("input[name$=There]").Single(i => i.GetAttribute("value") == section);
        return (IHtmlSelectElement)there.ParentElement!.QuerySelector("select")!;
    }

    private Task<int> CountAsync(string headline) =>
        site.WithAsync<NewsroomDb, int>(db =>
            db.ArticleVersions.CountAsync(v => v.Content.Headline.StartsWith(headline))
        );
}
