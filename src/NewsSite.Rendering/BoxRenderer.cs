using System.Buffers;
using System.Text.RegularExpressions;
using Markdig.Extensions.CustomContainers;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsSite.Rendering;

/// <summary>
/// What stands between "::: name" and ":::". A box stands in the text itself: inside a list, a quotation or another
/// box, and under a name that nobody knows, there is only its content.
/// </summary>
internal sealed partial class BoxRenderer(Layout layout) : HtmlObjectRenderer<CustomContainer>
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("\"“”„«»");

    protected override void Write(HtmlRenderer renderer, CustomContainer obj)
    {
        renderer.EnsureLine();
        var title = obj.Arguments?.Trim() ?? "";
        var isText = !renderer.EnableHtmlForBlock;
        switch (obj.Parent is MarkdownDocument ? obj.Info?.ToLowerInvariant() : null)
        {
            case "quote" or "next" when isText:
                break;
            case "quote":
                WriteQuote(renderer, obj, title);
                break;
            case "next" when StoryLink(obj) is { } link:
                renderer.Write("<div class=\"next\"><p class=\"next__label\">Read next</p><p class=\"next__story\">");
                renderer.Write(link);
                renderer.WriteLine("</p></div>");
                break;
            case "fact":
                WriteFact(renderer, obj, title);
                break;
            case "embed" when !isText:
                EmbedMarkup.Write(renderer, obj, EmbedAddress.Read(title));
                break;
            default:
                renderer.WriteChildren(obj);
                break;
        }
    }

    private static void WriteQuote(HtmlRenderer renderer, CustomContainer quote, string speaker)
    {
        DropMarks(quote);
        renderer.WriteLine("<figure class=\"pull\"><blockquote>");
        renderer.WriteChildren(quote);
        renderer.Write("</blockquote>");
        if (speaker.Length > 0)
        {
            renderer.Write("<figcaption>").WriteEscape(speaker).Write("</figcaption>");
        }

        renderer.WriteLine("</figure>");
    }

    private void WriteFact(HtmlRenderer renderer, CustomContainer fact, string title)
    {
        if (!renderer.EnableHtmlForBlock)
        {
            renderer.WriteLine(title);
            renderer.WriteChildren(fact);
            return;
        }

        renderer.Write("<aside class=\"fact\" aria-label=\"").WriteEscape(title.Length > 0 ? title : "Fact box");
        renderer.WriteLine("\">");
        var top = layout.HeadingTop;
        if (title.Length > 0)
        {
            renderer.Write("<h2>").WriteEscape(title).WriteLine("</h2>");
            (layout.HeadingTop, layout.HeadingLevel) = (3, 2);
        }

        renderer.WriteChildren(fact);
        layout.HeadingTop = top;
        renderer.WriteLine("</aside>");
    }

    private static LinkInline? StoryLink(CustomContainer next) =>
        next.Descendants<LinkInline>().FirstOrDefault(link => !link.IsImage && OwnStory().IsMatch(link.Url ?? ""));

    // The page draws the marks itself, in the language's own form.
    private static void DropMarks(CustomContainer quote)
    {
        if (
            quote is [ParagraphBlock { Inline.FirstChild: LiteralInline first }, ..]
            && quote.LastChild is ParagraphBlock { Inline.LastChild: LiteralInline last }
            && (first != last || first.Content.Length > 1)
            && Marks.Contains(first.Content.CurrentChar)
            && Marks.Contains(last.Content[last.Content.End])
        )
        {
            first.Content.Start++;
            last.Content.End--;
        }
    }

    [GeneratedRegex(@"\A/news/[0-9]{1,18}(/[a-z0-9-]*)?\z", RegexOptions.NonBacktracking)]
    private static partial Regex OwnStory();
}
