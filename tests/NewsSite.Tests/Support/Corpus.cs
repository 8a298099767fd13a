namespace NewsSite.Tests.Support;

/// <summary>Collections of hostile and odd input that may lie beside the clone; tests that need them say so and are skipped without.</summary>
public static class Corpus
{
    /// <summary>The report that the product was conceived from, a text file; null where it is not there.</summary>
    public static string? Report => Above("stories", "putin-li-shangfu-moscow.txt");

    /// <returns>The folder, or null.</returns>
    public static string? Find(string name) => Above("corpora", name);

    private static string? Above(string kind, string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", kind, name);
            if (Path.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
