using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsSite.Rendering;

/// <summary>A paragraph; one of nothing but pictures becomes figures.</summary>
internal sealed class StoryParagraphRenderer(Layout layout) : ParagraphRenderer
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        if (!IsPictures(obj))
        {
            base.Write(renderer, obj);
            return;
        }

        foreach (var link in obj.Inline!.OfType<LinkInline>())
        {
            var credit = layout.Pictures.Find(link.Url)?.Picture.Credit;
            renderer.EnsureLine();
            if (!renderer.EnableHtmlForBlock)
            {
                renderer.Write(link.Title).EnsureLine();
                continue;
            }

            renderer.Write("<figure>");
            renderer.Write(link);
            if (!string.IsNullOrWhiteSpace(link.Title) || credit is not null)
            {
                renderer.Write("<figcaption>").WriteEscape($"{link.Title} {credit}".Trim()).Write("</figcaption>");
            }

            renderer.WriteLine("</figure>");
        }
    }

    private bool IsPictures(ParagraphBlock paragraph) =>
        paragraph.Inline?.FirstChild is LinkInline
        && paragraph.Inline.All(part =>
            part is LineBreakInline or LiteralInline { Content.IsEmpty: true }
            || (part is LinkInline { IsImage: true } link && layout.Pictures.Find(link.Url) is not null)
        );
}

/// <summary>A heading: below the headline of the page, and never more than one level below the one before it.</summary>
internal sealed class StoryHeadingRenderer(Layout layout) : HeadingRenderer
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        if (renderer.EnableHtmlForBlock)
        {
            obj.Level = Math.Max(Math.Min(obj.Level, layout.HeadingLevel + 1), layout.HeadingTop);
            layout.HeadingLevel = obj.Level;
        }

        base.Write(renderer, obj);
    }
}

/// <summary>A link; a picture that is not ours becomes one, with its words for text.</summary>
internal sealed class StoryLinkRenderer(Layout layout) : LinkInlineRenderer
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        if (!link.IsImage)
        {
            base.Write(renderer, link);
            return;
        }

        var alt = InlineText.Of(link);
        if (layout.Pictures.Find(link.Url) is var (file, picture))
        {
            if (renderer.EnableHtmlForInline)
            {
                layout.Shown.Add(file);
                PictureMarkup.Write(renderer, layout.Pictures.Root, file, picture, alt);
            }

            return;
        }

        var text = alt.Length > 0 ? alt : "Picture";
        if (renderer.EnableHtmlForInline && !IsInLink(link))
        {
            renderer.Write("<a href=\"").WriteEscapeUrl(link.Url).Write("\">").WriteEscape(text).Write("</a>");
        }
        else
        {
            renderer.WriteEscape(text);
        }
    }

    private static bool IsInLink(LinkInline link)
    {
        var above = link.Parent;
        while (above is not (null or LinkInline))
        {
            above = above.Parent;
        }

        return above is not null;
    }
}

/// <summary>In the words alone a line is a block: where the writer only broke a line, there is a space.</summary>
internal sealed class TextLineBreakRenderer : HtmlObjectRenderer<LineBreakInline>
{
    protected override void Write(HtmlRenderer renderer, LineBreakInline obj) => renderer.Write(' ');
}
