using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>Pictures: ours stand in the text with their caption; of others the address stays, as a link.</summary>
internal sealed class PictureWriter(Func<string, KnownPicture?> find, Action<string> met)
{
    /// <param name="caption">Plain; null without one. Where the picture says so (data-caption), the library's stands.</param>
    /// <param name="isOurs">Whether the caption stands with it.</param>
    /// <returns>Null where it shows nothing.</returns>
    public string? Of(IElement img, string? caption, out bool isOurs)
    {
        isOurs = false;
        var address = (img.GetAttribute("src") ?? img.GetAttribute("data-src") ?? "").Trim();
        var alt = MarkdownText.Escape(PlainText.Of(img.GetAttribute("alt") ?? ""), isInLink: true);
        if (find(address) is { } known)
        {
            isOurs = true;
            var words = img.HasAttribute("data-caption") ? known.Caption : caption;
            var title = string.IsNullOrEmpty(words) ? "" : $" \"{MarkdownText.Title(words)}\"";
            return $"![{alt}](/media/{known.FileName}{title})";
        }

        if (WebAddress.IsWeb(address))
        {
            return $"![{alt}]({MarkdownText.Link(address)})";
        }

        if (address.Length > 0)
        {
            met("a picture in its text is not among those given, and has no address of its own: it is left out");
        }

        return null;
    }
}
