using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsSite.Rendering;

/// <summary>The bare words of a piece of text, for the names that a screen reader says.</summary>
internal static class InlineText
{
    public static string Of(ContainerInline? inline)
    {
        var words = new StringBuilder();
        foreach (var part in inline?.Descendants() ?? [])
        {
            words.Append(
                part switch
                {
                    LiteralInline literal => literal.Content.ToString(),
                    CodeInline code => code.Content,
                    HtmlEntityInline entity => entity.Transcoded.ToString(),
                    AutolinkInline link => link.Url,
                    LineBreakInline => "\n",
                    _ => "",
                }
            );
        }

        return words.ToString().Trim();
    }

    /// <returns>A paragraph's lines as they were written, none of them empty.</returns>
    public static string[] Lines(ParagraphBlock paragraph) =>
        Of(paragraph.Inline).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
