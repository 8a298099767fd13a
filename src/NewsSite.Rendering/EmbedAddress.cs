using System.Text.RegularExpressions;

namespace NewsSite.Rendering;

/// <summary>Where an embed came from.</summary>
/// <param name="Original">Always https, without a user's name in it.</param>
/// <param name="Player">What a frame may show after the reader's click; null where there is no player that we know.</param>
/// <param name="Service">The player's name; null as <paramref name="Player"/>.</param>
internal sealed partial record EmbedAddress(Uri Original, string? Player, string? Service)
{
    /// <param name="text">What stands behind "::: embed".</param>
    /// <returns>Null where it is no address that we link to.</returns>
    public static EmbedAddress? Read(string text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri is not { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
            || !HostName().IsMatch(uri.IdnHost)
        )
        {
            return null;
        }

        if (YouTube().Match(uri.AbsoluteUri) is { Success: true } tube)
        {
            return new(uri, $"https://www.youtube-nocookie.com/embed/{tube.Groups["id"].Value}", "YouTube");
        }

        if (Vimeo().Match(uri.AbsoluteUri) is { Success: true } vimeo)
        {
            var key = vimeo.Groups["key"] is { Success: true, Value: var value } ? $"?h={value}" : "";
            return new(uri, $"https://player.vimeo.com/video/{vimeo.Groups["id"].Value}{key}", "Vimeo");
        }

        return new(uri, null, null);
    }

    [GeneratedRegex(@"\A[a-z0-9-]+(\.[a-z0-9-]+)+\z", RegexOptions.NonBacktracking)]
    private static partial Regex HostName();

    [GeneratedRegex(
        @"\Ahttps://(youtu\.be/|((www|m)\.)?youtube\.com/(watch\?v=|watch\?[^#]*&v=|shorts/|live/|embed/))(?<id>[A-Za-z0-9_-]{11})([?&#/].*)?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex YouTube();

    [GeneratedRegex(
        @"\Ahttps://((www\.)?vimeo\.com|player\.vimeo\.com/video)/(?<id>[0-9]{5,12})(/(?<key>[0-9a-f]{6,20}))?/?([?#].*)?\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Vimeo();
}
