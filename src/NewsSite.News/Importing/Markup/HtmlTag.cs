namespace NewsSite.News.Importing.Markup;

/// <summary>Where a tag ends.</summary>
internal static class HtmlTag
{
    /// <returns>Where it goes on behind a word; the end where that does not come.</returns>
    public static int Behind(string html, string what, int from)
    {
        var at = html.IndexOf(what, Math.Min(from, html.Length), StringComparison.OrdinalIgnoreCase);
        return at < 0 ? html.Length : at + what.Length;
    }

    /// <summary>As a parser finds it: a quotation mark means something only at the beginning of a value.</summary>
    /// <param name="from">Behind the name.</param>
    public static int End(string html, int from)
    {
        var (quote, isNamed, isValue) = ('\0', false, false);
        for (var at = from; at < html.Length; at++)
        {
            var letter = html[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter == '>')
            {
                return at + 1;
            }
            else if (isValue && letter is ('"' or '\''))
            {
                (quote, isNamed, isValue) = (letter, false, false);
            }
            else if (char.IsWhiteSpace(letter))
            {
                // Between a name, its sign and its value there may be any.
            }
            else if (letter == '/' && !isValue)
            {
                isNamed = false;
            }
            else if (letter == '=' && isNamed && !isValue)
            {
                isValue = true;
            }
            else if (isValue)
            {
                // A value without marks ends at a blank.
                while (at + 1 < html.Length && !char.IsWhiteSpace(html[at + 1]) && html[at + 1] != '>')
                {
                    at++;
                }

                (isNamed, isValue) = (false, false);
            }
            else
            {
                // A name goes to a blank, a sign, a slash or the end of the tag; it may begin with a sign.
                while (
                    at + 1 < html.Length && !char.IsWhiteSpace(html[at + 1]) && html[at + 1] is not ('=' or '/' or '>')
                )
                {
                    at++;
                }

                isNamed = true;
            }
        }

        return html.Length;
    }
}
