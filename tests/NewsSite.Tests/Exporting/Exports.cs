using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NewsSite.News.Exporting;
using NewsSite.News.Published.Tables;
using NewsSite.Tests.Support;

namespace NewsSite.Tests.Exporting;

internal static class Exports
{
    private const string Manifest = "manifest.json";

    private static PublishedSettings Defaults { get; } =
        new()
        {
            Name = "A paper",
            Language = "en-GB",
            TimeZone = "Europe/London",
            CrawlerPolicy = "Open",
            BreakingHours = 2,
            FeedStories = 30,
            CountsReadings = true,
            SocialLinks = [],
            Policies = [],
            HeaderMenu = [],
            FooterMenu = [],
        };

    public static Task<Exported> ExportAsync(this SiteFixture site, string file, IProgress<string>? told = null) =>
        site.WithAsync<ExportDesk, Exported>(desk => desk.WriteAsync(file, Defaults, told, default));

    public static Task<PaperImported> TakeInAsync(this SiteFixture site, string file) =>
        site.WithAsync<PaperImport, PaperImported>(import => import.RunAsync(file, null, default));

    /// <returns>What is in an export, by name; without what says when it was made.</returns>
    public static SortedDictionary<string, byte[]> Content(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        var all = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries.Where(e => e.FullName != "about.json"))
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            all.Add(entry.FullName, bytes.ToArray());
        }

        return all;
    }

    /// <returns>The records of a file.</returns>
    public static List<JsonObject> Records(byte[] lines) =>
        [.. Lines(lines).Select(l => JsonNode.Parse(l)!["record"]!.AsObject())];

    public static string[] Lines(byte[] lines) =>
        Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Writes content into a zip, in its order.</summary>
    public static void Write(string file, IEnumerable<KeyValuePair<string, byte[]>> content)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, bytes) in content)
        {
            using var into = zip.CreateEntry(name).Open();
            into.Write(bytes);
        }
    }

    /// <summary>Puts other records into a file, with hashes and sums that are right: what somebody writes who knows the format.</summary>
    public static void Seal(IDictionary<string, byte[]> content, string file, IEnumerable<string> records)
    {
        var lines = records
            .Select(r => $"{{\"record\":{r},\"sha256\":\"{Hash(Encoding.UTF8.GetBytes(r))}\"}}\n")
            .ToList();
        content[file] = Encoding.UTF8.GetBytes(string.Concat(lines));
        var manifest = JsonNode.Parse(content[Manifest])!;
        var said = manifest["files"]!.AsArray().Single(f => (string)f!["name"]! == file)!;
        (said["records"], said["bytes"], said["sha256"]) = (lines.Count, content[file].Length, Hash(content[file]));
        content[Manifest] = JsonSerializer.SerializeToUtf8Bytes(manifest);
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
