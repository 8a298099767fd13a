namespace NewsSite.Tests.Support;

/// <summary>Collections of hostile and odd input that may lie beside the clone; tests that need them say so and are skipped without.</summary>
public static class Corpus
{
    /// <returns>The folder, or null.</returns>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var found = Path.Combine(folder.FullName, "shared", "corpora", name);
            if (Directory.Exists(found))
            {
                return found;
            }
        }

        return null;
    }
}
