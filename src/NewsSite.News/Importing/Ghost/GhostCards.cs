using System.Text.Json;
using static NewsSite.News.Importing.Ghost.GhostHtml;

namespace NewsSite.News.Importing.Ghost;

/// <summary>What stands between the paragraphs: the same cards in both of Ghost's editors, by about the same names.</summary>
/// <param name="markdown">What Ghost made of the Markdown cards of this post, in order.</param>
/// <param name="met">Told what is left out.</param>
internal sealed class GhostCards(GhostHtml html, IReadOnlyList<string> markdown, Action<string> met)
{
    private int markdownSeen;

    /// <returns>False of a card that nobody knows.</returns>
    public bool TryWrite(string name, JsonElement card)
    {
        switch (name)
        {
            case "horizontalrule" or "hr":
                html.Tags("<hr>");
                break;
            case "image":
                html.Picture(Value(card, "src"), Value(card, "alt"), Value(card, "caption"));
                break;
            case "gallery":
                foreach (var image in Items(card, "images"))
                {
                    html.Picture(Value(image, "src"), Value(image, "alt"), Value(image, "caption"));
                }

                html.Block("p", Value(card, "caption"), isHtml: true);
                break;
            case "codeblock" or "code":
                Code(Value(card, "code"));
                html.Block("p", Value(card, "caption"), isHtml: true);
                break;
            case "html":
                html.Tags("<div>");
                html.Html(Value(card, "html"));
                html.Tags("</div>");
                break;
            case "markdown" or "card-markdown":
                Markdown(Value(card, "markdown"));
                break;
            case "bookmark":
                Bookmark(card);
                break;
            case "embed":
                Embed(card);
                break;
            case "callout":
                html.Tags("<aside data-fact>");
                Callout(Value(card, "calloutEmoji"), Value(card, "calloutText"));
                html.Tags("</aside>");
                break;
            case "toggle":
                html.Tags("<p><strong>");
                html.Words(PlainText.Of(Value(card, "heading")));
                html.Tags("</strong></p><div>");
                html.Html(Value(card, "content"));
                html.Tags("</div>");
                break;
            default:
                return TryOffer(name, card);
        }

        return true;
    }

    // What is there to be clicked, downloaded or bought.
    private bool TryOffer(string name, JsonElement card)
    {
        switch (name)
        {
            case "button":
                html.Link(Value(card, "buttonUrl"), Value(card, "buttonText"));
                break;
            case "file":
                html.Link(
                    Value(card, "src"),
                    Value(card, "fileTitle") is { Length: > 0 } title ? title : Value(card, "fileName")
                );
                html.Block("p", Value(card, "fileCaption"));
                break;
            case "audio":
                html.Link(Value(card, "src"), Value(card, "title") is { Length: > 0 } named ? named : "Audio");
                break;
            case "video":
                html.Link(Value(card, "src"), Value(card, "fileName") is { Length: > 0 } file ? file : "Video");
                html.Block("p", Value(card, "caption"), isHtml: true);
                break;
            case "product":
                html.Picture(Value(card, "productImageSrc"), "", "");
                html.Block("h4", Value(card, "productTitle"), isHtml: true);
                html.Tags("<div>");
                html.Html(Value(card, "productDescription"));
                html.Tags("</div>");
                Button(Value(card, "productUrl"), Value(card, "productButton"));
                break;
            case "header":
                html.Block("h2", Value(card, "header"), isHtml: true);
                html.Block("p", Value(card, "subheader"), isHtml: true);
                Button(Value(card, "buttonUrl"), Value(card, "buttonText"));
                break;
            case "call-to-action":
                html.Picture(Value(card, "imageUrl"), "", "");
                html.Tags("<div>");
                html.Html(Value(card, "textValue"));
                html.Tags("</div>");
                Button(Value(card, "buttonUrl"), Value(card, "buttonText"));
                break;
            case "paywall":
                // Marks a place only.
                break;
            case "email" or "email-cta" or "signup":
                met($"card “{name}” is for subscribers and is left out");
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>Says that a card of this name is left out.</summary>
    public void LeaveOut(string name) => met($"card “{name}” is left out");

    private void Button(string address, string text)
    {
        if (address.Length > 0 && text.Length > 0)
        {
            html.Link(address, text);
        }
        else
        {
            html.Block("p", text);
        }
    }

    // The sign stands before the first word, in its paragraph.
    private void Callout(string sign, string text)
    {
        var inside = text.StartsWith("<p", StringComparison.OrdinalIgnoreCase) ? text.IndexOf('>') + 1 : 0;
        html.Block("div", $"{text[..inside]}{sign} {text[inside..]}", isHtml: true);
    }

    // The parser drops a line end that stands first.
    private void Code(string code)
    {
        html.Tags("<pre>\n");
        html.Words(code);
        html.Tags("</pre>");
    }

    private void Markdown(string text)
    {
        // As readers had it, where Ghost tells; HTML may stand in it, which our Markdown does not take.
        if (markdownSeen < markdown.Count)
        {
            html.Tags("<div>");
            html.Html(markdown[markdownSeen++]);
            html.Tags("</div>");
        }
        else if (text.Trim().Length > 0)
        {
            html.Tags("<pre data-markdown>\n");
            html.Words(text);
            html.Tags("</pre>");
        }
    }

    private void Bookmark(JsonElement card)
    {
        var about = card.TryGetProperty("metadata", out var metadata) ? metadata : card;
        var address = Value(card, "url") is { Length: > 0 } url ? url : Value(about, "url");
        html.Link(address, Value(about, "title"));
        html.Block("p", Value(about, "description"));
        html.Block("p", Value(card, "caption"), isHtml: true);
    }

    private void Embed(JsonElement card)
    {
        var address = Value(card, "url");
        if (address.Length > 0)
        {
            // An address in a line of its own is more than a link to some sites.
            html.Link(address, address);
        }
        else
        {
            html.Tags("<div>");
            html.Html(Value(card, "html"));
            html.Tags("</div>");
        }

        html.Block("p", Value(card, "caption"), isHtml: true);
    }
}
