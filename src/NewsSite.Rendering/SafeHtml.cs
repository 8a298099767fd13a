using System.Text.RegularExpressions;
using AngleSharp.Dom;
using Ganss.Xss;

namespace NewsSite.Rendering;

/// <summary>
/// The guard behind the layout. It trusts nothing that was laid out: each element may carry only the attributes of
/// its line here, with only these values.
/// </summary>
internal static class SafeHtml
{
    // The sanitiser's time grows with the square of the elements that lie side by side.
    private const int TagLimit = 30_000;
    private const string Any = "";
    private const string Picture = "(/newsroom|/preview/[0-9A-Za-z_-]+)?/media/[0-9A-Za-z_-]+/[0-9]+";

    private static readonly string[] Elements =
    [
        "p br h2 h3 h4 h5 h6 strong em del ins mark sub sup a ul ol li blockquote cite code pre hr",
        "figure figcaption picture source img table caption thead tbody tr th td div span section aside button",
    ];

    // Addresses in href are looked at by the sanitiser itself.
    private static readonly (string Element, string Attribute, string Values)[] Attributes =
    [
        ("a", "href", Any),
        ("a", "title", Any),
        ("a", "aria-label", Any),
        ("a", "id", "fn-ref-[0-9]{1,5}"),
        ("a", "class", "note-(ref|back)"),
        ("li", "id", "fn-[0-9]{1,5}"),
        ("ol", "start", "[0-9]{1,9}"),
        ("p", "class", "next__(label|story)|embed__(who|foot)"),
        ("span", "class", "embed__(mark|more)"),
        ("span", "aria-hidden", "true"),
        ("figure", "class", "pull"),
        ("section", "class", "footnotes"),
        ("section", "aria-label", Any),
        ("aside", "class", "fact"),
        ("aside", "aria-label", Any),
        ("div", "class", "table|next|embed|embed__text"),
        ("div", "role", "region"),
        ("div", "tabindex", "0"),
        ("div", "aria-label", Any),
        ("th", "scope", "col"),
        ("th", "class", "number"),
        ("td", "class", "number"),
        ("button", "type", "button"),
        ("button", "hidden", Any),
        (
            "button",
            "data-embed",
            @"https://www\.youtube-nocookie\.com/embed/[A-Za-z0-9_-]{11}|https://player\.vimeo\.com/video/[0-9]+(\?h=[0-9a-f]+)?"
        ),
        ("button", "data-title", Any),
        ("source", "type", "image/(avif|webp)"),
        ("source", "srcset", $@"{Picture}\.(avif|webp) [0-9]+w(, {Picture}\.(avif|webp) [0-9]+w)*"),
        ("source", "sizes", Regex.Escape(PictureMarkup.Sizes)),
        ("img", "src", $@"{Picture}\.jpg"),
        ("img", "width", "[0-9]+"),
        ("img", "height", "[0-9]+"),
        ("img", "alt", Any),
        ("img", "loading", "lazy"),
        ("img", "decoding", "async"),
    ];

    private static readonly Dictionary<(string, string), Regex?> Allowed = Attributes.ToDictionary(
        line => (line.Element, line.Attribute),
        line =>
            line.Values == Any
                ? null
                : new Regex($@"\A({line.Values})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
    );

    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <param name="html">Of bounded length and depth: the sanitiser slows down with both.</param>
    /// <exception cref="BodyRefusedException">It has too many elements.</exception>
    public static string Clean(string html) =>
        html.AsSpan().Count('<') <= TagLimit
            ? Sanitizer.Sanitize(html)
            : throw new BodyRefusedException("The body has too many lines, list items or cells. Split it.");

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(
            new HtmlSanitizerOptions
            {
                AllowedTags = Elements.SelectMany(line => line.Split(' ')).ToHashSet(StringComparer.OrdinalIgnoreCase),
                AllowedAttributes = Attributes.Select(a => a.Attribute).ToHashSet(StringComparer.OrdinalIgnoreCase),
                AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "https", "http", "mailto" },
                UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
            }
        );
        sanitizer.PostProcessNode += (_, e) => Narrow(e.Node);
        return sanitizer;
    }

    private static void Narrow(INode node)
    {
        if (node is not IElement element)
        {
            return;
        }

        foreach (var attribute in element.Attributes.ToList())
        {
            if (
                !Allowed.TryGetValue((element.LocalName, attribute.Name), out var values)
                || values?.IsMatch(attribute.Value) == false
            )
            {
                element.RemoveAttribute(attribute.Name);
            }
        }
    }
}
