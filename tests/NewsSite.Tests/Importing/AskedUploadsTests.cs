using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>What browsers send into the folder of imports, and what is refused.</summary>
public sealed class AskedUploadsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = AskedForms.Address;

    private string Folder => site.ImportsFolder();

    [Fact]
    public async Task What_cannot_be_taken_in_is_refused_by_file_line_and_reason()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using (await admin.SendExportAsync("notes.txt", "Buy milk.")) { }

        Assert.Equal(
            "Error: notes.txt, line 1: This is no export of WordPress (XML) or Ghost (JSON), and no zip file of pictures.",
            (await admin.PageAsync(Address)).QuerySelector("#upload-error")!.TextContent
        );
        using (await admin.SendExportAsync("empty.xml", "")) { }

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
        using (await admin.SendExportAsync("broken.xml", broken[..broken.IndexOf("</item>", StringComparison.Ordinal)]))
        { }

        var import = await admin.BeginImportAsync("broken.xml");
        var failed = await admin.UntilImportAsync(import, "It stands still");
        Assert.Matches(
            "^broken.xml, line [0-9]+: The file is not well-formed XML",
            failed.QuerySelector(".health__failure")!.TextContent
        );
        Assert.Null(failed.QuerySelector("[name^=map]"));
        await admin.RemoveImportAsync(import, withFiles: true);
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
        using (await admin.SendExportAsync("own.xml", "<rss/>")) { }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(Folder, "own.xml"))
            );
        }

        File.Delete(Path.Combine(Folder, "own.xml"));
    }
}
