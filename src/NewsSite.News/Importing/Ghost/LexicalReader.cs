using System.Globalization;
using System.Text.Json;
using static NewsSite.News.Importing.Ghost.GhostHtml;

namespace NewsSite.News.Importing.Ghost;

/// <summary>Reads a text of Ghost's editor since version 5 (Lexical): a tree of nodes, each with its type.</summary>
internal sealed class LexicalReader(GhostHtml html, GhostCards cards)
{
    // By its bit; what is only an underline is set plainly.
    private static readonly (int Bit, string Element)[] Formats =
    [
        (128, "mark"),
        (1, "strong"),
        (2, "em"),
        (4, "s"),
        (32, "sub"),
        (64, "sup"),
        (16, "code"),
    ];

    /// <exception cref="KeyNotFoundException">It has no root.</exception>
    public void Read(JsonElement document) => Children(document.GetProperty("root"));

    private void Children(JsonElement node)
    {
        foreach (var child in Items(node, "children"))
        {
            Node(child);
        }
    }

    private void Node(JsonElement node)
    {
        switch (Value(node, "type"))
        {
            case "paragraph":
                Element("p", node);
                break;
            case "heading" or "extended-heading":
                var level = Value(node, "tag");
                Element(level is ['h', >= '1' and <= '6'] ? level : "h2", node);
                break;
            case "quote" or "extended-quote" or "aside":
                Element("blockquote", node);
                break;
            case "list":
                List(node);
                break;
            case "text" or "extended-text" or "code-highlight" or "tk":
                Text(node);
                break;
            case "linebreak":
                html.Tags("<br>");
                break;
            case "tab":
                html.Tags(" ");
                break;
            case "link" or "autolink" or "at-link":
                html.Open(Value(node, "url"));
                Children(node);
                html.Tags("</a>");
                break;
            case "zwnj" or "at-link-search":
                break;
            case "code":
                Element("pre", node);
                break;
            case var type when cards.TryWrite(type, node):
                break;
            case var type when node.TryGetProperty("children", out _):
                // Nobody knows what it is, but it has words.
                cards.LeaveOut(type);
                Element("div", node);
                break;
            case var type:
                cards.LeaveOut(type);
                break;
        }
    }

    private void Element(string name, JsonElement node)
    {
        html.Tags($"<{name}>");
        Children(node);
        html.Tags($"</{name}>");
    }

    private void Text(JsonElement node)
    {
        var format = int.TryParse(
            Value(node, "format"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : 0;
        var elements = Formats.Where(f => (format & f.Bit) != 0).Select(f => f.Element).ToList();
        elements.ForEach(e => html.Tags($"<{e}>"));
        html.Words(Value(node, "text"));
        elements.Reverse();
        elements.ForEach(e => html.Tags($"</{e}>"));
    }

    // A list in a list is an item by itself there, and belongs to the one before here.
    private void List(JsonElement list)
    {
        var isNumbered = Value(list, "listType") == "number" || Value(list, "tag") == "ol";
        var start = int.TryParse(Value(list, "start"), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 1;
        html.Tags(isNumbered ? string.Create(CultureInfo.InvariantCulture, $"<ol start=\"{start}\">") : "<ul>");
        var isOpen = false;
        foreach (var item in Items(list, "children"))
        {
            if (!isOpen || !Items(item, "children").Any(c => Value(c, "type") == "list"))
            {
                html.Tags(isOpen ? "</li><li>" : "<li>");
                isOpen = true;
            }

            Children(item);
        }

        html.Tags((isOpen ? "</li>" : "") + (isNumbered ? "</ol>" : "</ul>"));
    }
}
