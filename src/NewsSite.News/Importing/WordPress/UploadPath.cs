using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>Where WordPress keeps a file, from its folder of uploads: <c>2013/05/boat.jpg</c>.</summary>
internal static partial class UploadPath
{
    /// <summary>How a gallery names a picture in the HTML that is made of it.</summary>
    public const string Attachment = "wp-attachment:";
    private const int SizesLimit = 40;

    /// <returns>Null where the address is that of no upload.</returns>
    public static string? Of(string address)
    {
        var match = Upload().Match(address);
        return match.Success ? Uri.UnescapeDataString(match.Groups["path"].Value) : null;
    }

    /// <param name="address">Where it is on the web; null where a list has said it.</param>
    /// <returns>The places where the picture of a path may be found: the whole one before that of a size.</returns>
    public static IReadOnlyList<PicturePlace> All(string path, Uri? address)
    {
        // What stands behind a question mark is a size, too. What has no picture's name is not asked for.
        var paths = Names(path);
        var whole = PictureAddress.IsPicture(path) ? address?.GetLeftPart(UriPartial.Path) : null;
        var addresses = whole is null ? null : Names(whole);
        var all = paths.Select((name, n) => new PicturePlace(name, addresses?[n]));
        return [.. all.DistinctBy(place => place.Path, StringComparer.Ordinal)];
    }

    /// <param name="metadata">What WordPress keeps of a picture, as PHP writes it.</param>
    /// <returns>The names of the files that were made of it, and of the one that they were made of.</returns>
    public static IReadOnlyList<string> Sizes(string metadata) =>
        [
            .. Made()
                .Matches(metadata)
                .Select(m => m.Groups["name"].Value)
                .Where(PictureAddress.IsPicture)
                .Distinct(StringComparer.Ordinal)
                .Take(SizesLimit),
        ];

    private static string[] Names(string path)
    {
        var whole = Size().Replace(path, "");
        var dot = whole.LastIndexOf('.');
        return [whole, dot < 0 ? whole : $"{whole[..dot]}-scaled{whole[dot..]}", path];
    }

    [GeneratedRegex(
        @"(/uploads/|/(?=(19|20)[0-9]{2}/[0-9]{2}/[^/?#]+([?#]|\z)))(?<path>[^?#]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Upload();

    [GeneratedRegex(
        """s:[0-9]+:"(file|original_image)";s:[0-9]+:"(?<name>[^"/]{1,200})";""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Made();

    [GeneratedRegex(@"-[0-9]{2,5}x[0-9]{2,5}(?=\.[A-Za-z]+\z)")]
    private static partial Regex Size();
}
