using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>An archive whose pictures find no room on the disk.</summary>
public sealed class FullDiskImportsTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    private const string NotAllowed = "Only an administrator of the machine may make a small disk to fill.";

    private static string Export(string home) =>
        $"{new Wxr(home)
            .Post("Roomy", $"<img src=\"{home}/wp-content/uploads/2013/05/room.jpg\" alt=\"\" />")
            .Post("", "", $"<wp:attachment_url>{home}/wp-content/uploads/2013/05/room.jpg</wp:attachment_url>", "inherit", "attachment")}";

    [Fact]
    public async Task Admins_are_told_so_nothing_is_half_there_and_it_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.Make(8);
        Assert.SkipWhen(disk is null, NotAllowed);
        Directory.CreateDirectory(Path.GetDirectoryName(site.MediaPath)!);
        foreach (var (name, path) in new[] { ("media", site.MediaPath), ("imports", site.ImportsFolder()) })
        {
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            Directory.CreateSymbolicLink(path, Directory.CreateDirectory(Path.Combine(disk.Folder, name)).FullName);
        }

        using var admin = await site.VisitorAsync(site.Admin);
        (await admin.SendExportAsync("room.xml", Export("http://room.example"))).Dispose();
        using (var zip = ZipFile.Open(Path.Combine(site.ImportsFolder(), "room.zip"), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("2013/05/room.jpg").Open();
            entry.Write(Photos.Unique());
        }

        var import = await admin.BeginImportAsync("room.xml", ("pictures", "room.zip"));
        await admin.UntilImportAsync(import, "Nothing is written yet");
        using (disk.Fill())
        {
            (await admin.SendExportAsync("more.xml", Export("http://more.example"))).Dispose();
            Assert.Equal(
                "Error: The file could not be kept: The disk of the server is full. Make room on it, then try again.",
                (await admin.PageAsync(AskedForms.Address)).QuerySelector("#upload-error")!.TextContent
            );
            (await admin.SubmitAsync(import, [], "handler=Import")).Dispose();
            var failed = await admin.UntilImportAsync(import, "It stands still");
            Assert.Equal(
                "The disk of the server is full. Make room on it, then try again.",
                failed.QuerySelector(".health__failure")!.TextContent
            );
            Assert.Equal((0, 0), await CountAsync());
            Assert.Empty(Directory.GetFiles(Path.Combine(disk.Folder, "media"), "*", SearchOption.AllDirectories));
            Assert.Equal(2, Directory.GetFiles(Path.Combine(disk.Folder, "imports")).Length);
        }

        (await admin.SubmitAsync(import, [], "handler=GoOn")).Dispose();
        await admin.UntilImportAsync(import, "All is in");
        Assert.Equal((1, 1), await CountAsync());
        Assert.Contains("](/media/", await site.BodyAsync("Roomy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_says_so_in_a_line()
    {
        using var disk = SmallDisk.Make(1);
        Assert.SkipWhen(disk is null, NotAllowed);
        var folder = Directory.CreateTempSubdirectory("newssite-room-");
        try
        {
            var file = Path.Combine(folder.FullName, "export.xml");
            await File.WriteAllTextAsync(file, Export("http://command-room.example"));
            var uploads = folder.CreateSubdirectory("2013/05").FullName;
            await File.WriteAllBytesAsync(Path.Combine(uploads, "room.jpg"), Photos.Unique());
            using var full = disk.Fill();
            await using var import = SiteProcess.Start(
                [
                    ("ASPNETCORE_ENVIRONMENT", "Production"),
                    ("ConnectionStrings__NewsSite", await postgres.CloneAsync()),
                    ("NewsSite__Address", "http://news.test"),
                    ("NewsSite__DataDirectory", disk.Folder),
                    ("Serilog__MinimumLevel__Default", "Error"),
                ],
                ["import", "wordpress", file, "--media", folder.FullName]
            );
            Assert.Equal(1, await import.EndAsync());
            Assert.Contains("No space left on device", import.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", import.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private Task<(int Stories, int Pictures)> CountAsync() =>
        site.WithAsync<NewsroomDb, (int, int)>(async db =>
            (await db.Articles.CountAsync(), await db.Pictures.CountAsync())
        );
}
