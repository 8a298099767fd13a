using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

internal sealed class ListWriter(BlockWriter blocks)
{
    /// <returns>The list; or what lies in it, where each thing of it is a picture.</returns>
    public IEnumerable<string> Of(IElement list)
    {
        var items = new List<List<string>>();
        foreach (var child in list.ChildNodes)
        {
            if (child is IElement { LocalName: "li" } item)
            {
                items.Add(blocks.Of(item));
            }
            else if (child is IElement || !string.IsNullOrWhiteSpace(child.TextContent) && child is IText)
            {
                // A list within a list that forgot to say in which item, or words between two items.
                var holder = list.Owner!.CreateElement("li");
                holder.AppendChild(child.Clone());
                var more = blocks.Of(holder);
                if (items.Count > 0)
                {
                    items[^1].AddRange(more);
                }
                else
                {
                    items.Add(more);
                }
            }
        }

        items.RemoveAll(i => i.Count == 0);
        if (items.Count == 0)
        {
            return [];
        }

        if (items.TrueForAll(i => i[0].StartsWith("![", StringComparison.Ordinal)))
        {
            return items.SelectMany(i => i);
        }

        var isOrdered = list.LocalName == "ol";
        var bullet = FollowsAnother(list) ? "*" : "-";
        var start = BlockWriter.Start(list);
        var isLoose = items.Exists(i => i.Count(b => !IsList(b)) > 1);
        var separator = isLoose ? "\n\n" : "\n";
        return
        [
            string.Join(
                separator,
                items.Select(
                    (item, n) => Item(isOrdered ? $"{start + n}{(bullet == "*" ? ')' : '.')}" : bullet, item, separator)
                )
            ),
        ];
    }

    private static string Item(string marker, List<string> blocks, string separator)
    {
        var indent = new string(' ', marker.Length + 1);
        var lines = string.Join(separator, blocks).Split('\n');
        return string.Join(
            '\n',
            lines.Select(
                (line, n) =>
                    n == 0 ? $"{marker} {line}"
                    : line.Length > 0 ? indent + line
                    : ""
            )
        );
    }

    private static bool IsList(string block) =>
        block.StartsWith("- ", StringComparison.Ordinal)
        || block.StartsWith("* ", StringComparison.Ordinal)
        || (char.IsAsciiDigit(block[0]) && block.TrimStart("0123456789".ToCharArray()) is ['.' or ')', ' ', ..]);

    // Two lists side by side would be one.
    private static bool FollowsAnother(IElement list) => list.PreviousElementSibling?.LocalName == list.LocalName;
}
