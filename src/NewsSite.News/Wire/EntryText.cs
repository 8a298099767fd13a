using System.Net;
using System.Text.RegularExpressions;
using NewsSite.News.Articles;
using NewsSite.News.Importing;
using NewsSite.News.Importing.Markup;

namespace NewsSite.News.Wire;

/// <summary>The words of an entry as the newsroom keeps them: nothing of somebody's markup is left but Markdown.</summary>
internal static partial class EntryText
{
    // Some feeds write their marks as text, and that as text again.
    private const int Layers = 3;

    /// <returns>Plain text as HTML: its paragraphs are parted by empty lines, or where it has none, by line ends.</returns>
    public static string Paragraphs(string plain)
    {
        var text = plain.ReplaceLineEndings("\n").Trim();
        var parts = EmptyLine().IsMatch(text) ? EmptyLine().Split(text) : text.Split('\n');
        return parts.Length == 1
            ? WebUtility.HtmlEncode(text)
            : string.Concat(parts.Where(p => p.Length > 0).Select(p => $"<p>{WebUtility.HtmlEncode(p)}</p>"));
    }

    /// <returns>The words of a piece of HTML on one line, without its marks, at most <paramref name="limit"/> characters.</returns>
    public static string Words(string? html, int limit)
    {
        var text = html ?? "";
        for (var layer = 0; layer < Layers && Mark().IsMatch(text); layer++)
        {
            text = Outer(text);
        }

        return PlainText.Cut(PlainText.Line(MarkdownText.Clean(text)), limit);
    }

    /// <returns>
    /// What stands above a text, and the text as Markdown. A summary that is longer than a standfirst may be stands before the
    /// text, whole, unless the text begins to say the same.
    /// </returns>
    /// <inheritdoc cref="Body"/>
    public static (string Standfirst, string Body, string? Remark) Above(string? summary, string? html)
    {
        var (body, remark) = Body(html);
        var whole = Words(summary, ArticleContent.BodyLimit);
        var standfirst = PlainText.Cut(whole, ArticleContent.StandfirstLimit);
        if (
            whole.Length <= ArticleContent.StandfirstLimit
            || remark is not null
            || Words(html, FeedEntry.TextLimit).Contains(standfirst.TrimEnd('…').TrimEnd(), StringComparison.Ordinal)
        )
        {
            return (standfirst, body, remark);
        }

        var (first, refused) = Body(summary);
        var both = $"{first}\n\n{body}".Trim();
        return refused is null && both.Length <= ArticleContent.BodyLimit
            ? ("", both, null)
            : (standfirst, body, "What stands above it is cut. Read it at the source.");
    }

    /// <returns>Markdown; empty, with the reason, where the text cannot be taken.</returns>
    public static (string Body, string? Remark) Body(string? html)
    {
        const string elsewhere = "Read it at the source.";
        if (html is null)
        {
            return ("", $"Its text is too long to be taken. {elsewhere}");
        }

        try
        {
            var body = MarkdownBody.Of(html, linesCount: false, _ => null, _ => { });
            return body.Length <= ArticleContent.BodyLimit
                ? (body, null)
                : ("", $"Its text is longer than a story may be. {elsewhere}");
        }
        catch (ItemRefusedException e)
        {
            return ("", $"Not taken: {e.Message}. {elsewhere}");
        }
    }

    private static string Outer(string html)
    {
        try
        {
            using var document = HtmlTree.Of(MarkdownText.Clean(html));
            foreach (var silent in document.QuerySelectorAll("script, style, template, iframe, noscript").ToList())
            {
                silent.Remove();
            }

            // Words of two blocks are two words.
            foreach (var block in document.QuerySelectorAll("p, br, div, li, h1, h2, h3, h4, h5, h6, td").ToList())
            {
                block.Before(document.CreateTextNode(" "));
            }

            return document.Body!.TextContent;
        }
        catch (ItemRefusedException)
        {
            return Mark().Replace(html, " ");
        }
    }

    [GeneratedRegex(@"\n[ \t]*\n\s*")]
    private static partial Regex EmptyLine();

    [GeneratedRegex(@"</?[A-Za-z!][^<>]*>?|&#?[A-Za-z0-9]{1,40};")]
    private static partial Regex Mark();
}
