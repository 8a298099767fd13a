using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Exporting;
using NewsSite.News.Importing;
using NewsSite.Tests.Backups;
using Xunit;

namespace NewsSite.Tests.Exporting;

/// <summary>Files that were damaged, or that somebody made who means no good: refused by name, and nothing is half imported.</summary>
[Collection(ExportedPaperCollection.Name)]
public sealed class SpoiltExportTests(ExportedPaper paper)
{
    private const string Manifest = "manifest.json";

    private static readonly (string Name, string Said, Action<IDictionary<string, byte[]>> Spoil)[] Cases =
    [
        ("a byte", "stories.ndjson, line 1: The record was changed", all => all["stories.ndjson"][20] ^= 1),
        ("a line less", "tags.ndjson is not what was written", all => all["tags.ndjson"] = Without(all["tags.ndjson"])),
        (
            "another order",
            "tags.ndjson is not what was written",
            all =>
                all["tags.ndjson"] = Encoding.UTF8.GetBytes(
                    string.Concat(Exports.Lines(all["tags.ndjson"]).Reverse().Select(l => l + "\n"))
                )
        ),
        ("cut off", "tags.ndjson, line", all => all["tags.ndjson"] = all["tags.ndjson"][..^20]),
        (
            "more",
            "There is more of it than was written",
            all => all["tags.ndjson"] = [.. all["tags.ndjson"], .. all["tags.ndjson"]]
        ),
        ("no list", "There is no manifest.json", all => all.Remove(Manifest)),
        (
            "other list",
            "format or version than newssite 1 to 4",
            all => Replace(all, Manifest, "\"version\":4", "\"version\":5")
        ),
        (
            "other format",
            "format or version than newssite 1 to 4",
            all => Replace(all, Manifest, "\"newssite\"", "\"ghost\"")
        ),
        (
            "a post without a blog",
            "“story” names what is not in live-blogs.ndjson",
            all => Exports.Seal(all, "live-blogs.ndjson", [])
        ),
        (
            "a post that is not counted",
            "live-blogs.ndjson, line 1: “lastNumber” is not how many posts went out",
            all => Edit(all, "live-blogs.ndjson", r => r["lastNumber"] = 1)
        ),
        (
            "a draft with a number",
            "a post that went out has a “number” and “postedAt”, and a draft has neither",
            all => Edit(all, "live-posts.ndjson", r => r["state"] = "Draft")
        ),
        ("no file", "does not name the files", all => all.Remove("notes.ndjson")),
        ("a way out", "“../../outside” has no place", all => all["../../outside"] = [1]),
        ("a way out by a picture", "has no place", all => all[$"pictures/../{new string('0', 64)}.jpg"] = [1]),
        (
            "no picture",
            "is not the picture that its name says",
            all => Change(all, PictureOf(all), b => [.. b[..^1], (byte)(b[^1] ^ 1)])
        ),
        ("a script as picture", "is not the picture that its name says", all => Script(all)),
        ("a picture too many", "No record names the picture", all => Copy(all)),
        ("a picture too few", "The picture", all => all.Remove(PictureOf(all))),
        ("zeros", "unpacks to more than 400 times", all => Claim(all, "stories.ndjson", new byte[4 << 20])),
        ("a long line", "It is longer than 8 MB", LongLine),
        ("no record", "line 1: It is no record", all => Exports.Seal(all, "tags.ndjson", ["{"])),
        ("an odd field", "“password” is no field", all => Edit(all, "people.ndjson", r => r["password"] = "x")),
        ("a field less", "line 1: “name” is missing", all => Edit(all, "tags.ndjson", r => r.Remove("name"))),
        ("a field twice", "“id” is there twice", all => Twice(all)),
        ("empty", "“name”: it is empty", all => Edit(all, "tags.ndjson", r => r["name"] = null)),
        ("a type", "“id”: it is not of the type bigint", all => Edit(all, "tags.ndjson", r => r["id"] = "1")),
        (
            "too long",
            "“headline”: it has 301 letters; the most are 300",
            all => Edit(all, "versions.ndjson", r => r["headline"] = new string('x', 301))
        ),
        ("a letter", "the letter of the number 0", all => Edit(all, "versions.ndjson", r => r["headline"] = "\0")),
        (
            "a state",
            "“state”: “Lost” is none of Draft, InReview",
            all => Edit(all, "stories.ndjson", r => r["state"] = "Lost")
        ),
        ("a number", "“focalX”: 101 is not from 0 to 100", all => Edit(all, "pictures.ndjson", r => r["focalX"] = 101)),
        (
            "a time",
            "“createdAt”: it is not of the type timestamp",
            all => Edit(all, "versions.ndjson", r => r["createdAt"] = "yesterday")
        ),
        (
            "a script",
            "“links”: it leads to something that is no page",
            all => Edit(all, "authors.ndjson", r => r["links"] = new JsonArray("javascript:alert(1)"))
        ),
        (
            "a zone",
            "“timeZone”: it is no time zone",
            all => Edit(all, "settings.ndjson", r => r["timeZone"] = "Mars/Base")
        ),
        (
            "an order",
            "schedules.ndjson, line 1",
            all =>
                Edit(
                    all,
                    "schedules.ndjson",
                    r => r["order"] = new JsonObject { ["outcome"] = "Lost", ["reason"] = "" }
                )
        ),
        (
            "a stranger",
            "versions.ndjson, line 1: “tags” names what is not in tags.ndjson (story 1, number 1)",
            all => Edit(all, "versions.ndjson", r => r["tags"] = new JsonArray(987654321))
        ),
        (
            "a reading of nothing",
            "readings.ndjson, line 1: “story” names what is not in stories.ndjson",
            all => Edit(all, "readings.ndjson", r => r["story"] = 987654321)
        ),
        (
            "no version",
            "stories.ndjson, line 1: “live” is none of its versions",
            all =>
                Edit(
                    all,
                    "stories.ndjson",
                    r => (r["live"], r["slug"], r["firstPublishedAt"]) = (999, "x", "2026-01-01T00:00:00Z")
                )
        ),
        (
            "a circle",
            "categories.ndjson, line 1: it lies in itself",
            all => Edit(all, "categories.ndjson", r => r["parent"] = (long)r["id"]!)
        ),
        (
            "the same twice",
            "tags.ndjson, line 3: Another record has the same “id”.",
            all => Again(all, "tags.ndjson", "low-water", _ => { })
        ),
        (
            "an address twice",
            "tags.ndjson, line 3: Another record has the same “slug”.",
            all => Again(all, "tags.ndjson", "low-water", r => r["id"] = 987654321)
        ),
        (
            "a section twice",
            "categories.ndjson, line 6: Another record has the same “slug”.",
            all => Again(all, "categories.ndjson", "new-section", r => r["id"] = 987654321)
        ),
        (
            "a redirect twice",
            "redirects.ndjson, line 3: Another record has the same “from”.",
            all => Again(all, "redirects.ndjson", "/old-news", r => r["id"] = 987654321)
        ),
        (
            "a number twice",
            "versions.ndjson, line 2: Another record has the same “story” and “number”.",
            all => Again(all, "versions.ndjson", "First", _ => { }, at: 1)
        ),
        (
            "a key twice",
            "stories.ndjson, line 2: Another record has the same “key”.",
            all => Again(all, "stories.ndjson", "\"id\":1,", r => r["id"] = 987654321, at: 1)
        ),
    ];

    [Fact]
    public async Task It_is_refused_by_file_line_and_reason_and_nothing_of_it_stays()
    {
        var empty = new Paper(await paper.Postgres.CloneAsync(), paper.InFolder("none"));
        await using var services = empty.Services();
        var wrong = new List<string>();
        var whole = Small(Exports.Content(paper.File));
        foreach (var (name, said, spoil) in Cases)
        {
            var content = whole.ToDictionary(e => e.Key, e => (byte[])e.Value.Clone(), StringComparer.Ordinal);
            spoil(content);
            var file = paper.InFolder($"{name}.zip");
            Exports.Write(file, content);
            await RefusedAsync(file, said, name);
        }

        var cut = paper.InFolder("cut.zip");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(paper.File))[..^100]);
        await RefusedAsync(cut, "is no export of a paper, or it is damaged", "cut");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(empty.Files());
        Assert.Equal(
            [],
            (await empty.RowsAsync()).Where(r => !r.StartsWith("data_protection_keys(", StringComparison.Ordinal))
        );
        async Task RefusedAsync(string file, string said, string name)
        {
            await using var each = services.CreateAsyncScope();
            try
            {
                await each.ServiceProvider.GetRequiredService<PaperImport>().RunAsync(file, null, default);
                wrong.Add($"{name}: taken in");
            }
            catch (ImportRefusedException refused)
            {
                if (
                    !refused.Message.Contains(said, StringComparison.Ordinal)
                    || !refused.Message.StartsWith($"{name}.zip", StringComparison.Ordinal)
                )
                {
                    wrong.Add($"{name}: {refused.Message}");
                }
            }
            catch (Exception e)
            {
                wrong.Add($"{name}: {e}");
            }
        }
    }

    // The same paper without most of its pictures, which were not to be found.
    private static SortedDictionary<string, byte[]> Small(SortedDictionary<string, byte[]> all)
    {
        var list = JsonNode.Parse(all[Manifest])!;
        foreach (var name in all.Keys.Where(k => k.StartsWith("pictures/", StringComparison.Ordinal)).Skip(1).ToList())
        {
            list["missingPictures"]!.AsArray().Add(name["pictures/".Length..]);
            all.Remove(name);
        }

        all[Manifest] = Encoding.UTF8.GetBytes(list.ToJsonString());
        return all;
    }

    private static List<string> Lines(IDictionary<string, byte[]> all, string file) =>
        [
            .. Exports
                .Lines(all[file])
                .Select(l => l["{\"record\":".Length..l.LastIndexOf(",\"sha256\"", StringComparison.Ordinal)]),
        ];

    // Who knows the format writes hashes that are right.
    private static void Edit(IDictionary<string, byte[]> all, string file, Action<JsonObject> edit)
    {
        var lines = Lines(all, file);
        var record = JsonNode.Parse(lines[0])!.AsObject();
        edit(record);
        lines[0] = record.ToJsonString();
        Exports.Seal(all, file, lines);
    }

    /// <summary>Adds the record that holds some words once more, changed, as the last one or at a place.</summary>
    private static void Again(
        IDictionary<string, byte[]> all,
        string file,
        string words,
        Action<JsonObject> edit,
        int? at = null
    )
    {
        var lines = Lines(all, file);
        var record = JsonNode.Parse(lines.First(l => l.Contains(words, StringComparison.Ordinal)))!.AsObject();
        edit(record);
        lines.Insert(at ?? lines.Count, record.ToJsonString());
        Exports.Seal(all, file, lines);
    }

    private static void Twice(IDictionary<string, byte[]> all)
    {
        var lines = Lines(all, "tags.ndjson");
        lines[0] = "{\"id\":1," + lines[0][1..];
        Exports.Seal(all, "tags.ndjson", lines);
    }

    private static void LongLine(IDictionary<string, byte[]> all)
    {
        var noise = new byte[9 << 20];
        new Random(1).NextBytes(noise);
        for (var n = 0; n < noise.Length; n++)
        {
            noise[n] |= 0x40;
        }

        Claim(all, "tags.ndjson", noise);
    }

    // The list says so many bytes, too.
    private static void Claim(IDictionary<string, byte[]> all, string file, byte[] bytes)
    {
        all[file] = bytes;
        var list = JsonNode.Parse(all[Manifest])!;
        list["files"]!.AsArray().Single(f => (string)f!["name"]! == file)!["bytes"] = bytes.Length;
        all[Manifest] = Encoding.UTF8.GetBytes(list.ToJsonString());
    }

    private static string PictureOf(IDictionary<string, byte[]> all) =>
        all.Keys.First(k => k.StartsWith("pictures/", StringComparison.Ordinal));

    private static void Script(IDictionary<string, byte[]> all)
    {
        byte[] script = [.. "<script>"u8];
        all[$"pictures/{Exports.Hash(script)}.jpg"] = script;
    }

    private static void Copy(IDictionary<string, byte[]> all)
    {
        byte[] more = [.. all[PictureOf(all)], 0];
        all[$"pictures/{Exports.Hash(more)}.jpg"] = more;
    }

    private static void Change(IDictionary<string, byte[]> all, string name, Func<byte[], byte[]> change) =>
        all[name] = change(all[name]);

    private static void Replace(IDictionary<string, byte[]> all, string name, string what, string with) =>
        all[name] = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(all[name]).Replace(what, with, StringComparison.Ordinal)
        );

    private static byte[] Without(byte[] lines) =>
        Encoding.UTF8.GetBytes(string.Join('\n', Exports.Lines(lines)[..^1]) + "\n");
}
