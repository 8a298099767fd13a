using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Markup;

/// <summary>
/// Looks at somebody's HTML before a parser does: elements that lie deep in each other, or are never closed, make it slow
/// beyond measure.
/// </summary>
internal static partial class HtmlBounds
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
        "iframe",
        "xmp",
        "noembed",
        "noframes",
    };

    // One that is not closed is opened again by a parser in each block that follows.
    private static readonly HashSet<string> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    };

    // What is open outside of one of these is not closed inside.
    private static readonly HashSet<string> Cells = new(StringComparer.OrdinalIgnoreCase)
    {
        "td",
        "th",
        "caption",
        "object",
        "applet",
        "marquee",
        "template",
    };

    public static ItemRefusedException TooDeep() =>
        new($"its text has HTML that is more than {DepthLimit} elements deep");

    /// <exception cref="ItemRefusedException">The message says why, behind the name of the item.</exception>
    public static void Check(string html)
    {
        if (TagStart().Count(html) > TagLimit)
        {
            throw new ItemRefusedException($"its text has more than {TagLimit:N0} HTML tags");
        }

        var open = new List<string>();
        var formats = new List<(string Name, int Cell)>();
        for (var at = html.IndexOf('<'); at >= 0; at = at < html.Length ? html.IndexOf('<', at) : -1)
        {
            at++;
            if (html.AsSpan(at).StartsWith("!--"))
            {
                at = Math.Min(HtmlTag.Behind(html, "-->", at + 1), HtmlTag.Behind(html, "--!>", at + 1));
                continue;
            }

            var isEnd = at < html.Length && html[at] == '/';
            var start = isEnd ? at + 1 : at;
            if (start >= html.Length || !char.IsAsciiLetter(html[start]))
            {
                // No tag; but what begins like a comment goes to the next bracket.
                at = start < html.Length && (isEnd || html[at] is '!' or '?') ? HtmlTag.Behind(html, ">", at) : at;
                continue;
            }

            var stop = start;
            while (stop < html.Length && html[stop] is not ('>' or '/') && !char.IsWhiteSpace(html[stop]))
            {
                stop++;
            }

            var name = html[start..stop];
            at = HtmlTag.End(html, stop);
            if (Formats.Contains(name))
            {
                Format(formats, name, open.Count(Cells.Contains), isEnd);
            }

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
                at = HtmlTag.Behind(html, $"</{name}", at);
            }
            else if (!Void.Contains(name))
            {
                Open(open, name);
            }
        }
    }

    private static void Open(List<string> open, string name)
    {
        if (
            name.Equals("svg", StringComparison.OrdinalIgnoreCase)
            || name.Equals("math", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new ItemRefusedException($"its text has a <{name.ToLowerInvariant()}> that does not end");
        }

        if (open.Count > 0 && EndsItself.Contains(name) && open[^1].Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            open.RemoveAt(open.Count - 1);
        }

        open.Add(name);
        if (open.Count > DepthLimit)
        {
            throw TooDeep();
        }
    }

    private static void Format(List<(string Name, int Cell)> formats, string name, int cell, bool isEnd)
    {
        if (!isEnd)
        {
            formats.Add((name, cell));
            if (formats.Count > DepthLimit)
            {
                throw TooDeep();
            }

            return;
        }

        var last = formats.FindLastIndex(f =>
            f.Cell == cell && f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
        );
        if (last >= 0)
        {
            formats.RemoveAt(last);
        }
    }

    [GeneratedRegex("<[A-Za-z]")]
    private static partial Regex TagStart();
}
