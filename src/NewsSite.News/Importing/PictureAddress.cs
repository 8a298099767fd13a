using System.Net;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing;

/// <summary>The addresses of pictures in somebody's HTML.</summary>
internal static partial class PictureAddress
{
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

    [GeneratedRegex("""[^\s"'<>(),=]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(
        """<img\s[^<>]*?\b(data-)?src\s*=\s*(["'])?(?<address>[^"'>\s]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Picture();
}
