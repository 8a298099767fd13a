using System.Text.Json;

namespace NewsSite.News.Importing.Ghost;

/// <summary>
/// Reads a text of Ghost's editor up to version 5 (Mobiledoc 0.3): sections whose words say which marks begin before them
/// and how many end behind them.
/// </summary>
internal sealed class MobiledocReader(GhostHtml html, GhostCards cards)
{
    private static readonly HashSet<string> Marks = new(
        ["a", "strong", "b", "em", "i", "code", "s", "del", "u", "ins", "sub", "sup", "mark"],
        StringComparer.Ordinal
    );
    private static readonly HashSet<string> Blocks = new(
        ["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"],
        StringComparer.Ordinal
    );

    private JsonElement[] markups = [];
    private JsonElement[] atoms = [];
    private JsonElement[] cardList = [];

    /// <exception cref="KeyNotFoundException">It has no sections.</exception>
    /// <exception cref="IndexOutOfRangeException">It names what is not there.</exception>
    public void Read(JsonElement text)
    {
        (markups, atoms, cardList) = (All(text, "markups"), All(text, "atoms"), All(text, "cards"));
        foreach (var section in text.GetProperty("sections").EnumerateArray())
        {
            switch (section[0].GetInt32())
            {
                case 1:
                    var name = section[1].GetString()!.ToLowerInvariant();
                    name =
                        name == "aside" ? "blockquote"
                        : Blocks.Contains(name) ? name
                        : "p";
                    html.Tags($"<{name}>");
                    Markers(section[2]);
                    html.Tags($"</{name}>");
                    break;
                case 2:
                    html.Picture(section[1].GetString() ?? "", "", "");
                    break;
                case 3:
                    List(section);
                    break;
                case 10:
                    var card = cardList[section[1].GetInt32()];
                    var kind = card[0].GetString()!;
                    if (!cards.TryWrite(kind, card[1]))
                    {
                        cards.LeaveOut(kind);
                    }

                    break;
            }
        }
    }

    private static JsonElement[] All(JsonElement text, string name) => [.. GhostHtml.Items(text, name)];

    private void List(JsonElement section)
    {
        var name = section[1].GetString() == "ol" ? "ol" : "ul";
        html.Tags($"<{name}>");
        foreach (var item in section[2].EnumerateArray())
        {
            html.Tags("<li>");
            Markers(item);
            html.Tags("</li>");
        }

        html.Tags($"</{name}>");
    }

    private void Markers(JsonElement markers)
    {
        var open = new Stack<string>();
        foreach (var marker in markers.EnumerateArray())
        {
            foreach (var index in marker[1].EnumerateArray())
            {
                open.Push(Begin(markups[index.GetInt32()]));
            }

            if (marker[0].GetInt32() == 0)
            {
                html.Words(marker[3].GetString() ?? "");
            }
            else
            {
                Atom(atoms[marker[3].GetInt32()]);
            }

            for (var closed = marker[2].GetInt32(); closed > 0 && open.Count > 0; closed--)
            {
                html.Tags(open.Pop());
            }
        }

        while (open.Count > 0)
        {
            html.Tags(open.Pop());
        }
    }

    /// <returns>What ends it.</returns>
    private string Begin(JsonElement markup)
    {
        var name = markup[0].GetString()!.ToLowerInvariant();
        if (!Marks.Contains(name))
        {
            return "";
        }

        if (name != "a")
        {
            html.Tags($"<{name}>");
            return $"</{name}>";
        }

        var address = "";
        if (markup.GetArrayLength() > 1)
        {
            // Names and values take turns.
            var words = markup[1].EnumerateArray().Select(w => w.GetString() ?? "").ToList();
            var at = words.IndexOf("href");
            address = at >= 0 && at + 1 < words.Count ? words[at + 1] : "";
        }

        html.Open(address);
        return "</a>";
    }

    private void Atom(JsonElement atom)
    {
        if (atom[0].GetString() == "soft-return")
        {
            html.Tags("<br>");
        }
        else
        {
            html.Words(atom[1].GetString() ?? "");
        }
    }
}
