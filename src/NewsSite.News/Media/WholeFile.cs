namespace NewsSite.News.Media;

/// <summary>Files that are there whole or not at all: a reader never meets half of one.</summary>
internal static class WholeFile
{
    /// <param name="write">Writes it at the path that it is given, and says whether there is anything to keep.</param>
    /// <returns>Whether the file is there now.</returns>
    public static async Task<bool> MakeAsync(string path, Func<string, Task<bool>> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}.part";
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
