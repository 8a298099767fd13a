using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace NewsSite.News.Importing.Markup;

/// <summary>Somebody's HTML as a tree that can be walked through.</summary>
internal static partial class HtmlTree
{
    private static readonly HtmlParser Parser = new();

    /// <returns>The tree of a piece of HTML, without drawings and formulas, whose tags follow other rules.</returns>
    /// <exception cref="ItemRefusedException">It is too deep or too large; the message says so behind the name of the item.</exception>
    public static IHtmlDocument Of(string html)
    {
        var plain = Foreign().Replace(html, "");
        HtmlBounds.Check(plain);
        var document = Parser.ParseDocument($"<body>{plain}");
        if (Depth(document.Body!) <= HtmlBounds.DepthLimit)
        {
            return document;
        }

        document.Dispose();
        throw HtmlBounds.TooDeep();
    }

    /// <summary>Whether there is something in it that <see cref="Of"/> takes out.</summary>
    public static bool HoldsDrawings(string html) => Foreign().IsMatch(html);

    // Without going into itself: of how deep it is, nothing is known yet.
    private static int Depth(INode root)
    {
        var (deepest, depth) = (0, 0);
        var at = root;
        while (true)
        {
            if (at.FirstChild is { } child)
            {
                (at, depth) = (child, depth + 1);
                deepest = Math.Max(deepest, depth);
                continue;
            }

            while (at != root && at.NextSibling is null)
            {
                (at, depth) = (at.Parent!, depth - 1);
            }

            if (at == root)
            {
                return deepest;
            }

            at = at.NextSibling!;
        }
    }

    [GeneratedRegex(
        @"<svg[\s>/].*?</svg\s*>|<math[\s>/].*?</math\s*>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Foreign();
}
