namespace NewsSite.News.Media;

/// <summary>Files that are there whole or not at all: a reader never meets half of one.</summary>
internal static class WholeFile
{
    private const string Ending = ".part";

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
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}{Ending}";
        try
        {
            if (!await write(draft))
            {
                return false;
            }

            File.Move(draft, path, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
