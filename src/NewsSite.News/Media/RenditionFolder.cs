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
        var key = $"renditions/{name}";
        var path = media.PathOf(key);
        if (!File.Exists(path))
        {
            await making.GetOrAdd(key, _ => new Lazy<Task>(() => MakeAsync(key, write))).Value.WaitAsync(cancel);
        }

        return new FileInfo(path);
    }

    private async Task MakeAsync(string key, Action<string> write)
    {
        try
        {
            // Whoever asked just as the making before this one ended finds its file; another server may have made it.
            if (await IsKeptAsync(key))
            {
                return;
            }

            var path = media.PathOf(key);
            await WholeFile.MakeAsync(
                path,
                draft =>
                    Vips.RunAsync(
                        () =>
                        {
                            write(draft);
                            return true;
                        },
                        CancellationToken.None
                    )
            );
            await ShareAsync(key, path);
        }
        finally
        {
            making.TryRemove(key, out _);
        }
    }

    private async Task<bool> IsKeptAsync(string key)
    {
        try
        {
            return await media.IsHereAsync(key, CancellationToken.None);
        }
        catch (IOException)
        {
            // The bucket does not answer: this server makes its own.
            return false;
        }
    }

    private async Task ShareAsync(string key, string path)
    {
        try
        {
            await media.PutAsync(key, path, CancellationToken.None);
        }
        catch (IOException)
        {
            // The others make their own.
        }
    }
}
