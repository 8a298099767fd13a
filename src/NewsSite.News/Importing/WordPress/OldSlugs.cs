namespace NewsSite.News.Importing.WordPress;

/// <summary>
/// The addresses that posts had before the word or number in them was changed. One that is another post's today is that one's, and of
/// two posts that had the same, it is the first one's.
/// </summary>
internal sealed class OldSlugs
{
    // Not the addresses themselves: a large paper has a million of them.
    private readonly HashSet<long> living = [];
    private readonly HashSet<string> given = new(StringComparer.Ordinal);

    /// <summary>Told each item before the first one is asked for.</summary>
    /// <param name="home">See <see cref="OldAddresses.OfPost"/>.</param>
    public void See(WordPressItem item, Uri? home)
    {
        if (item is { Type: "post" or "page", Status: "publish" })
        {
            foreach (var address in OldAddresses.OfPost(item, home))
            {
                living.Add(OldAddress.Mark(address));
            }
        }
    }

    /// <returns>Whether a post or page has this address.</returns>
    public bool IsToday(string address) => living.Contains(OldAddress.Mark(address));

    /// <summary>Begins again with the first item.</summary>
    public void Restart() => given.Clear();

    /// <returns>Those that lead to this item, as <see cref="Addresses.AskedAddress"/> reads them.</returns>
    public IReadOnlyList<string> Of(WordPressItem item, Uri? home) =>
        item.Status == "publish"
            ? [.. OldAddresses.Given(item, home).Concat(OfWords(item)).Where(a => !IsToday(a) && given.Add(a))]
            : [];

    private static IReadOnlyList<string> OfWords(WordPressItem item) =>
        item.OldSlugs.Count > 0 && item.Type == "post" && Shape(item) is (var before, var behind)
            ? OldAddress.Known([.. item.OldSlugs.Where(IsWord).Select(slug => $"{before}{slug}{behind}")])
            : [];

    // What stands before and behind the word in its address, where that holds it.
    private static (string Before, string Behind)? Shape(WordPressItem item)
    {
        var link = item.Link.TrimEnd('/');
        var cut = link.LastIndexOf('/') + 1;
        if (cut < "http://x/".Length || link.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            return null;
        }

        var word = link[cut..];
        if (item.Slug.Length > 0 && word.StartsWith(item.Slug, StringComparison.OrdinalIgnoreCase))
        {
            // As in /2014/05/ships-sail.html
            return (link[..cut], word[item.Slug.Length..]);
        }

        // A number is that of the post, and has stayed.
        return word.All(char.IsAsciiDigit) ? null : (link[..cut], "");
    }

    // Between two slashes.
    private static bool IsWord(string slug) =>
        slug.Length > 0 && Uri.UnescapeDataString(slug).AsSpan().IndexOfAny("/?#\\") < 0;
}
