using System.Globalization;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace NewsSite.Rendering;

/// <summary>The notes under the text. Their ids are made of numbers, never of what somebody typed.</summary>
internal sealed class NotesRenderer : HtmlObjectRenderer<FootnoteGroup>
{
    protected override void Write(HtmlRenderer renderer, FootnoteGroup obj)
    {
        renderer.EnsureLine();
        if (!renderer.EnableHtmlForBlock)
        {
            renderer.WriteChildren(obj);
            return;
        }

        renderer.WriteLine("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>");
        foreach (var note in obj.OfType<Footnote>())
        {
            renderer.Write(string.Create(CultureInfo.InvariantCulture, $"<li id=\"fn-{note.Order}\">"));
            renderer.WriteChildren(note);
            renderer.WriteLine("</li>");
        }

        renderer.WriteLine("</ol></section>");
    }
}

/// <summary>The number in the text that leads to a note, and the arrow that leads back.</summary>
internal sealed class NoteLinkRenderer : HtmlObjectRenderer<FootnoteLink>
{
    protected override void Write(HtmlRenderer renderer, FootnoteLink obj)
    {
        if (!renderer.EnableHtmlForInline)
        {
            return;
        }

        var note = obj.Footnote;
        if (!obj.IsBackLink)
        {
            renderer.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"<sup><a class=\"note-ref\" id=\"fn-ref-{obj.Index}\" href=\"#fn-{note.Order}\" aria-label=\"Footnote {note.Order}\">{note.Order}</a></sup>"
                )
            );
            return;
        }

        var mention = obj.Index - note.Links[0].Index + 1;
        var which = note.Links.Count == 1 ? "" : $", mention {mention.ToString(CultureInfo.InvariantCulture)}";
        renderer.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $" <a class=\"note-back\" href=\"#fn-ref-{obj.Index}\" aria-label=\"Back to footnote {note.Order} in the text{which}\">↑</a>"
            )
        );
    }
}
