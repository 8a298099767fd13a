using System.Net;
using System.Text;

namespace NewsSite.News.Importing.Markup;

/// <summary>The words of HTML that no parser may be given, because it lies too deep or does not end.</summary>
internal static class HtmlWords
{
    /// <returns>What stands between the tags. It is read once from the beginning to the end, whatever is in it.</returns>
    public static string Of(string html)
    {
        var words = new StringBuilder(html.Length);
        var at = 0;
        while (at < html.Length)
        {
            var next = html.IndexOf('<', at);
            next = next < 0 ? html.Length : next;
            words.Append(html, at, next - at);
            at = next;
            if (at < html.Length)
            {
                var behind = Behind(html, at);
                if (behind == at)
                {
                    words.Append(html[at++]);
                    continue;
                }

                // What is taken out must not make a tag of what stands around it.
                while (words.Length > 0 && words[^1] == '<')
                {
                    words.Length--;
                }

                at = behind;
            }
        }

        return WebUtility.HtmlDecode(words.ToString());
    }

    /// <param name="at">Of a bracket.</param>
    /// <returns>Where the tag or comment that it opens has ended; the same place where it opens none.</returns>
    private static int Behind(string html, int at)
    {
        var rest = html.AsSpan(at + 1);
        return rest.StartsWith("!--") ? HtmlTag.Behind(html, "-->", at + 2)
            : rest is ['!' or '?', ..] ? HtmlTag.Behind(html, ">", at)
            : rest is [var letter, ..] && char.IsAsciiLetter(letter) ? HtmlTag.End(html, NameEnd(html, at + 1))
            : rest is ['/', var first, ..] && char.IsAsciiLetter(first) ? HtmlTag.End(html, NameEnd(html, at + 2))
            : rest is ['/', ..] ? HtmlTag.Behind(html, ">", at)
            : at;
    }

    private static int NameEnd(string html, int at)
    {
        while (at < html.Length && html[at] is not ('>' or '/') && !char.IsWhiteSpace(html[at]))
        {
            at++;
        }

        return at;
    }
}
