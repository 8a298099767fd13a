using Microsoft.AspNetCore.Html;
using NewsSite.News.Differences;

namespace NewsSite.Web.Shared;

/// <summary>Words with marks on what was removed and added: for the eye, and in words for a screen reader.</summary>
public static class Marks
{
    /// <param name="without">What to leave out: what was added, for the text before; what was removed, for the text after.</param>
    public static IHtmlContent Of(IReadOnlyList<Piece> pieces, PieceKind? without = null)
    {
        var html = new HtmlContentBuilder();
        foreach (var piece in pieces.Where(piece => piece.Kind != without))
        {
            if (piece.Kind == PieceKind.Same)
            {
                html.Append(piece.Text);
                continue;
            }

            var (tag, word) = piece.Kind == PieceKind.Added ? ("ins", "inserted") : ("del", "deleted");
            html.AppendHtml($"<{tag}><span class=\"visually-hidden\">{word}: </span>")
                .Append(piece.Text)
                .AppendHtml($"</{tag}>");
        }

        return html;
    }
}
