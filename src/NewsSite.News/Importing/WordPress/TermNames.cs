using NewsSite.News.Addresses;

namespace NewsSite.News.Importing.WordPress;

/// <summary>
/// Which category or tag an item means. The oldest exports (1.0) write each twice: once by its name alone, once with the word
/// in its address, too.
/// </summary>
internal sealed class TermNames
{
    public const string Category = "category";
    public const string Tag = "post_tag";
    private readonly Dictionary<(string Kind, string Name), string> keys = [];

    public static string KindOf(WordPressTerm term) =>
        term.Domain is null ? Category
        : term.Domain == "tag" ? Tag
        : term.Domain;

    public static string KeyOf(WordPressTerm term) =>
        Decoded(term.Nicename.Length > 0 ? term.Nicename : Slug.OfName(term.Name));

    public static string Decoded(string nicename) => Uri.UnescapeDataString(nicename).ToLowerInvariant();

    /// <returns>A name as it is compared: in one place its entities stand as they are, in another they are letters.</returns>
    public static string Plain(string name) => PlainText.Of(name).ToUpperInvariant();

    /// <summary>Of two with one name, it is that of the first one.</summary>
    public void Add(string kind, string name, string key) => keys.TryAdd((kind, Plain(name)), key);

    /// <returns>Null where nothing with an address has its name.</returns>
    public (string Kind, string Key)? Find(WordPressTerm term) => Find(term, keys.GetValueOrDefault);

    /// <returns>The keys of a kind that an item names, each once.</returns>
    public IEnumerable<string> KeysOf(WordPressItem item, string kind)
    {
        var own = item.Terms.Exists(IsBare) ? Named(item) : [];
        return item
            .Terms.Select(t =>
                (IsBare(t) ? Find(t, own.GetValueOrDefault) ?? Find(t) : null) ?? (Kind: KindOf(t), Key: KeyOf(t))
            )
            .Where(t => t.Kind == kind)
            .Select(t => t.Key)
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsBare(WordPressTerm term) => term.Nicename.Length == 0;

    private static Dictionary<(string Kind, string Name), string> Named(WordPressItem item)
    {
        var named = new Dictionary<(string Kind, string Name), string>();
        foreach (var term in item.Terms.Where(t => !IsBare(t)))
        {
            named.TryAdd((KindOf(term), Plain(term.Name)), KeyOf(term));
        }

        return named;
    }

    // One without a kind is a category; but the name may be that of a tag alone.
    private static (string Kind, string Key)? Find(WordPressTerm term, Func<(string, string), string?> keyOf)
    {
        var name = Plain(term.Name);
        return keyOf((KindOf(term), name)) is { } key ? (KindOf(term), key)
            : term.Domain is null && keyOf((Tag, name)) is { } tag ? (Tag, tag)
            : null;
    }
}
