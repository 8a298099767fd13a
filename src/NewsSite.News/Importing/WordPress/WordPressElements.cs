using System.Globalization;

namespace NewsSite.News.Importing.WordPress;

/// <summary>The elements of an export by the names that everybody calls them, whatever its version.</summary>
internal static class WordPressElements
{
    private const int WordLimit = 2000;

    /// <returns>The name of an element with the usual prefix, whatever prefix the file has given to the namespace.</returns>
    public static string Of(BoundedXml xml) =>
        xml.Namespace switch
        {
            "" => xml.Name,
            "http://purl.org/rss/1.0/modules/content/" => $"content:{xml.Name}",
            "http://purl.org/dc/elements/1.1/" => $"dc:{xml.Name}",
            var space when IsExport(space) => space.EndsWith("excerpt/", StringComparison.Ordinal)
                ? $"excerpt:{xml.Name}"
                : $"wp:{xml.Name}",
            _ => "",
        };

    public static bool IsExport(string space) =>
        space.StartsWith("http://wordpress.org/export/1.", StringComparison.Ordinal)
        || space.StartsWith("https://wordpress.org/export/1.", StringComparison.Ordinal);

    public static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Its text; none where that is longer than any word of its kind.</returns>
    public static async Task<string> WordAsync(BoundedXml xml, CancellationToken cancel) =>
        (await xml.TextAsync(WordLimit, cancel) ?? "").Trim();
}
