using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Ghost;

/// <summary>Where Ghost keeps a picture, from its folder of pictures: <c>2020/05/boat.jpg</c>.</summary>
internal static partial class GhostPictures
{
    /// <returns>The paths under which it may be found, the best one first; null where the address is that of no picture there.</returns>
    public static IReadOnlyList<string>? PathsOf(string address)
    {
        var match = Kept().Match(address);
        if (!match.Success)
        {
            return null;
        }

        var path = Uri.UnescapeDataString(match.Groups["path"].Value);
        var dot = path.LastIndexOf('.');

        // What was uploaded stands beside what was made of it.
        return dot < 0 || !PictureAddress.IsPicture(path) ? null : [path, $"{path[..dot]}_o{path[dot..]}"];
    }

    [GeneratedRegex(
        @"/content/images/(size/w[0-9]+(h[0-9]+)?/)?(format/[a-z]+/)?(?<path>[^?#]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Kept();
}
