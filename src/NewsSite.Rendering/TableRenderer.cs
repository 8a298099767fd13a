using System.Globalization;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace NewsSite.Rendering;

/// <summary>A table in a region of its own, which scrolls sideways and can be reached by keyboard.</summary>
internal sealed class TableRenderer(Layout layout) : HtmlObjectRenderer<Table>
{
    protected override void Write(HtmlRenderer renderer, Table obj)
    {
        renderer.EnsureLine();
        var caption = layout.CaptionOf(obj);
        if (!renderer.EnableHtmlForBlock)
        {
            WriteText(renderer, obj);
            return;
        }

        layout.Tables++;
        var label = caption is null
            ? string.Create(CultureInfo.InvariantCulture, $"Table {layout.Tables}")
            : InlineText.Of(caption.Inline);
        renderer.Write("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"").WriteEscape(label);
        renderer.WriteLine("\"><table>");
        if (caption is not null)
        {
            renderer.Write("<caption>").WriteLeafInline(caption).WriteLine("</caption>");
        }

        var rows = obj.OfType<TableRow>().ToList();
        WriteRows(renderer, obj, rows.TakeWhile(row => row.IsHeader), "thead");
        WriteRows(renderer, obj, rows.SkipWhile(row => row.IsHeader), "tbody");
        renderer.WriteLine("</table></div>");
    }

    private static void WriteRows(HtmlRenderer renderer, Table table, IEnumerable<TableRow> rows, string part)
    {
        renderer.WriteLine($"<{part}>");
        foreach (var row in rows)
        {
            renderer.Write("<tr>");
            foreach (var (cell, column) in row.OfType<TableCell>().Select((cell, n) => (cell, n)))
            {
                var tag = row.IsHeader ? "th" : "td";
                renderer.Write(row.IsHeader ? "<th scope=\"col\"" : "<td");
                renderer.Write(IsNumbers(table, column) ? " class=\"number\">" : ">");
                WriteCell(renderer, cell);
                renderer.Write($"</{tag}>");
            }

            renderer.WriteLine("</tr>");
        }

        renderer.WriteLine($"</{part}>");
    }

    private void WriteText(HtmlRenderer renderer, Table table)
    {
        if (layout.CaptionOf(table) is { } caption)
        {
            renderer.WriteLeafInline(caption).WriteLine();
        }

        foreach (var row in table.OfType<TableRow>())
        {
            foreach (var cell in row.OfType<TableCell>())
            {
                WriteCell(renderer, cell);
                renderer.Write(' ');
            }

            renderer.WriteLine();
        }
    }

    private static void WriteCell(HtmlRenderer renderer, TableCell cell)
    {
        var before = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = true;
        renderer.WriteChildren(cell);
        renderer.ImplicitParagraph = before;
    }

    // A column that is written with "--:" under its head.
    private static bool IsNumbers(Table table, int column) =>
        column < table.ColumnDefinitions.Count && table.ColumnDefinitions[column].Alignment == TableColumnAlign.Right;
}
