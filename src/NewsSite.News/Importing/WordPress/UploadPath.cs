using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.WordPress;

/// <summary>Where WordPress keeps a file, from its folder of uploads: <c>2013/05/boat.jpg</c>.</summary>
internal static partial class UploadPath
{
    /// <summary>How a gallery names a picture in the HTML that is made of it.</summary>
    public const string Attachment = "wp-attachment:";

    /// <returns>Null where the address is that of no upload.</returns>
    public static string? Of(string address)
    {
        var match = Upload().Match(address);
        return match.Success ? Uri.UnescapeDataString(match.Groups["path"].Value) : null;
    }

    /// <returns>The paths under which the picture of an address may be found: the whole one before that of a size.</returns>
    public static IReadOnlyList<string> All(string path)
    {
        var whole = Size().Replace(path, "");
        var dot = whole.LastIndexOf('.');
        string[] all = [whole, dot < 0 ? whole : $"{whole[..dot]}-scaled{whole[dot..]}", path];
        return [.. all.Distinct(StringComparer.Ordinal)];
    }

    [GeneratedRegex(
        @"(/uploads/|/(?=(19|20)[0-9]{2}/[0-9]{2}/[^/?#]+([?#]|\z)))(?<path>[^?#]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Upload();

    [GeneratedRegex(@"-[0-9]{2,5}x[0-9]{2,5}(?=\.[A-Za-z]+\z)")]
    private static partial Regex Size();
}
