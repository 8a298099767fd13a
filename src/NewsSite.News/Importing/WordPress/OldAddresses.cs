namespace NewsSite.News.Importing.WordPress;

/// <summary>The addresses that WordPress gave to things, as far as an export tells them.</summary>
internal static class OldAddresses
{
    public static IReadOnlyList<string> OfPost(WordPressItem item) =>
        OldAddress.Known(item.Link, item.Type == "page" ? $"/?page_id={item.Id}" : $"/?p={item.Id}");

    /// <param name="path">From the top section down.</param>
    public static IReadOnlyList<string> OfCategory(long? id, IEnumerable<string> path) =>
        OldAddress.Known($"/category/{string.Join('/', path)}", id is null ? "" : $"/?cat={id}");

    public static IReadOnlyList<string> OfTag(string nicename) =>
        OldAddress.Known($"/tag/{nicename}", $"/?tag={nicename}");

    public static IReadOnlyList<string> OfAuthor(long? id, string? nicename) =>
        OldAddress.Known(nicename is null ? "" : $"/author/{nicename}", id is null ? "" : $"/?author={id}");
}
