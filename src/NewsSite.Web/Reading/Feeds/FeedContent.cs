using AngleSharp.Html.Parser;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>A story's text as it can stand outside the site.</summary>
internal static class FeedContent
{
    private static readonly string[] Addresses = ["href", "src", "poster", "cite"];

    /// <param name="html">Sanitised.</param>
    /// <param name="address">Of the story, whole: what its links are relative to, its footnotes and headings among them.</param>
    public static string Of(string html, string address)
    {
        var page = new HtmlParser().ParseDocument("");
        page.Body!.InnerHtml = html;

        // Behaviour of our own pages is of no use elsewhere, and readers of feeds refuse whole items for a script.
        foreach (var element in page.Body.QuerySelectorAll("script, style, button, form, [hidden]").ToList())
        {
            element.Remove();
        }

        var root = new Uri(address);
        foreach (var element in page.Body.QuerySelectorAll("*"))
        {
            foreach (var attribute in element.Attributes.Select(a => a.Name).Where(IsBehaviour).ToList())
            {
                element.RemoveAttribute(attribute);
            }

            foreach (var name in Addresses)
            {
                if (element.GetAttribute(name) is { } link && Uri.TryCreate(root, link, out var whole))
                {
                    element.SetAttribute(name, whole.AbsoluteUri);
                }
            }

            if (element.GetAttribute("srcset") is { } set)
            {
                element.SetAttribute(
                    "srcset",
                    string.Join(", ", set.Split(',').Select(c => Candidate(root, c.Trim())))
                );
            }
        }

        return page.Body.InnerHtml;
    }

    private static bool IsBehaviour(string attribute) =>
        attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || attribute.StartsWith("data-", StringComparison.OrdinalIgnoreCase)
        || attribute is "style";

    private static string Candidate(Uri root, string candidate)
    {
        var parts = candidate.Split(' ', 2);
        return Uri.TryCreate(root, parts[0], out var whole)
            ? string.Join(' ', [whole.AbsoluteUri, .. parts[1..]])
            : candidate;
    }
}
