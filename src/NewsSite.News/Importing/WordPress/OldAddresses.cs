using System.Globalization;
using System.Text.RegularExpressions;
using NewsSite.News.Addresses;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The addresses that WordPress gave to things, as far as an export tells them.</summary>
internal static partial class OldAddresses
{
    /// <param name="home">Of the site, which may lie in a folder of its host; null where nobody knows it.</param>
    public static IReadOnlyList<string> OfPost(WordPressItem item, Uri? home) =>
        OldAddress.Known([
            item.Link,
            .. Under(home, item.Type == "page" ? $"/?page_id={item.Id}" : "", $"/?p={item.Id}"),
        ]);

    /// <returns>
    /// That which a post was given when it was begun, where it names a number: the post may have had another one on the site
    /// that it came from. Empty where it has none, or that of another site.
    /// </returns>
    /// <inheritdoc cref="OfPost"/>
    public static IReadOnlyList<string> Given(WordPressItem item, Uri? home) =>
        Uri.TryCreate(item.Given, UriKind.Absolute, out var given)
        && Number().IsMatch(given.Query)
        && (OldAddress.IsOfHost(given, home) || OldAddress.IsOfHost(given, LinkOf(item)))
            ? OldAddress.Known(item.Given)
            : [];

    private static Uri? LinkOf(WordPressItem item) =>
        Uri.TryCreate(item.Link, UriKind.Absolute, out var link) ? link : null;

    /// <returns>Of the page that WordPress shows a file on.</returns>
    /// <inheritdoc cref="OfPost"/>
    public static IReadOnlyList<string> OfFilePage(WordPressItem item, Uri? home) =>
        OldAddress.Known([item.Link, .. Under(home, $"/?attachment_id={item.Id}", $"/?p={item.Id}")]);

    /// <param name="path">See <see cref="UploadPath"/>; null where nobody knows it.</param>
    /// <param name="home">Of the site; null where nobody knows it.</param>
    /// <returns>Of a file, and of the sizes that were made of it.</returns>
    public static IReadOnlyList<string> OfFile(WordPressItem item, string? path, Uri? home)
    {
        var address =
            item.Attachment.Length > 0 ? item.Attachment
            : path is null ? ""
            : $"{Folder(home)}/wp-content/uploads/{path}";
        var folder = address[..(address.LastIndexOf('/') + 1)];
        return
        [
            .. item
                .Sizes.Select(name => folder + name)
                .Prepend(address)
                .Select(a => OldAddress.OfFile(a, home))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <param name="path">From the top section down.</param>
    public static IReadOnlyList<string> OfCategory(long? id, IEnumerable<string> path, OldLists lists) =>
        lists.At($"/category/{string.Join('/', path)}", id is null ? "" : $"/?cat={id}");

    public static IReadOnlyList<string> OfTag(string nicename, OldLists lists) =>
        lists.At($"/tag/{nicename}", $"/?tag={nicename}");

    public static IReadOnlyList<string> OfAuthor(long? id, string? nicename, OldLists lists) =>
        lists.At(nicename is null ? "" : $"/author/{nicename}", id is null ? "" : $"/?author={id}");

    /// <returns>Of the lists of the day's year, of its month and of itself, and where ours are.</returns>
    public static IEnumerable<(string From, string To)> OfDay(DateOnly day, OldLists lists)
    {
        foreach (var form in new[] { "yyyy", "yyyy/MM", "yyyy/MM/dd" })
        {
            var path = day.ToString(form, CultureInfo.InvariantCulture);
            var query = $"/?m={path.Replace("/", "", StringComparison.Ordinal)}";
            foreach (var from in lists.At($"/{path}", lists.Front.Length > 0 ? $"/date/{path}" : "", query))
            {
                yield return (from, $"/archive/{path}");
            }
        }
    }

    /// <summary>What stands behind the address of a list for its feed.</summary>
    public const string FeedWord = "feed";

    /// <returns>Of the feed of all stories, in each of its forms.</returns>
    /// <inheritdoc cref="OfPost"/>
    public static IReadOnlyList<string> OfFeed(Uri? home) =>
        OldAddress.Known(
            Under(
                home,
                $"/{FeedWord}",
                $"/{FeedWord}/rss2",
                $"/{FeedWord}/rss",
                $"/{FeedWord}/atom",
                "/?feed=rss2",
                "/?feed=rss",
                "/?feed=atom"
            )
        );

    /// <returns>
    /// The word of the address of somebody with this login, as WordPress makes it: it keeps what joins words below the line;
    /// null where none is left.
    /// </returns>
    public static string? Nicename(string login)
    {
        var words = login.Replace("ß", "ss", StringComparison.Ordinal).Split('_').Select(Slug.From);
        var nicename = string.Join('_', words.Select(word => word == "-" ? "" : word));
        return nicename.Any(char.IsAsciiLetterOrDigit) ? nicename : null;
    }

    /// <param name="home">See <see cref="OfPost"/>.</param>
    /// <returns>The addresses, and the same in the folder of the site.</returns>
    // Links were often written before the site moved into its folder, or out of it.
    public static string[] Under(Uri? home, params string[] addresses) =>
        [.. addresses, .. addresses.Where(a => a.Length > 0).Select(a => Folder(home) + a)];

    private static string Folder(Uri? home) => home?.AbsolutePath.TrimEnd('/') ?? "";

    [GeneratedRegex(@"[?&](p|page_id)=\d+")]
    private static partial Regex Number();
}
