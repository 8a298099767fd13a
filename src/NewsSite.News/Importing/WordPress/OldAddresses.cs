using NewsSite.News.Addresses;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The addresses that WordPress gave to things, as far as an export tells them.</summary>
internal static class OldAddresses
{
    public static IReadOnlyList<string> OfPost(WordPressItem item) =>
        Known(item.Link, item.Type == "page" ? $"/?page_id={item.Id}" : $"/?p={item.Id}");

    /// <param name="path">From the top section down.</param>
    public static IReadOnlyList<string> OfCategory(long? id, IEnumerable<string> path) =>
        Known($"/category/{string.Join('/', path)}", id is null ? "" : $"/?cat={id}");

    public static IReadOnlyList<string> OfTag(string nicename) => Known($"/tag/{nicename}", $"/?tag={nicename}");

    public static IReadOnlyList<string> OfAuthor(long? id, string? nicename) =>
        Known(nicename is null ? "" : $"/author/{nicename}", id is null ? "" : $"/?author={id}");

    // What could not be an address of ours leads nowhere; neither does the front page, which everybody has.
    private static List<string> Known(params string[] typed) =>
        [
            .. typed
                .Where(t => t.Length > 0)
                .Select(Read)
                .OfType<string>()
                .Where(a => a != "/")
                .Distinct(StringComparer.Ordinal),
        ];

    private static string? Read(string typed)
    {
        try
        {
            return AskedAddress.Read(typed);
        }
        catch (RedirectRefusedException)
        {
            return null;
        }
    }
}
