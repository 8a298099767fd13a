using System.Net;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing;

/// <summary>The addresses of pictures in somebody's HTML.</summary>
internal static partial class PictureAddress
{
    // Behind a question mark, these say how a picture is to be shown and not which one it is: WordPress.com and Jetpack (Photon)
    // write them, and most servers that make sizes. The one that is fetched is the whole picture, without them.
    private static readonly HashSet<string> Ways =
    [
        .. new[]
        {
            "w",
            "h",
            "width",
            "height",
            "resize",
            "fit",
            "crop",
            "zoom",
            "dpr",
            "quality",
            "q",
            "strip",
            "ssl",
        },
        .. new[] { "lb", "ulb", "filter", "brightness", "contrast", "colorize", "smooth" },
    ];

    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"];

    /// <returns>Whether the name of a file is that of a picture of a kind that is taken.</returns>
    public static bool IsPicture(string path) =>
        Array.Exists(Endings, e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <returns>The addresses of all pictures in a piece of HTML, as its reader will give them, each once.</returns>
    public static IEnumerable<string> In(string html) =>
        Picture().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups["address"].Value).Trim()).Distinct();

    /// <returns>
    /// The addresses of all files of pictures that a piece of HTML shows, offers to a browser or links to, each once and
    /// without what stands behind a question mark.
    /// </returns>
    public static IEnumerable<string> FilesIn(string html) =>
        Word()
            .Matches(html)
            .Select(m => WebUtility.HtmlDecode(m.Value).Split('?', '#')[0])
            .Where(address => address.Contains('/') && IsPicture(address))
            .Distinct();

    /// <param name="address">As a text writes it.</param>
    /// <param name="home">Of the site; null where nobody knows it.</param>
    /// <param name="fetches">Whether pictures at an address are fetched; null where none are.</param>
    /// <returns>
    /// Where the picture is, known by its host, port, path and query: some sites tell their pictures apart by the last alone.
    /// What is kept of a query may be a mere number of a version; then one picture is there twice, which is better than another
    /// one in its place. Null where it is fetched from nowhere.
    /// </returns>
    public static IReadOnlyList<PicturePlace>? Fetched(string address, Uri? home, Func<Uri, bool>? fetches)
    {
        if (fetches is null)
        {
            return null;
        }

        if (
            (Uri.TryCreate(address, UriKind.Absolute, out var whole) && whole.Scheme is "http" or "https")
            || (home is not null && Uri.TryCreate(home, address, out whole))
        )
        {
            return whole!.Scheme is "http" or "https" && IsPicture(whole.AbsolutePath) && fetches(whole)
                ? [Place(whole.Authority, whole.AbsolutePath, whole.Query, whole.GetLeftPart(UriPartial.Path))]
                : null;
        }

        var parts = address.Split('#')[0].Split('?', 2);
        return parts[0] is ['/', not '/', .. var path] && IsPicture(path)
            ? [Place("", path, parts is [_, var query] ? query : "", parts[0])]
            : null;
    }

    private static PicturePlace Place(string host, string path, string query, string address)
    {
        var kept = query.TrimStart('?').Split('&').Where(word => word.Length > 0 && !Ways.Contains(word.Split('=')[0]));
        var which = string.Join('&', kept) is { Length: > 0 } words ? $"?{words}" : "";
        return new($"{host}{Uri.UnescapeDataString(path)}{which}", address + which);
    }

    [GeneratedRegex("""[^\s"'<>(),=]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(
        """<img\s[^<>]*?\b(data-)?src\s*=\s*(["'])?(?<address>[^"'>\s]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Picture();
}
