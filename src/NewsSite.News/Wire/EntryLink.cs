using System.Security.Cryptography;
using System.Text;

namespace NewsSite.News.Wire;

/// <summary>Where an entry leads, and by what two of them are known as the same story.</summary>
internal static class EntryLink
{
    public const int KeyLimit = 64;

    // What is added to count clicks says nothing of the page.
    private static readonly string[] Counting = ["utm_", "at_medium", "at_campaign", "fbclid", "gclid", "ns_"];

    /// <param name="typed">As the feed has it, perhaps from the root of its site.</param>
    /// <param name="feed">Where the feed is.</param>
    /// <returns>A whole address with http or https, without what counts clicks; null of anything else.</returns>
    public static string? Whole(string? typed, Uri feed) =>
        !string.IsNullOrWhiteSpace(typed)
        && Uri.TryCreate(feed, typed.Trim(), out var uri)
        && uri is { Scheme: "http" or "https", Host.Length: > 0, UserInfo: "" }
        && Plain(uri) is { Length: <= WireEntry.LinkLimit } link
            ? link
            : null;

    /// <param name="link">Of <see cref="Whole"/>.</param>
    /// <returns>The same for all spellings of one page; null of a front page, which many entries may name.</returns>
    public static string? Key(string? link)
    {
        if (link is null)
        {
            return null;
        }

        var uri = new Uri(link);
        var rest = uri.Query.Trim('?', '&');
        var path = uri.AbsolutePath.TrimEnd('/');
        var site = uri.Authority.StartsWith("www.", StringComparison.Ordinal) ? uri.Authority[4..] : uri.Authority;
        return path.Length == 0 && rest.Length == 0 ? null : Hash($"{site}{path}?{rest}");
    }

    /// <returns>64 letters.</returns>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    // Where nothing counts, letter by letter as the source has it.
    private static string Plain(Uri uri)
    {
        var parts = uri.Query.TrimStart('?').Split('&');
        return Array.Exists(parts, Counts)
            ? new UriBuilder(uri) { Query = string.Join('&', parts.Where(p => !Counts(p))) }
                .Uri
                .AbsoluteUri
            : uri.AbsoluteUri;
    }

    private static bool Counts(string part) =>
        Array.Exists(Counting, c => part.StartsWith(c, StringComparison.OrdinalIgnoreCase));
}
