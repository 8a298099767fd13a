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

    /// <param name="address">As a text writes it.</param>
    /// <param name="home">Of the site; null where nobody knows it.</param>
    /// <param name="fetches">Whether pictures at an address are fetched; null where none are.</param>
    /// <returns>Where the picture is, known by its host and path; null where it is fetched from nowhere.</returns>
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
                ? [new($"{whole.Host}{Uri.UnescapeDataString(whole.AbsolutePath)}", whole.GetLeftPart(UriPartial.Path))]
                : null;
        }

        var path = address.Split('?', '#')[0];
        return path is ['/', not '/', ..] && IsPicture(path) ? [new(Uri.UnescapeDataString(path[1..]), path)] : null;
    }

    [GeneratedRegex("""[^\s"'<>(),=]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(
        """<img\s[^<>]*?\b(data-)?src\s*=\s*(["'])?(?<address>[^"'>\s]+)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Picture();
}
