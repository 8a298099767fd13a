using System.Text.Json;
using System.Text.RegularExpressions;

namespace NewsSite.News.Importing.Ghost;

/// <summary>The text of a post as HTML that anybody understands, whichever of Ghost's editors wrote it.</summary>
internal static partial class GhostBody
{
    /// <summary>What stands for the address of the site.</summary>
    public const string Home = "__GHOST_URL__";
    private const int DepthLimit = 200;

    /// <param name="met">Told what of it cannot be taken along, in words for the report.</param>
    /// <exception cref="ItemRefusedException">It cannot be read at all.</exception>
    public static string Of(GhostRow post, Action<string> met)
    {
        var html = AtHome(post["html"]);
        foreach (var form in new[] { "lexical", "mobiledoc" })
        {
            if (post[form].Length == 0)
            {
                continue;
            }

            // What does not work out leaves no remark.
            var remarks = new List<string>();
            try
            {
                var text = new GhostHtml();
                var cards = new GhostCards(text, MarkdownIn(html), remarks.Add);
                using var document = JsonDocument.Parse(AtHome(post[form]), new() { MaxDepth = DepthLimit });
                if (form == "lexical")
                {
                    new LexicalReader(text, cards).Read(document.RootElement);
                }
                else
                {
                    new MobiledocReader(text, cards).Read(document.RootElement);
                }

                remarks.ForEach(met);
                return text.ToString();
            }
            catch (Exception e)
                when (e
                        is JsonException
                            or InvalidOperationException
                            or KeyNotFoundException
                            or IndexOutOfRangeException
                            or FormatException
                )
            {
                if (html.Length == 0)
                {
                    throw new ItemRefusedException($"its text ({form}) cannot be read");
                }

                met($"its text ({form}) cannot be read: what Ghost made of it for readers was taken");
                return html;
            }
        }

        return html;
    }

    /// <returns>With addresses of the site as those of ours, at the same place: links go on leading to the stories.</returns>
    public static string AtHome(string text) =>
        text.Replace($"{Home}/", "/", StringComparison.Ordinal).Replace(Home, "/", StringComparison.Ordinal);

    private static List<string> MarkdownIn(string html) =>
        [.. RenderedMarkdown().Matches(html).Select(m => m.Groups["html"].Value)];

    [GeneratedRegex(
        "<!--kg-card-begin: markdown-->(?<html>.*?)<!--kg-card-end: markdown-->",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex RenderedMarkdown();
}
