using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Exporting;
using NewsSite.News.Importing;
using NewsSite.News.Staff;
using NewsSite.Tests.Backups;
using NewsSite.Tests.Importing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>A paper that moves: out into a file that others can read, and from there into an empty place.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed class ExportTests(ExportedPaper paper)
{
    [Fact]
    public async Task It_comes_back_to_the_last_byte_and_every_address_answers_the_same()
    {
        await using var other = SiteFixture.Over(await paper.Postgres.CloneAsync(), paper.Site);
        var imported = await other.TakeInAsync(paper.File);
        Assert.Equal(paper.Made.Hash, imported.Hash);
        Assert.Empty(imported.Held);
        var again = paper.InFolder("again.zip");
        var made = await other.ExportAsync(again);
        Assert.Equal(paper.Made.Hash, made.Hash);
        var (first, second) = (Exports.Content(paper.File), Exports.Content(again));
        Assert.Equal(first.Keys, second.Keys);
        Assert.All(first, entry => Assert.Equal(entry.Value, second[entry.Key]));

        static List<string> Rows(List<string> rows) =>
            rows.FindAll(r => !r.StartsWith("settings(", StringComparison.Ordinal));
        Assert.Equal(Rows(await paper.Site.DumpAsync()), Rows(await other.DumpAsync()));
        using var reader = paper.Site.Visitor();
        using var visitor = other.Visitor();
        foreach (var page in paper.Pages)
        {
            Assert.Equal(await SayAsync(reader, page), await SayAsync(visitor, page));
        }

        Assert.Equal(3, paper.Made.Pictures);
        Assert.Equal(
            new Paper("", paper.Site.MediaPath).Files(),
            new Paper(other.ConnectionString, other.MediaPath).Files()
        );

        // The next story takes the next number; people have what was theirs as soon as they have an account again.
        var actor = await other.AddStaffAsync("Edda Editor", StaffRole.Editor);
        Assert.Equal(paper.Site.Editor.Id, actor.Id);
        await other.AddStaffAsync("Rita Reporter", StaffRole.Reporter);
        var next = await other.PublishedAsync("Written there");
        Assert.Equal(
            await new Paper(paper.Site.ConnectionString, "").AskAsync<long>("select max(id) + 1 from newsroom.article"),
            next
        );
        Assert.NotEqual(paper.Site.OtherReporter.Id, (await other.AddStaffAsync("Otto Other", StaffRole.Reporter)).Id);
        await AssertOneMomentAsync(other);

        var full = await Assert.ThrowsAsync<ImportRefusedException>(() => other.TakeInAsync(paper.File));
        Assert.Contains(
            "This place is not empty (newsroom.staff_member has rows)",
            full.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_import_that_is_run_again_after_the_move_knows_the_pictures_and_pages_that_it_brought()
    {
        const string Uploads = "http://moves.example/wp-content/uploads/2013/05";
        var folder = Directory.CreateTempSubdirectory("newssite-moves-");
        try
        {
            var media = folder.CreateSubdirectory("wp-content/uploads/2013/05").FullName;
            await File.WriteAllBytesAsync(Path.Combine(media, "quay.jpg"), Photos.Unique());
            var wxr = Path.Combine(folder.FullName, "export.xml");
            var post = new Wxr("http://moves.example").Post(
                "Moves",
                $"<img src=\"{Uploads}/quay.jpg\" alt=\"The quay\">"
            );
            post.Post("Moved house", "We.", "", type: "page", link: "http://moves.example/house/");
            await File.WriteAllTextAsync(wxr, $"{post}");
            await using var first = await SiteFixture.StartAsync(paper.Postgres, _ => { });
            await first.ImportFileAsync(wxr, media: folder.FullName);
            await first.PictureAsync("Sent by somebody");
            await first.WithAsync<NewsroomDb>(db =>
                db.Database.ExecuteSqlRawAsync(
                    "update newsroom.picture set upload_key = gen_random_uuid() where added_by_id is not null"
                )
            );
            var before = await KeysAsync(first);
            Assert.Equal([true, true], before.Select(key => key is not null));
            var export = Path.Combine(folder.FullName, "moves.zip");
            await first.ExportAsync(export);
            await using var second = SiteFixture.Over(await paper.Postgres.CloneAsync(), first);
            await second.TakeInAsync(export);
            Assert.Equal([before[0], null], await KeysAsync(second));
            await second.ImportFileAsync(wxr, media: folder.FullName);
            Assert.Equal(2, (await KeysAsync(second)).Count);
            Assert.Equal(
                "house",
                await second.WithAsync<NewsroomDb, string>(db =>
                    db.StandingPages.Where(p => p.ImportKey != null).Select(p => p.Slug).SingleAsync()
                )
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        static Task<List<Guid?>> KeysAsync(SiteFixture site) =>
            site.WithAsync<NewsroomDb, List<Guid?>>(db =>
                db.Pictures.OrderBy(p => p.Id).Select(p => p.UploadKey).ToListAsync()
            );
    }

    [Fact]
    public async Task A_file_of_the_first_version_is_taken_in_and_one_that_mixes_versions_is_not()
    {
        var content = Exports.Content(paper.File);
        var records = Exports.Records(content["pictures.ndjson"]);
        var manifest = JsonNode.Parse(content["manifest.json"])!;
        manifest["version"] = 1;
        content["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(manifest);
        await using var other = SiteFixture.Over(await paper.Postgres.CloneAsync(), paper.Site);
        Assert.Contains(
            "does not name the files that an export has",
            await RefusedAsync("later"),
            StringComparison.Ordinal
        );

        var files = manifest["files"]!.AsArray();
        files.RemoveAll(f => $"{f!["name"]}".StartsWith("live-", StringComparison.Ordinal));
        content["manifest.json"] = JsonSerializer.SerializeToUtf8Bytes(manifest);
        Assert.Contains(
            "does not name the files that an export has",
            await RefusedAsync("unnamed"),
            StringComparison.Ordinal
        );
        foreach (var name in content.Keys.Where(k => k.StartsWith("live-", StringComparison.Ordinal)).ToList())
        {
            content.Remove(name);
        }

        var corrections = Exports.Records(content["corrections.ndjson"]);
        corrections.ForEach(c => c.Remove("livePost"));
        Exports.Seal(content, "corrections.ndjson", corrections.Select(c => c.ToJsonString()));
        Assert.Contains(
            "pictures.ndjson, line 1: “importKey” is no field",
            await RefusedAsync("mixed"),
            StringComparison.Ordinal
        );

        records.ForEach(r => r.Remove("importKey"));
        Exports.Seal(content, "pictures.ndjson", records.Select(r => r.ToJsonString()));
        var pages = Exports.Records(content["standing-pages.ndjson"]);
        pages.ForEach(p => p.Remove("importKey"));
        Exports.Seal(content, "standing-pages.ndjson", pages.Select(p => p.ToJsonString()));
        var old = paper.InFolder("old.zip");
        Exports.Write(old, content);
        await other.TakeInAsync(old);
        Assert.Equal(records.Count, await other.WithAsync<NewsroomDb, int>(db => db.Pictures.CountAsync()));

        async Task<string> RefusedAsync(string name)
        {
            Exports.Write(paper.InFolder($"{name}.zip"), content);
            var refused = await Assert.ThrowsAsync<ImportRefusedException>(() =>
                other.TakeInAsync(paper.InFolder($"{name}.zip"))
            );
            return refused.Message;
        }
    }

    private async Task AssertOneMomentAsync(SiteFixture site)
    {
        var (before, during) = (paper.InFolder("before.zip"), paper.InFolder("during.zip"));
        var quiet = await site.ExportAsync(before);
        var edits = 0;
        var made = await site.ExportAsync(
            during,
            new Told(told =>
            {
                if (
                    told.StartsWith("people", StringComparison.Ordinal)
                    || told.StartsWith("stories", StringComparison.Ordinal)
                )
                {
                    var headline = $"Meanwhile {++edits}";
                    Task.Run(() => site.DraftAsync(headline)).Wait();
                }
            })
        );
        Assert.Equal(2, edits);
        Assert.Equal(quiet.Hash, made.Hash);
        var refused = await Assert.ThrowsAsync<IOException>(() => site.ExportAsync(during));
        Assert.Contains("is there already", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_field_is_in_it_and_nothing_that_opens_an_account()
    {
        var content = Exports.Content(paper.File);
        var silent = ExportNouns
            .All.SelectMany(noun =>
            {
                var records = Exports.Records(content[noun.File]);
                return noun
                    .Fields.Where(f =>
                        records.TrueForAll(r => r[f.Name] is null or System.Text.Json.Nodes.JsonArray { Count: 0 })
                    )
                    .Select(f => $"{noun.Name}.{f.Name}");
            })
            .ToList();
        Assert.Equal([], silent);
        var all = string.Concat(
            content
                .Where(c => !c.Key.StartsWith("pictures/", StringComparison.Ordinal))
                .Select(c => Encoding.UTF8.GetString(c.Value))
        );
        var secrets = await new Paper(paper.Site.ConnectionString, "").AskAsync<string[]>(
            """
            select array_agg(distinct s) from (
                select unnest(array[email, password_hash, security_stamp, concurrency_stamp, normalized_email]) s
                from newsroom.staff_member
                union all select address from newsroom.audit_entry union all select address from newsroom.staff_session
            ) all_of_them where s <> ''
            """
        );
        Assert.True(secrets.Length > 15, $"{secrets.Length}");
        Assert.All(secrets, s => Assert.DoesNotContain(s, all, StringComparison.OrdinalIgnoreCase));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(paper.File));
        }
    }

    [Fact]
    public async Task Whoever_adds_a_table_or_a_column_says_whether_it_moves()
    {
        var columns = await new Paper(paper.Site.ConnectionString, "").AskAsync<string[]>(
            """
            select array_agg(n.nspname || '.' || c.relname || ' ' || a.attname order by 1)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
            where (n.nspname = 'newsroom' or (n.nspname = 'site' and c.relname = 'settings')) and c.relkind = 'r'
                and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            """
        );
        var decided = ExportNouns
            .All.SelectMany(n => n.Fields.Select(f => f.Column).Concat(n.LeftOut.Keys).Select(c => $"{n.Table} {c}"))
            .ToHashSet();
        Assert.Equal(
            [],
            columns.Where(c => !ExportLeftOut.Tables.ContainsKey(c.Split(' ')[0]) && !decided.Contains(c))
        );
        Assert.Equal([], decided.Except(columns));
        Assert.Equal(
            [],
            ExportLeftOut.Tables.Keys.Where(t => !columns.Any(c => c.StartsWith($"{t} ", StringComparison.Ordinal)))
        );
        Assert.Equal([], ExportNouns.All.Select(n => n.Table).Intersect(ExportLeftOut.Tables.Keys));
    }

    [Fact]
    public void The_document_names_each_file_and_each_field_in_order()
    {
        var text = File.ReadAllText(Path.Combine(NamedTests.Root, ".github", "EXPORT.md"));
        foreach (var noun in ExportNouns.All)
        {
            var at = text.IndexOf($"### `{noun.File}`", StringComparison.Ordinal);
            Assert.True(at > 0, noun.File);
            var end = text.IndexOf("\n##", at + 1, StringComparison.Ordinal);
            var rows = text[at..(end < 0 ? text.Length : end)]
                .Split('\n')
                .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
                .ToList();
            Assert.Equal(noun.Fields.Select(f => f.Name), rows.Select(r => r.Split('`')[1]));
            foreach (var (field, row) in noun.Fields.Zip(rows))
            {
                Assert.All(field.Words ?? [], w => Assert.Contains($"`{w}`", row, StringComparison.Ordinal));
                Assert.True(
                    field.Of is null || row.Contains($"`{field.Of}`", StringComparison.Ordinal),
                    $"{noun.Name}.{field.Name}"
                );
            }
        }
    }

    private static async Task<(string, HttpStatusCode, string?, string)> SayAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        return (
            address,
            answer.StatusCode,
            answer.Headers.Location?.ToString(),
            await answer.Content.ReadAsStringAsync()
        );
    }

    private sealed class Told(Action<string> told) : IProgress<string>
    {
        public void Report(string value) => told(value);
    }
}
