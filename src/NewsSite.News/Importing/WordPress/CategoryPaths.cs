namespace NewsSite.News.Importing.WordPress;

/// <summary>Which categories of an export lie in which.</summary>
internal static class CategoryPaths
{
    /// <param name="byKey">By the word in the address.</param>
    /// <param name="looped">Told each that lies in itself by way of others: it stands at the top.</param>
    /// <returns>Each with the keys of those that it lies in, from the top down, and its own.</returns>
    public static IEnumerable<(string Key, IReadOnlyList<string> Path)> Of(
        IReadOnlyDictionary<string, WordPressCategory> byKey,
        Action<WordPressCategory> looped
    )
    {
        var parents = Parents(byKey);
        foreach (var (key, category) in byKey)
        {
            var path = new List<string> { key };
            for (var up = parents[key]; up is not null; up = parents[up])
            {
                if (up == key)
                {
                    looped(category);
                    path = [key];
                    break;
                }

                if (path.Contains(up))
                {
                    break;
                }

                path.Insert(0, up);
            }

            yield return (key, path);
        }
    }

    // The oldest exports (1.0) name the one above by its name, later ones by the word in its address.
    private static Dictionary<string, string?> Parents(IReadOnlyDictionary<string, WordPressCategory> byKey)
    {
        var byName = byKey.ToLookup(c => TermNames.Plain(c.Value.Name), c => c.Key, StringComparer.Ordinal);
        var parents = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (key, category) in byKey)
        {
            var word = TermNames.Decoded(category.Parent);
            parents[key] =
                word.Length == 0 ? null
                : byKey.ContainsKey(word) ? word
                : byName[TermNames.Plain(category.Parent)].FirstOrDefault(other => other != key);
        }

        return parents;
    }
}
