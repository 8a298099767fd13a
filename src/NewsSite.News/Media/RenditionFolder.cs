using System.Collections.Concurrent;

namespace NewsSite.News.Media;

/// <summary>
/// Files that are made from the masters when they are first asked for, and kept. None of them is worth a backup: an
/// emptied folder fills again.
/// </summary>
public sealed class RenditionFolder(MediaFolder media)
{
    private readonly ConcurrentDictionary<string, Lazy<Task>> making = new(StringComparer.Ordinal);

    /// <summary>Gives a kept file, or makes it; however many ask for it at once, it is made once.</summary>
    /// <param name="name">Where it is kept; never taken from a request without a check.</param>
    /// <param name="write">Writes the file at the path that it is given.</param>
    /// <param name="cancel">Ends the waiting; the making goes on, for others may wait as well.</param>
    internal async Task<FileInfo> FindOrMakeAsync(string name, Action<string> write, CancellationToken cancel)
    {
        var path = Path.Combine(media.Renditions, name);
        if (!File.Exists(path))
        {
            await making.GetOrAdd(path, _ => new Lazy<Task>(() => MakeAsync(path, write))).Value.WaitAsync(cancel);
        }

        return new FileInfo(path);
    }

    private async Task MakeAsync(string path, Action<string> write)
    {
        try
        {
            await Vips.RunAsync(() => Make(path, write), CancellationToken.None);
        }
        finally
        {
            making.TryRemove(path, out _);
        }
    }

    private static bool Make(string path, Action<string> write)
    {
        // Whoever asked just as the making before this one ended finds its file.
        if (File.Exists(path))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            write(draft);
            File.Move(draft, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
