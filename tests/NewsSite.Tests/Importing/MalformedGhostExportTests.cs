using System.Diagnostics;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Importing;

/// <summary>Ghost exports that are broken, or built to do harm: a message names file, place and reason, and nothing is written.</summary>
[Collection<GhostSite>]
public sealed class MalformedGhostExportTests(SiteFixture site) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("newssite-malformed-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Nothing_of_a_broken_file_is_written()
    {
        var good = new GhostExport().Post("Half of it", "<p>Grüße.</p>").ToString();
        var bad = new (byte[] Bytes, string Reason)[]
        {
            ([], "well-formed"),
            (Encoding.UTF8.GetBytes(good[..^3]), "well-formed"),
            (Encoding.UTF8.GetBytes(good[..(good.Length / 2)]), "well-formed"),
            (Encoding.UTF8.GetBytes(good + "x"), "well-formed"),
            (Encoding.UTF8.GetBytes("<rss/>"), "well-formed"),
            (Encoding.Unicode.GetBytes(good), "well-formed"),
            (Encoding.Latin1.GetBytes(good.Replace("Half", "Grüße", StringComparison.Ordinal)), "must be UTF-8"),
            (Encoding.UTF8.GetBytes("[]"), "no Ghost export"),
            (Encoding.UTF8.GetBytes("{\"posts\":[{\"url\":\"x\",\"data\":{\"title\":\"x\"}}]}"), "no Ghost export"),
            (Encoding.UTF8.GetBytes(good.Replace("5.82.2", "", StringComparison.Ordinal)), "no Ghost export"),
            (Encoding.UTF8.GetBytes(good.Replace("5.82.2", "7.0", StringComparison.Ordinal)), "another version"),
            (Encoding.UTF8.GetBytes(good.Replace("5.82.2", "new", StringComparison.Ordinal)), "another version"),
            (Encoding.UTF8.GetBytes($"{{\"db\":{new string('[', 100_000)}"), "depth"),
            (
                Encoding.UTF8.GetBytes(good.Replace("\"users\":[]", $"\"users\":{Deep(90)}", StringComparison.Ordinal)),
                "depth"
            ),
        };
        var before = await site.RowsAsync();
        foreach (var (bytes, reason) in bad)
        {
            var file = Path.Combine(folder.FullName, "bad.json");
            await File.WriteAllBytesAsync(file, bytes);
            await RefusesAsync(file, reason);
        }

        Assert.Equal(before, await site.RowsAsync());

        // Depth that is none of ours, and letters that a program marks at the beginning of a file.
        var odd = Path.Combine(folder.FullName, "odd.json");
        var text = good.Replace("\"users\":[]", $"\"users\":{Deep(40)}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(odd, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(1, (await site.ImportFileAsync(odd)).Out[ImportReport.Published]);
    }

    [Fact]
    public async Task The_letter_that_the_database_refuses_stands_in_no_way_wherever_it_is()
    {
        const string Nought = "\u0000";
        string[] ids = [.. Enumerable.Range(0, 3).Select(_ => GhostExport.NewId())];
        var export = new GhostExport($"The {Nought}Nought")
            .Row(
                "users",
                "id",
                ids[0],
                "name",
                $"Nora{Nought} Nought",
                "slug",
                $"nora{Nought}",
                "bio",
                $"One.{Nought}\n\nTwo."
            )
            .Row("users", "id", ids[1], "name", Nought, "slug", $"no{Nought}name", "bio", Nought)
            .Row("tags", "id", ids[2], "name", Nought, "slug", $"no{Nought}words", "visibility", "public")
            .Post(
                $"Nought{Nought} in it",
                $"<p>Te{Nought}xt.</p>",
                "slug",
                $"nought{Nought}-in-it",
                "custom_excerpt",
                $"Short{Nought}.",
                "canonical_url",
                $"https://other.example/no{Nought}ught"
            )
            .Signed(ids[0])
            .Signed(ids[1], 1)
            .Tagged(ids[2]);
        var file = Path.Combine(folder.FullName, "nought.json");
        await File.WriteAllTextAsync(file, $"{export}");
        var report = await site.ImportFileAsync(file);
        Assert.Equal(1, report.Out[ImportReport.Published]);
        var (_, content) = await site.StoryAsync("Nought in it");
        Assert.Equal(("Short.", "https://other.example/nought"), (content.Standfirst, content.SourceUrl));
        await site.WithAsync<NewsroomDb>(async db =>
        {
            var authors = await db.Authors.Where(a => content.AuthorIds.Contains(a.Id)).ToListAsync();
            Assert.Equal(
                [("Nora Nought", "One.\n\nTwo."), ("noname", null)],
                authors.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => (a.Name, a.Biography))
            );
            Assert.Equal("nowords", (await db.Tags.SingleAsync(t => content.TagIds.Contains(t.Id))).Name);
        });
    }

    [Fact]
    public async Task A_text_without_end_is_refused_after_a_few_megabytes()
    {
        // A pipe knows how much was taken out of it.
        var file = Path.Combine(folder.FullName, "bad.json");
        using (var make = Process.Start("mkfifo", [file]))
        {
            await make.WaitForExitAsync();
        }

        var writing = Task.Run(() =>
            MalformedExportTests.Write(file, "{\"db\":[{\"data\":{\"posts\":[{\"html\":\"", 100)
        );
        await RefusesAsync(file, "larger than 8 MB");
        Assert.InRange(await writing, 8, 18);
    }

    private static string Deep(int levels) => new string('[', levels) + new string(']', levels);

    private async Task RefusesAsync(string file, string reason)
    {
        var refused = await Assert.ThrowsAsync<ImportRefusedException>(() => site.ImportFileAsync(file));
        Assert.Matches(@"\Abad\.json, line [0-9]+(:|, byte [0-9,]+:) ", refused.Message);
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
    }
}
