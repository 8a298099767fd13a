using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>What an element is to the words in it.</summary>
internal static class Kinds
{
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    };

    private static readonly HashSet<string> Dropped = new(StringComparer.Ordinal)
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "canvas",
        "select",
        "input",
        "textarea",
        "link",
        "meta",
        "title",
        "base",
        "map",
        "area",
        "param",
        "source",
        "track",
    };

    public static bool IsBlock(string name) => Blocks.Contains(name);

    public static bool IsPlayer(string name) => name is "iframe" or "embed" or "object" or "video" or "audio";

    public static bool IsDropped(string name) => Dropped.Contains(name);

    /// <summary>Says so, where there was something to be seen.</summary>
    public static void Drop(IElement element, Action<string> met)
    {
        var isSeen = element.LocalName switch
        {
            "script" or "style" or "canvas" or "select" or "input" or "textarea" => true,
            "noscript" or "map" => element.InnerHtml.Trim().Length > 0,
            "template" => ((IHtmlTemplateElement)element).Content.ChildNodes.Length > 0,
            _ => false,
        };
        if (isSeen)
        {
            met($"HTML <{element.LocalName}> is left out");
        }
    }

    /// <summary>Whether something lies in it that cannot stand in a line.</summary>
    public static bool HoldsBlocks(IElement element) =>
        element.Children.Any(c => IsBlock(c.LocalName) || HoldsBlocks(c));
}
