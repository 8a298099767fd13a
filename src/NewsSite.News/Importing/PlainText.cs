using System.Text;
using NewsSite.News.Importing.Markup;

namespace NewsSite.News.Importing;

/// <summary>Words without marks: for headlines, names and whatever else is shown as it is.</summary>
internal static class PlainText
{
    /// <returns>The words of a piece of HTML on one line, without what cannot be stored or shown.</returns>
    public static string Of(string html)
    {
        if (html.AsSpan().IndexOfAny('<', '&') < 0)
        {
            return Line(html);
        }

        try
        {
            using var document = HtmlTree.Of(html);
            return Line(document.Body!.TextContent);
        }
        catch (ItemRefusedException)
        {
            return Line(HtmlWords.Of(html));
        }
    }

    /// <returns>At most <paramref name="limit"/> characters, cut between words, with an ellipsis where it was cut.</returns>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        var end = text.LastIndexOf(' ', limit - 1);
        end = end > limit / 2 ? end : limit - 1;
        return text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)].TrimEnd() + "…";
    }

    /// <returns>Text that is plain already, on one line, without what cannot be stored or shown.</returns>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) && rune.Value != 0xA0)
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (!Rune.IsControl(rune))
            {
                line.Append(rune);
            }
        }

        return line.ToString().Trim();
    }
}
