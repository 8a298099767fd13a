using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewsSite.News.Media;

namespace NewsSite.News.Backups;

/// <summary>
/// One backup: a folder that bears its moment as its name. It is written under another one, which it loses when it is whole,
/// so that one that was broken off is never taken for one. Only its owner may read it: it holds what opens accounts.
/// </summary>
public sealed partial class BackupFolder
{
    private const string ListFile = "manifest.json";

    // As the tool sha256sum reads it.
    private const string SealFile = "manifest.sha256";
    private const string Ending = ".part";
    private const UnixFileMode File600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Folder700 = File600 | UnixFileMode.UserExecute;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private BackupFolder(string path) => Path = path;

    public string Path { get; private set; }

    /// <summary>Begins a new one.</summary>
    /// <param name="directory">Where backups lie; made where it is missing.</param>
    internal static BackupFolder Begin(string directory, DateTimeOffset at)
    {
        var path = PathOf(directory, at);
        while (Directory.Exists(path))
        {
            at = at.AddSeconds(1);
            path = PathOf(directory, at);
        }

        var folder = new BackupFolder(path + Ending);
        Make(folder.Path);
        Make(System.IO.Path.Combine(folder.Path, "tables"));
        Make(System.IO.Path.Combine(folder.Path, "pictures"));
        return folder;
    }

    /// <summary>Clears away what was begun by somebody who was killed over it.</summary>
    internal static void Sweep(string directory)
    {
        foreach (
            var left in Directory.EnumerateDirectories(directory, $"newssite-*{Ending}").Where(p => IsNamed(p, Ending))
        )
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <param name="path">A backup, or where backups lie: then the newest of them.</param>
    /// <exception cref="BackupRefusedException">There is none.</exception>
    public static BackupFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(System.IO.Path.Combine(full, ListFile)) && !full.EndsWith(Ending, StringComparison.Ordinal)
                ? new(full)
            : Directory.Exists(full) && Whole(full).FirstOrDefault() is { } newest ? new(newest)
            : throw new BackupRefusedException($"There is no backup in {full}.");
    }

    /// <summary>Removes the oldest backups; nothing else that lies there.</summary>
    /// <param name="directory">Where backups lie.</param>
    /// <returns>How many were removed.</returns>
    public static int Thin(string directory, int keep)
    {
        var old = Whole(directory).Skip(keep).ToList();
        foreach (var path in old)
        {
            // Under the name of one that is not whole first: nobody finds half of it.
            Directory.Move(path, path + Ending);
            Directory.Delete(path + Ending, recursive: true);
        }

        return old.Count;
    }

    /// <exception cref="BackupRefusedException">It is damaged, or none that this program knows.</exception>
    public async Task<BackedUp> ReadAsync(CancellationToken cancel)
    {
        try
        {
            var list = await File.ReadAllBytesAsync(PathOf(ListFile), cancel);
            var seal = await File.ReadAllTextAsync(PathOf(SealFile), cancel);
            return seal != Seal(list)
                ? throw new BackupRefusedException(
                    $"The backup is damaged: {PathOf(ListFile)} is not what was written."
                )
                : JsonSerializer.Deserialize<BackedUp>(list, Format)!;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new BackupRefusedException($"The backup is damaged: {e.Message}", e);
        }
    }

    internal string PathOf(BackedUpTable table) => PathOfTable(table.Title);

    internal string PathOfTable(string title) => PathOf(System.IO.Path.Combine("tables", title + ".gz"));

    /// <exception cref="BackupRefusedException">It is no name of a picture.</exception>
    internal string PathOfPicture(string name) =>
        IsPictureName(name)
            ? PathOf(System.IO.Path.Combine("pictures", name))
            : throw new BackupRefusedException($"“{name}” is no name of a picture.");

    internal static bool IsPictureName(string name) => PictureName().IsMatch(name);

    /// <summary>Makes a file that only its owner may read.</summary>
    internal static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File600;
        }

        return new FileStream(path, options);
    }

    /// <summary>All is there: writes down what, and gives the folder its name.</summary>
    internal async Task EndAsync(BackedUp made, CancellationToken cancel)
    {
        var list = JsonSerializer.SerializeToUtf8Bytes(made, Format);
        await WriteAsync(ListFile, list, cancel);
        await WriteAsync(SealFile, System.Text.Encoding.ASCII.GetBytes(Seal(list)), cancel);
        var whole = Path[..^Ending.Length];
        Directory.Move(Path, whole);
        WholeFile.Keep(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(whole))!);
        Path = whole;
    }

    internal void Discard() => Directory.Delete(Path, recursive: true);

    // The newest first.
    private static IEnumerable<string> Whole(string directory) =>
        Directory
            .EnumerateDirectories(directory, "newssite-*")
            .Where(p => IsNamed(p, "") && File.Exists(System.IO.Path.Combine(p, SealFile)))
            .OrderDescending(StringComparer.Ordinal);

    private static bool IsNamed(string path, string ending) =>
        System.IO.Path.GetFileName(path) is var name
        && name.EndsWith(ending, StringComparison.Ordinal)
        && FolderName().IsMatch(name[..^ending.Length]);

    private static string PathOf(string directory, DateTimeOffset at) =>
        System.IO.Path.Combine(
            directory,
            string.Create(CultureInfo.InvariantCulture, $"newssite-{at.UtcDateTime:yyyyMMdd-HHmmss}")
        );

    private static string Seal(byte[] list) => $"{Convert.ToHexStringLower(SHA256.HashData(list))}  {ListFile}\n";

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, Folder700);
        }
    }

    private string PathOf(string file) => System.IO.Path.Combine(Path, file);

    private async Task WriteAsync(string name, byte[] bytes, CancellationToken cancel)
    {
        await using var file = Create(PathOf(name));
        await file.WriteAsync(bytes, cancel);
        file.Flush(flushToDisk: true);
    }

    [GeneratedRegex(@"^newssite-\d{8}-\d{6}\z", RegexOptions.NonBacktracking)]
    private static partial Regex FolderName();

    [GeneratedRegex(@"^[0-9a-f]{64}[0-9a-z.-]{0,30}\z", RegexOptions.NonBacktracking)]
    private static partial Regex PictureName();
}
