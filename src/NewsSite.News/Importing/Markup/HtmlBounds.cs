namespace NewsSite.News.Importing.Markup;

/// <summary>
/// Looks at somebody's HTML before a parser does: elements that lie deep in each other make a parser, and all that goes
/// through its tree, slow beyond measure.
/// </summary>
internal static class HtmlBounds
{
    public const int DepthLimit = 100;
    private const int TagLimit = 30_000;

    private static readonly HashSet<string> Void = new(StringComparer.OrdinalIgnoreCase)
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    };

    // A next one ends the one before.
    private static readonly HashSet<string> EndsItself = new(StringComparer.OrdinalIgnoreCase)
    {
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
        "a",
    };

    // Up to their end there are no tags.
    private static readonly HashSet<string> Raw = new(StringComparer.OrdinalIgnoreCase)
    {
        "script",
        "style",
        "textarea",
        "title",
        "noscript",
        "iframe",
        "xmp",
    };

    /// <returns>Why it is not parsed; null where it may be.</returns>
    public static string? Refusal(string html)
    {
        var open = new List<string>();
        var count = 0;
        for (var at = html.IndexOf('<'); at >= 0 && at < html.Length; at = Next(html, at))
        {
            if (html.AsSpan(at).StartsWith("<!--"))
            {
                var end = html.IndexOf("-->", at, StringComparison.Ordinal);
                at = end < 0 ? html.Length - 1 : end;
                continue;
            }

            var isEnd = at + 1 < html.Length && html[at + 1] == '/';
            var start = at + (isEnd ? 2 : 1);
            var stop = start;
            while (
                stop < html.Length
                && stop - start < 40
                && !char.IsWhiteSpace(html[stop])
                && html[stop] is not ('>' or '/' or '<')
            )
            {
                stop++;
            }

            if (start >= html.Length || !char.IsAsciiLetter(html[start]))
            {
                continue;
            }

            if (++count > TagLimit)
            {
                return $"its text has more than {TagLimit:N0} HTML tags";
            }

            var name = html[start..stop];
            at = End(html, stop);
            if (isEnd)
            {
                var level = open.FindLastIndex(n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
                if (level >= 0)
                {
                    open.RemoveRange(level, open.Count - level);
                }
            }
            else if (Raw.Contains(name))
            {
                var end = html.IndexOf($"</{name}", at, StringComparison.OrdinalIgnoreCase);
                at = end < 0 ? html.Length - 1 : end - 1;
            }
            else if (!Void.Contains(name))
            {
                if (
                    open.Count > 0
                    && EndsItself.Contains(name)
                    && open[^1].Equals(name, StringComparison.OrdinalIgnoreCase)
                )
                {
                    open.RemoveAt(open.Count - 1);
                }

                open.Add(name);
                if (open.Count > DepthLimit)
                {
                    return $"its text has HTML that is more than {DepthLimit} elements deep";
                }
            }
        }

        return null;
    }

    private static int Next(string html, int at) => at + 1 < html.Length ? html.IndexOf('<', at + 1) : -1;

    // The end of a tag: a bracket that stands in no quotation.
    private static int End(string html, int from)
    {
        var quote = '\0';
        for (var at = from; at < html.Length; at++)
        {
            var letter = html[at];
            if (quote != '\0')
            {
                quote = letter == quote ? '\0' : quote;
            }
            else if (letter is '"' or '\'')
            {
                quote = letter;
            }
            else if (letter == '>')
            {
                return at;
            }
        }

        return html.Length - 1;
    }
}
