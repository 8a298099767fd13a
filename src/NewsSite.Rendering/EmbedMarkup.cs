using System.Globalization;
using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Syntax;

namespace NewsSite.Rendering;

/// <summary>
/// A post or a video of somebody else, told in words that we keep. Nothing of theirs loads with the page: a video has
/// a button, and only its press brings the player.
/// </summary>
internal static class EmbedMarkup
{
    private const int NameLimit = 120;

    /// <param name="embed">
    /// First a paragraph with a name and, on the next line, a handle or a description; then the text; then the time.
    /// Only the text must be there.
    /// </param>
    public static void Write(HtmlRenderer renderer, CustomContainer embed, EmbedAddress? address)
    {
        var isVideo = address?.Player is not null;
        var head = embed is [ParagraphBlock first, ..] ? InlineText.Lines(first) : [];
        var isNamed =
            head is [{ Length: <= NameLimit }, ..]
            && (isVideo || (head.Length <= 2 && (embed.Count > 1 || head[^1].StartsWith('@'))));
        var time =
            embed is [_, _, .., ParagraphBlock last] && InlineText.Lines(last) is [{ Length: <= NameLimit } line]
                ? line
                : null;

        renderer.WriteLine("<div class=\"embed\">");
        if (isNamed)
        {
            WriteName(renderer, head, !isVideo);
        }

        var text = embed.Skip(isNamed ? 1 : 0).SkipLast(time is null ? 0 : 1).ToList();
        if (text.Count > 0)
        {
            renderer.WriteLine("<div class=\"embed__text\">");
            text.ForEach(renderer.Write);
            renderer.WriteLine("</div>");
        }

        if (time is not null || address is not null)
        {
            WriteFoot(renderer, time, address);
        }

        if (address is { Player: { } player, Service: { } service })
        {
            renderer.Write("<button type=\"button\" hidden data-embed=\"").WriteEscape(player);
            renderer.Write("\" data-title=\"").WriteEscape(isNamed ? head[0] : $"Video from {service}");
            renderer.WriteLine($"\">Load video from {service}. This lets {service} set cookies.</button>");
        }

        renderer.WriteLine("</div>");
    }

    private static void WriteName(HtmlRenderer renderer, string[] head, bool withMark)
    {
        renderer.Write("<p class=\"embed__who\">");
        if (withMark)
        {
            renderer.Write("<span class=\"embed__mark\" aria-hidden=\"true\">");
            renderer.WriteEscape(StringInfo.GetNextTextElement(head[0])).Write("</span>");
        }

        renderer.Write("<strong>").WriteEscape(head[0]).Write("</strong>");
        if (head.Length > 1)
        {
            renderer.Write(" <span class=\"embed__more\">").WriteEscape(string.Join(' ', head[1..])).Write("</span>");
        }

        renderer.WriteLine("</p>");
    }

    private static void WriteFoot(HtmlRenderer renderer, string? time, EmbedAddress? address)
    {
        renderer.Write("<p class=\"embed__foot\">");
        if (time is not null)
        {
            renderer.Write("<span>").WriteEscape(time).Write("</span> ");
        }

        if (address is not null)
        {
            renderer.Write("<a href=\"").WriteEscape(address.Original.AbsoluteUri).Write("\">");
            renderer.Write(address.Service is null ? "See the original post" : $"Watch on {address.Service}");
            renderer.Write("</a>");
        }

        renderer.WriteLine("</p>");
    }
}
