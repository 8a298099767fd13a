using System.IO.Compression;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Backups;
using NewsSite.News.Exporting;
using NewsSite.Tests.Backups;
using NewsSite.Tests.Support;
using NewsSite.Web.Hosting;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>A disk that is full before the paper is on it: that is said, and nothing stands there as if it were whole.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed class FullDiskTests(ExportedPaper paper)
{
    private const int Megabytes = 8;

    // The first page of memory fits, and no more.
    private const int Left = 4096;

    [Fact]
    public async Task What_is_written_is_there_whole_or_not_at_all_and_what_is_read_in_likewise()
    {
        using var disk = SmallDisk.Make(Megabytes);
        Assert.SkipWhen(disk is null, "Only an administrator of the machine may make a small disk to fill.");
        var filler = Path.Combine(disk.Folder, "filler");
        await File.WriteAllBytesAsync(filler, new byte[(Megabytes << 20) - Left]);
        var backups = Directory.CreateDirectory(Path.Combine(disk.Folder, "backups")).FullName;
        var media = Directory.CreateDirectory(Path.Combine(disk.Folder, "media")).FullName;
        var empty = new Paper(await paper.Postgres.CloneAsync(), media);
        await using var services = empty.Services();
        var acts = new (string Name, Func<Task> Act)[]
        {
            ("export", () => paper.Site.ExportAsync(Path.Combine(disk.Folder, "paper.zip"))),
            (
                "export wordpress",
                () =>
                    paper.Site.WithAsync<PaperForWordPress>(p =>
                        p.WriteAsync(Path.Combine(disk.Folder, "paper.xml"), null, default)
                    )
            ),
            ("backup", () => paper.Site.WithAsync<BackupDesk>(d => d.MakeAsync(backups, null, default))),
            (
                "import newssite",
                async () =>
                {
                    await using var scope = services.CreateAsyncScope();
                    await scope.ServiceProvider.GetRequiredService<PaperImport>().RunAsync(paper.File, null, default);
                }
            ),
        };
        foreach (var (name, act) in acts)
        {
            var full = await Record.ExceptionAsync(act);
            Assert.True(full is IOException, $"{name}: {full}");
            Assert.Contains("No space left on device", full.Message, StringComparison.Ordinal);
            Assert.Equal(
                (name, filler),
                (name, Assert.Single(Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories)))
            );
            Assert.Empty(Directory.GetFileSystemEntries(backups));
        }

        Assert.Equal(
            [],
            (await empty.RowsAsync()).Where(r => !r.StartsWith("data_protection_keys(", StringComparison.Ordinal))
        );

        // A disk that is full before the last picture keeps none of the others.
        var room = PagesOfPictures() - 1;
        Assert.True(room > 1);
        await File.WriteAllBytesAsync(filler, new byte[(Megabytes << 20) - (room * Left)]);
        var (last, import) = acts[^1];
        Assert.IsType<IOException>(await Record.ExceptionAsync(import));
        Assert.Equal(
            (last, filler),
            (last, Assert.Single(Directory.GetFiles(disk.Folder, "*", SearchOption.AllDirectories)))
        );

        // With room each of them comes to its end.
        File.Delete(filler);
        foreach (var (name, act) in acts)
        {
            Assert.Null((await Record.ExceptionAsync(act))?.ToString());
        }

        Assert.Equal(
            ["backups", "media", "paper.xml", "paper.zip"],
            Directory.GetFileSystemEntries(disk.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            paper.Made.Holds.Files.Single(f => f.Name == "stories.ndjson").Records,
            await empty.AskAsync<long>("select count(*) from newsroom.article")
        );
    }

    // Of memory, which is what the small disk consists of.
    private int PagesOfPictures()
    {
        using var file = ZipFile.OpenRead(paper.File);
        var pictures = file.Entries.Where(e => e.FullName.StartsWith("pictures/", StringComparison.Ordinal)).ToList();
        Assert.True(pictures.Count > 1);
        return pictures.Sum(p => (int)(p.Length + Left - 1) / Left);
    }
}
