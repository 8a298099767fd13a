using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

internal sealed class TableWriter(BlockWriter blocks, bool linesCount, PictureWriter pictures, Action<string> met)
{
    // A cell that holds one of these is no cell of figures but a way to lay out a page.
    private const string Laid =
        "table, ul, ol, blockquote, h1, h2, h3, h4, h5, h6, figure, pre, img, iframe, embed, object, video, audio";

    public IEnumerable<string> Of(IElement table)
    {
        var caption = table.Children.FirstOrDefault(c => c.LocalName == "caption");
        var rows = Rows(table).Select(Cells).Where(r => r.Count > 0).ToList();
        if (rows.Count == 0)
        {
            return caption is null ? [] : blocks.Of(caption);
        }

        if (
            rows.Exists(r => r.Exists(c => c.QuerySelectorAll(Laid).Length > 0 || c.QuerySelectorAll("p").Length > 1))
            || rows.Max(r => r.Count) == 1
        )
        {
            met("a table that lays out a page became what stands in its cells");
            return (caption is null ? [] : blocks.Of(caption)).Concat(rows.SelectMany(r => r.SelectMany(blocks.Of)));
        }

        var width = rows.Max(r => r.Count);
        var lines = rows.Select(r => Line([.. r.Select(Words), .. Enumerable.Repeat("", width - r.Count)])).ToList();
        lines.Insert(1, Line([.. Enumerable.Repeat("---", width)]));
        var words = caption is null ? "" : Words(caption);
        string[] above = words.Length > 0 ? [$"Table: {words}"] : [];
        return [.. above, string.Join('\n', lines)];
    }

    private static IEnumerable<IElement> Rows(IElement table) =>
        table.Children.SelectMany(c =>
            c.LocalName == "tr" ? [c]
            : c.LocalName is "thead" or "tbody" or "tfoot" ? c.Children.Where(r => r.LocalName == "tr")
            : []
        );

    private static List<IElement> Cells(IElement row) => [.. row.Children.Where(c => c.LocalName is "td" or "th")];

    private string Words(IElement cell)
    {
        var run = new InlineWriter(linesCount, pictures, met);
        foreach (var child in cell.ChildNodes)
        {
            run.Add(child);
        }

        return run.Words.Replace(MarkdownText.Break, ' ').Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
