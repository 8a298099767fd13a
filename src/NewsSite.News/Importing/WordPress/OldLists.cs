namespace NewsSite.News.Importing.WordPress;

/// <summary>Where a site had its lists: of sections, tags, authors and days.</summary>
/// <param name="Home">Of the site, which may lie in a folder of its host; null where nobody knows it.</param>
/// <param name="Front">
/// The words that stood before all addresses of posts and lists, like <c>/blog</c>; empty where none did. See
/// <see cref="FrontOfPosts"/>.
/// </param>
internal sealed record OldLists(Uri? Home, string Front)
{
    /// <param name="addresses">From the root of the site; empty ones are left out.</param>
    /// <returns>All that could have been meant by them, as <see cref="Addresses.AskedAddress"/> reads them.</returns>
    public IReadOnlyList<string> At(params string[] addresses) =>
        OldAddress.Known(
            OldAddresses.Under(
                Home,
                [
                    .. addresses,
                    .. addresses.Where(a => a is ['/', not '?', ..] && Front.Length > 0).Select(a => Front + a),
                ]
            )
        );
}

/// <summary>
/// Finds the words that a site puts before the addresses of all its posts. An export does not say them, and they stand before
/// the addresses of its lists as well.
/// </summary>
internal sealed class FrontOfPosts
{
    private string[]? common;

    /// <summary>Told each item.</summary>
    /// <param name="home">Of the site; null where nobody knows it.</param>
    public void See(WordPressItem item, Uri? home)
    {
        if (
            item is not { Type: "post", Status: "publish" }
            || !Uri.TryCreate(item.Link, UriKind.Absolute, out var link)
            || link.Query.Length > 0
        )
        {
            return;
        }

        var folder = home?.AbsolutePath.TrimEnd('/') ?? "";
        var path = link.AbsolutePath.StartsWith($"{folder}/", StringComparison.Ordinal)
            ? link.AbsolutePath[folder.Length..]
            : link.AbsolutePath;
        string[] words = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipLast(1)];
        common = common is null
            ? words
            : [.. common.Zip(words).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
    }

    /// <param name="isOfPosts">
    /// Whether a word names a section or an author: then it stands there because all posts are theirs.
    /// </param>
    public string Find(Func<string, bool> isOfPosts) =>
        string.Concat(
            (common ?? [])
                .TakeWhile(word => !word.All(char.IsAsciiDigit) && !isOfPosts(Uri.UnescapeDataString(word)))
                .Select(word => $"/{word}")
        );
}
