using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>Films, sound and what else plays: as an embed where we have one, else as a link.</summary>
internal static class Players
{
    /// <returns>A block; null where it plays nothing that has an address.</returns>
    public static string? Of(IElement player, Action<string> met)
    {
        var address = Address(player);
        if (WebAddress.Embed(address) is { } embed)
        {
            return Embed(embed);
        }

        if (WebAddress.Link(address) is not { } link)
        {
            met($"HTML <{player.LocalName}> without an address is left out");
            return null;
        }

        met($"HTML <{player.LocalName}> became a link");
        var name = player.LocalName switch
        {
            "audio" => "Audio",
            "video" => "Video",
            _ => player.GetAttribute("title") is { Length: > 0 } title ? PlainText.Of(title) : "Embedded page",
        };
        return $"[{MarkdownText.Escape(name, isInLink: true)}]({MarkdownText.Link(link)})";
    }

    public static string Embed(string address) => $"::: embed {address}\n:::";

    private static string Address(IElement player) =>
        (
            player.GetAttribute("src")
            ?? player.GetAttribute("data-src")
            ?? player.GetAttribute("data")
            ?? player.QuerySelector("source[src]")?.GetAttribute("src")
            ?? player.QuerySelector("embed[src]")?.GetAttribute("src")
            ?? player.QuerySelector("param[name=movie]")?.GetAttribute("value")
            ?? ""
        ).Trim();
}
