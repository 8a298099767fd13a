namespace NewsSite.Tests.Support;

/// <summary>Collections of hostile and odd input that may lie beside the clone; tests that need them say so and are skipped without.</summary>
public static class Corpus
{
    /// <summary>The report that the product was conceived from, a text file; null where it is not there.</summary>
    public static string? Report => Above("shared/stories/putin-li-shangfu-moscow.txt");

    /// <returns>The folder, or null.</returns>
    public static string? Find(string name) => Above($"shared/corpora/{name}");

    /// <summary>Looks for a file or folder of the clone, or of what lies beside it.</summary>
    /// <param name="path">From the clone's root, or from a folder above it.</param>
    /// <returns>Its full path, or null.</returns>
    public static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, path);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
