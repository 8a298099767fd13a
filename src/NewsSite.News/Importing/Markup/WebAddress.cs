using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Markup;

/// <summary>What may stand behind a link of somebody's, and what is more than a link.</summary>
internal static partial class WebAddress
{
    // Shown by their address alone; of others, an address in a line of its own stays a link.
    private static readonly string[] Shown =
    [
        "youtube.com",
        "youtu.be",
        "youtube-nocookie.com",
        "vimeo.com",
        "twitter.com",
        "x.com",
        "instagram.com",
        "facebook.com",
        "tiktok.com",
        "soundcloud.com",
        "spotify.com",
        "flickr.com",
        "wordpress.tv",
        "ted.com",
        "dailymotion.com",
        "reddit.com",
        "bsky.app",
        "threads.net",
        "issuu.com",
        "scribd.com",
        "slideshare.net",
        "mixcloud.com",
    ];

    public static bool IsWeb(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    /// <returns>An address for a link; null where it leads nowhere, or does something else than lead.</returns>
    public static string? Link(string? href)
    {
        var address = href?.Trim() ?? "";
        return IsWeb(address)
            || address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            || (address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal))
                ? address
            : address.StartsWith("//", StringComparison.Ordinal) && IsWeb($"https:{address}") ? $"https:{address}"
            : null;
    }

    /// <returns>The address as the layout embeds it; null where it would be no more than a link.</returns>
    public static string? Embed(string text)
    {
        var address = text.Trim();
        address = address.StartsWith("//", StringComparison.Ordinal) ? $"https:{address}" : address;
        if (!IsWeb(address) || address.Any(char.IsWhiteSpace))
        {
            return null;
        }

        var uri = new Uri(address);
        if (!Array.Exists(Shown, host => uri.Host == host || uri.Host.EndsWith($".{host}", StringComparison.Ordinal)))
        {
            return null;
        }

        // The players of former days, as the page of the same film.
        var old = OldPlayer().Match(address);
        return old.Success
            ? $"https://www.youtube.com/watch?v={old.Groups["id"].Value}"
            : $"https://{address[(address.IndexOf("//", StringComparison.Ordinal) + 2)..]}";
    }

    [GeneratedRegex(
        @"\A(https?:)?//(www\.)?youtube(-nocookie)?\.com/(v|embed)/(?<id>[A-Za-z0-9_-]{11})",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex OldPlayer();
}
