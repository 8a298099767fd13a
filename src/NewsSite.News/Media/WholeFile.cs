using System.Runtime.InteropServices;

namespace NewsSite.News.Media;

/// <summary>
/// Files that are there whole or not at all: a reader never meets half of one, not even after a power cut. What is made stands
/// such a cut.
/// </summary>
internal static partial class WholeFile
{
    private const string Ending = ".part";
    private const int ReadOnly = 0;

    /// <summary>Clears away what was begun by somebody who was killed over it: what is older than any work lasts.</summary>
    /// <returns>How many files that were.</returns>
    public static int Sweep(string folder, DateTime before)
    {
        if (!Directory.Exists(folder))
        {
            return 0;
        }

        var left = new DirectoryInfo(folder)
            .EnumerateFiles("*" + Ending, SearchOption.AllDirectories)
            .Where(file => file.LastWriteTimeUtc < before)
            .ToList();
        left.ForEach(file => file.Delete());
        return left.Count;
    }

    /// <param name="write">Writes it at the path that it is given, and says whether there is anything to keep.</param>
    /// <returns>Whether the file is there now.</returns>
    public static async Task<bool> MakeAsync(string path, Func<string, Task<bool>> write)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Make(folder);
        var draft = $"{path}.{Guid.NewGuid():N}{Ending}";
        try
        {
            if (!await write(draft))
            {
                return false;
            }

            // First what it says and then its name: a system that starts again finds a name without its content otherwise.
            using (var written = File.OpenHandle(draft, FileMode.Open, FileAccess.ReadWrite))
            {
                RandomAccess.FlushToDisk(written);
            }

            File.Move(draft, path, overwrite: true);
            Keep(folder);
            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Make(string folder)
    {
        if (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            Make(parent);
            Directory.CreateDirectory(folder);
            Keep(parent);
        }
    }

    /// <summary>
    /// Brings the names in a folder to the disk: one that was given a moment ago may be gone after a power cut, with the file. Windows
    /// does so by itself, and a folder that may be written but not be read cannot be asked.
    /// </summary>
    /// <exception cref="IOException">The disk does not take them.</exception>
    public static void Keep(string folder)
    {
        if (OperatingSystem.IsWindows() || Open(folder, ReadOnly) is not (>= 0 and var opened))
        {
            return;
        }

        var isKept = Sync(opened) == 0;
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(opened);
        if (!isKept)
        {
            throw new IOException($"What is in {folder} could not be brought to the disk: {error}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
