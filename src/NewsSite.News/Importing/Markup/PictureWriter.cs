using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>Pictures: ours stand in the text with their caption; of others the address stays, as a link.</summary>
internal sealed class PictureWriter(Func<string, KnownPicture?> find, Action<string> met)
{
    /// <returns>Null where it shows nothing.</returns>
    public string? Of(IElement img)
    {
        if (OfOurs(img, null) is { } ours)
        {
            return ours;
        }

        var address = AddressOf(img);
        if (WebAddress.IsWeb(address))
        {
            return $"![{AltOf(img)}]({MarkdownText.Link(address)})";
        }

        if (address.Length > 0)
        {
            met("a picture in its text is not among those given, and has no address of its own: it is left out");
        }

        return null;
    }

    /// <param name="caption">Plain; null without one. Where the picture says so (data-caption), the library's stands.</param>
    /// <returns>With its caption; null where it is none of ours.</returns>
    public string? OfOurs(IElement img, string? caption)
    {
        if (find(AddressOf(img)) is not { } known)
        {
            return null;
        }

        var words = img.HasAttribute("data-caption") ? known.Caption : caption;
        var title = string.IsNullOrEmpty(words) ? "" : $" \"{MarkdownText.Title(words)}\"";
        return $"![{AltOf(img)}](/media/{known.FileName}{title})";
    }

    private static string AddressOf(IElement img) =>
        (img.GetAttribute("src") ?? img.GetAttribute("data-src") ?? "").Trim();

    private static string AltOf(IElement img) =>
        MarkdownText.Escape(PlainText.Of(img.GetAttribute("alt") ?? ""), isInLink: true);
}
