using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace NewsSite.Rendering;

/// <summary>What the renderers of one body tell each other while it is laid out.</summary>
internal sealed class Layout(BodyPictures pictures)
{
    private const string CaptionMark = "Table:";
    private readonly Dictionary<Table, ParagraphBlock> captions = [];

    public BodyPictures Pictures { get; } = pictures;

    /// <summary>File names, as they are met.</summary>
    public HashSet<string> Shown { get; } = [];

    /// <summary>The level of the last heading; the story's headline is 1.</summary>
    public int HeadingLevel { get; set; } = 1;

    /// <summary>The highest heading that may come: 3 inside a fact box, below the box's own.</summary>
    public int HeadingTop { get; set; } = 2;
    public int Tables { get; set; }

    public ParagraphBlock? CaptionOf(Table table) => captions.GetValueOrDefault(table);

    /// <summary>Takes each paragraph "Table: …" that stands directly over a table out of the text, and keeps it as the caption.</summary>
    public void TakeCaptions(MarkdownDocument document)
    {
        for (var n = document.Count - 1; n > 0; n--)
        {
            if (
                document[n] is Table table
                && document[n - 1] is ParagraphBlock { Inline.FirstChild: LiteralInline first } paragraph
                && first.Content.AsSpan().StartsWith(CaptionMark, StringComparison.Ordinal)
            )
            {
                first.Content.Start += CaptionMark.Length;
                first.Content.TrimStart();
                captions[table] = paragraph;
                document.RemoveAt(n - 1);
            }
        }
    }
}
