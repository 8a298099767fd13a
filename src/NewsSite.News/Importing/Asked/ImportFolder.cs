using NewsSite.News.Addresses;
using NewsSite.News.Media;

namespace NewsSite.News.Importing.Asked;

/// <summary>What a file is, by how it begins.</summary>
public enum ImportFileKind
{
    Unknown,
    WordPress,
    Ghost,

    /// <summary>A folder or a zip file.</summary>
    Pictures,
}

/// <param name="Bytes">Null of a folder.</param>
public sealed record ImportFile(string Name, ImportFileKind Kind, long? Bytes, DateTimeOffset At);

/// <summary>
/// Where exports lie that admins take in: put there by whoever runs the server, or sent by a browser. Each server has its own,
/// unless they share a disk.
/// </summary>
public sealed class ImportFolder(string path)
{
    public const int NameLimit = 120;

    /// <summary>Of a file that a browser sends; one that is put there by hand may have any size.</summary>
    public const long ByteLimit = 2L * 1024 * 1024 * 1024;
    private const int Shown = 200;
    private const int Buffer = 64 * 1024;
    private const string Unfinished = ".part";
    private static readonly byte[] Skipped =
    [
        0,
        (byte)'\t',
        (byte)'\n',
        (byte)'\r',
        (byte)' ',
        0xEF,
        0xBB,
        0xBF,
        0xFE,
        0xFF,
    ];
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    /// <returns>The first by name; none where there is no such folder.</returns>
    public async Task<IReadOnlyList<ImportFile>> ListAsync(CancellationToken cancel)
    {
        var files = new List<ImportFile>();
        foreach (
            var entry in Directory.Exists(path)
                ? new DirectoryInfo(path)
                    .EnumerateFileSystemInfos()
                    .Where(e => IsName(e.Name))
                    .OrderBy(e => e.Name, StringComparer.Ordinal)
                    .Take(Shown)
                : []
        )
        {
            files.Add(
                new(
                    entry.Name,
                    await KindOfAsync(entry.Name, cancel),
                    (entry as FileInfo)?.Length,
                    entry.LastWriteTimeUtc
                )
            );
        }

        return files;
    }

    public bool Has(string name) => IsName(name) && Path.Exists(Path.Combine(path, name));

    /// <exception cref="ImportRefusedException">There is none of this name.</exception>
    public string PathOf(string name) =>
        Has(name) ? Path.Combine(path, name) : throw new ImportRefusedException($"There is no {name} in the folder.");

    /// <returns>What it is; unknown where it cannot be read.</returns>
    public async Task<ImportFileKind> KindOfAsync(string name, CancellationToken cancel)
    {
        if (Directory.Exists(Path.Combine(path, name)))
        {
            return ImportFileKind.Pictures;
        }

        try
        {
            await using var file = File.OpenRead(Path.Combine(path, name));
            var begin = new byte[64];
            var count = await file.ReadAtLeastAsync(begin, begin.Length, false, cancel);
            return KindOf(begin.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ImportFileKind.Unknown;
        }
    }

    /// <summary>Keeps what a browser sends, piece by piece; it has its name once it is whole.</summary>
    /// <param name="name">As the browser calls it; kept as far as it can be one here.</param>
    /// <returns>Its name here.</returns>
    /// <exception cref="ImportRefusedException">It is no such file, or there is one of this name.</exception>
    public async Task<string> TakeAsync(string name, Stream bytes, CancellationToken cancel)
    {
        var buffer = new byte[Buffer];
        var count = await bytes.ReadAtLeastAsync(buffer, 64, false, cancel);
        if (count == 0)
        {
            throw new ImportRefusedException("Choose a file");
        }

        var kept = NameOf(name);
        if (KindOf(buffer.AsSpan(0, count)) == ImportFileKind.Unknown)
        {
            throw ImportRefusedException.At(
                kept,
                1,
                "This is no export of WordPress (XML) or Ghost (JSON), and no zip file of pictures."
            );
        }

        if (Has(kept))
        {
            throw new ImportRefusedException($"There is a {kept} in the folder already. Delete it first.");
        }

        CreateFolder();
        Sweep();
        var part = Path.Combine(path, $".{Guid.NewGuid():N}{Unfinished}");
        try
        {
            await using (var file = Create(part))
            {
                for (; count > 0; count = await bytes.ReadAsync(buffer, cancel))
                {
                    await file.WriteAsync(buffer.AsMemory(0, count), cancel);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(part, Path.Combine(path, kept));
            WholeFile.Keep(path);
            return kept;
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Deletes it; nothing where there is none of this name.</summary>
    public void Delete(string name)
    {
        if (!Has(name))
        {
            return;
        }

        var full = Path.Combine(path, name);
        if (Directory.Exists(full))
        {
            Directory.Delete(full, recursive: true);
        }
        else
        {
            File.Delete(full);
        }
    }

    // What lies directly in the folder and nowhere else.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= NameLimit && name[0] != '.' && !name.Any(c => char.IsControl(c) || c is '/' or '\\');

    private static string NameOf(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var end = Path.GetExtension(last);
        var ending =
            end.Length is > 1 and <= 6 && end[1..].All(char.IsAsciiLetterOrDigit) ? end.ToLowerInvariant() : "";
        return Slug.From(Path.GetFileNameWithoutExtension(last)) is not "-" and var slug
            ? slug + ending
            : $"export{ending}";
    }

    // Behind marks of the encoding and blanks.
    private static ImportFileKind KindOf(ReadOnlySpan<byte> begin)
    {
        var first = begin.IndexOfAnyExcept(Skipped);
        return first < 0
            ? ImportFileKind.Unknown
            : begin[first] switch
            {
                (byte)'<' => ImportFileKind.WordPress,
                (byte)'{' or (byte)'[' => ImportFileKind.Ghost,
                (byte)'P' when begin[first..].StartsWith("PK\u0003\u0004"u8) => ImportFileKind.Pictures,
                _ => ImportFileKind.Unknown,
            };
    }

    // For nobody else on this machine: exports hold addresses and hashes of passwords.
    private void CreateFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStream Create(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = Buffer,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(file, options);
    }

    // A server that was killed left them.
    private void Sweep()
    {
        foreach (var left in new DirectoryInfo(path).EnumerateFiles($".*{Unfinished}"))
        {
            if (DateTime.UtcNow - left.LastWriteTimeUtc > Forgotten)
            {
                left.Delete();
            }
        }
    }
}
