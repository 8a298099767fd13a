using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Ghost;

/// <summary>Where Ghost keeps a picture, from its folder of pictures: <c>2020/05/boat.jpg</c>.</summary>
internal static partial class GhostPictures
{
    private const string Folder = "/content/images/";

    /// <returns>Where it may be found, the best place first; null where the address is that of no picture there.</returns>
    public static IReadOnlyList<PicturePlace>? PlacesOf(string address)
    {
        var match = Kept().Match(address);
        var path = Uri.UnescapeDataString(match.Groups["path"].Value);
        if (!match.Success || !PictureAddress.IsPicture(path))
        {
            return null;
        }

        // What was uploaded stands beside what was made of it.
        var site = address[..match.Index].Replace(GhostBody.Home, "", StringComparison.Ordinal);
        var whole = $"{site}{Folder}{match.Groups["path"].Value}";
        return [new(path, whole), new(Uploaded(path), Uploaded(whole))];
    }

    private static string Uploaded(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 ? path : $"{path[..dot]}_o{path[dot..]}";
    }

    [GeneratedRegex(
        @"/content/images/(size/w[0-9]+(h[0-9]+)?/)?(format/[a-z]+/)?(?<path>[^?#]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Kept();
}
