using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using NewsSite.News.Backups;
using NewsSite.News.Importing;
using NewsSite.News.Media;

namespace NewsSite.News.Exporting;

/// <summary>An export, to be read: nothing of it is unpacked to the disk, and no name in it becomes a path.</summary>
internal sealed class ExportFile : IDisposable
{
    private const int ManifestLimit = 16 * 1024 * 1024;

    // Text is packed to a quarter or so, versions of one story to a hundredth; zeros to a thousandth.
    private const int RatioLimit = 400;

    private readonly string name;
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    private ExportFile(string name, ZipArchive zip) => (this.name, this.zip) = (name, zip);

    public ExportManifest Holds { get; private set; } = null!;
    public string Hash { get; private set; } = "";

    /// <summary>Those of which it has records: later ones came in a later version.</summary>
    public IEnumerable<ExportNoun> Nouns => ExportNouns.All.Where(n => n.Since <= Holds.Version);

    /// <summary>The names of the pictures in it.</summary>
    public IEnumerable<string> Pictures =>
        entries
            .Keys.Where(k => k.StartsWith(ExportManifest.PictureFolder, StringComparison.Ordinal))
            .Select(k => k[ExportManifest.PictureFolder.Length..])
            .Order(StringComparer.Ordinal);

    /// <exception cref="ImportRefusedException">It is no export that can be read here.</exception>
    public static async Task<ExportFile> OpenAsync(string path, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        ZipArchive? zip = null;
        try
        {
            zip = await ZipFile.OpenReadAsync(path, cancel);
            var file = new ExportFile(name, zip);
            file.List();
            await file.ReadManifestAsync(cancel);
            return file;
        }
        catch (Exception e)
        {
            zip?.Dispose();
            throw e is InvalidDataException or IOException or UnauthorizedAccessException or JsonException
                ? new ImportRefusedException($"{name} is no export of a paper, or it is damaged: {e.Message}", e)
                : e;
        }
    }

    /// <summary>Reads the lines of a noun, and sees that they are what the manifest says.</summary>
    /// <param name="take">Takes a line without its end, and its number.</param>
    public async Task ReadAsync(ExportNoun noun, Func<ReadOnlyMemory<byte>, long, Task> take, CancellationToken cancel)
    {
        var said = Holds.Files.Single(f => f.Name == noun.File);
        var entry = entries[noun.File];

        // What is said here holds for the reading below; what the zip says need not.
        if (said.Bytes > 1024 * 1024 && said.Bytes / RatioLimit > entry.CompressedLength)
        {
            throw Refuse($"{noun.File} unpacks to more than {RatioLimit} times its size: it is no text.");
        }

        using var lines = new LineReader(await OpenAsync(entry, cancel), said.Bytes);
        try
        {
            while (await lines.ReadAsync(cancel) is { } line)
            {
                await take(line, lines.Number);
            }
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException)
        {
            throw Refuse($"{noun.File}, line {Math.Max(lines.Number, 1)}: {e.Message}", e);
        }

        if (lines.Number != said.Records || lines.Bytes != said.Bytes || lines.Sum() != said.Sha256)
        {
            throw Refuse(
                $"{noun.File} is not what was written: {lines.Number} of {said.Records} records, or other ones."
            );
        }
    }

    /// <returns>The bytes of a picture, which are those that its name is made from, and can be read as one.</returns>
    /// <param name="picture">One of <see cref="Pictures"/>.</param>
    public async Task<byte[]> PictureAsync(string picture, CancellationToken cancel)
    {
        var entry = entries[ExportManifest.PictureFolder + picture];
        var bytes = await WholeAsync(entry, UploadedPicture.ByteLimit, cancel);
        return
            picture.StartsWith(RecordWriter.HashOf(bytes), StringComparison.Ordinal)
            && await StoredPicture.IsSoundAsync(picture, bytes, cancel)
            ? bytes
            : throw Refuse($"{entry.FullName} is not the picture that its name says.");
    }

    public ImportRefusedException Refuse(string why, Exception? inner = null) =>
        inner is null ? new($"{name}: {why}") : new($"{name}: {why}", inner);

    /// <returns>With the line of the record, which is looked for once more.</returns>
    public async Task<ImportRefusedException> RefuseAsync(WrongRecord wrong, CancellationToken cancel)
    {
        var found = 0L;
        await ReadAsync(
            ExportNouns.All.Single(n => n.File == wrong.File),
            (line, number) =>
            {
                found = found == 0 && Is(line, wrong.Keys) ? number : found;
                return Task.CompletedTask;
            },
            cancel
        );
        return Refuse($"{wrong.File}, line {found}: {wrong.Why} ({wrong.Name}).");
    }

    public void Dispose() => zip.Dispose();

    private static bool Is(ReadOnlyMemory<byte> line, IReadOnlyDictionary<string, string> keys)
    {
        using var json = JsonDocument.Parse(line);
        var record = json.RootElement.GetProperty("record");
        return keys.All(k => record.TryGetProperty(k.Key, out var value) && IsSame(value, k.Value));

        // The database writes a moment in another way than the file.
        static bool IsSame(JsonElement value, string key) =>
            value.ToString() == key
            || (
                value.ValueKind == JsonValueKind.String
                && value.TryGetDateTimeOffset(out var at)
                && DateTimeOffset.TryParse(key, CultureInfo.InvariantCulture, out var other)
                && at == other
            );
    }

    // Nothing is in it that no one asks for: it would be lost without a word.
    private void List()
    {
        foreach (var entry in zip.Entries)
        {
            var isOurs =
                entry.FullName is ExportManifest.FileName or ExportManifest.AboutName
                || ExportNouns.All.Any(n => n.File == entry.FullName)
                || (
                    entry.FullName.StartsWith(ExportManifest.PictureFolder, StringComparison.Ordinal)
                    && BackupFolder.IsPictureName(entry.FullName[ExportManifest.PictureFolder.Length..])
                );
            if (!isOurs || !entries.TryAdd(entry.FullName, entry))
            {
                var shown = new string([.. entry.FullName.Take(80).Select(c => char.IsControl(c) ? '·' : c)]);
                throw Refuse($"“{shown}” {(isOurs ? "is there twice" : "has no place in an export")}.");
            }
        }
    }

    private async Task ReadManifestAsync(CancellationToken cancel)
    {
        if (!entries.TryGetValue(ExportManifest.FileName, out var entry))
        {
            throw Refuse($"There is no {ExportManifest.FileName}: it is no export, or was cut off.");
        }

        var bytes = await WholeAsync(entry, ManifestLimit, cancel);
        using (var json = JsonDocument.Parse(bytes))
        {
            if (
                json.RootElement.ValueKind != JsonValueKind.Object
                || !json.RootElement.TryGetProperty("format", out var format)
                || !format.ValueEquals(ExportManifest.OurFormat)
                || !json.RootElement.TryGetProperty("version", out var version)
                || version.ValueKind != JsonValueKind.Number
                || !version.TryGetInt32(out var number)
                || number is < ExportManifest.OldestVersion or > ExportManifest.CurrentVersion
            )
            {
                throw Refuse(
                    $"{ExportManifest.FileName} says another format or version than {ExportManifest.OurFormat} {ExportManifest.OldestVersion} to {ExportManifest.CurrentVersion}, which are read here."
                );
            }
        }

        Holds = JsonSerializer.Deserialize<ExportManifest>(bytes, ExportManifest.Json)!;
        Hash = RecordWriter.HashOf(bytes);
        if (
            !Holds.Files.Select(f => f.Name).SequenceEqual(Nouns.Select(n => n.File))
            || ExportNouns.All.Any(n => entries.ContainsKey(n.File) != Nouns.Contains(n))
        )
        {
            throw Refuse($"{ExportManifest.FileName} does not name the files that an export has, or one is missing.");
        }
    }

    // What a zip says of the size of an entry may be a lie.
    private async Task<byte[]> WholeAsync(ZipArchiveEntry entry, int limit, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await using var from = await OpenAsync(entry, cancel);
        var buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = await from.ReadAsync(buffer, cancel)) > 0; )
            {
                if (bytes.Length + count > limit)
                {
                    throw Refuse($"{entry.FullName} is larger than {limit / 1024 / 1024} MB.");
                }

                bytes.Write(buffer, 0, count);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Refuse($"{entry.FullName} cannot be unpacked: {e.Message}", e);
        }

        return bytes.ToArray();
    }

    private async Task<Stream> OpenAsync(ZipArchiveEntry entry, CancellationToken cancel)
    {
        try
        {
            return await entry.OpenAsync(cancel);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw Refuse($"{entry.FullName} cannot be unpacked: {e.Message}", e);
        }
    }
}
