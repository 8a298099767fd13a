using System.Text;
using AngleSharp.Dom;

namespace NewsSite.News.Importing.Markup;

/// <summary>Writes one run of words with what is in it; what cannot stand in a line is put aside.</summary>
internal sealed class InlineWriter(bool linesCount, PictureWriter pictures, Action<string> met)
{
    private static readonly Dictionary<string, string> Marks = new(StringComparer.Ordinal)
    {
        ["strong"] = "**",
        ["b"] = "**",
        ["em"] = "*",
        ["i"] = "*",
        ["cite"] = "*",
        ["dfn"] = "*",
        ["var"] = "*",
        ["del"] = "~~",
        ["s"] = "~~",
        ["strike"] = "~~",
        ["sub"] = "~",
        ["sup"] = "^",
        ["mark"] = "==",
        ["ins"] = "++",
    };

    private readonly StringBuilder written = new();
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private bool isInLink;

    /// <summary>Pictures and players that stood among the words before the first of them, as blocks.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The same, of those that stood behind the first word.</summary>
    public List<string> Behind { get; } = [];

    /// <summary>With <see cref="MarkdownText.Break"/> for line ends.</summary>
    public string Words => Blanks.Tidy(written.ToString());

    public void Add(INode node)
    {
        switch (node)
        {
            case IText text:
                AddText(text.Data);
                break;
            case IElement element:
                AddElement(element);
                break;
        }
    }

    public void AddText(string data)
    {
        var text = new StringBuilder(data.Length);
        foreach (var letter in data)
        {
            text.Append(
                letter is '\n' && linesCount ? MarkdownText.Break
                : letter is '\n' or '\t' or '\r' ? ' '
                : letter
            );
        }

        written.Append(MarkdownText.Escape(text.ToString(), isInLink));
    }

    private void AddChildren(IElement element)
    {
        foreach (var child in element.ChildNodes)
        {
            Add(child);
        }
    }

    private void AddElement(IElement element)
    {
        switch (element.LocalName)
        {
            case "br":
                written.Append(MarkdownText.Break);
                break;
            case "img":
                AddPicture(element);
                break;
            case "a":
                AddLink(element);
                break;
            case "code" or "kbd" or "samp" or "tt":
                AddCode(element.TextContent);
                break;
            case "q":
                written.Append('“');
                AddChildren(element);
                written.Append('”');
                break;
            case var name when Kinds.IsPlayer(name):
                Aside(Players.Of(element, met));
                break;
            case var name when Kinds.IsDropped(name):
                Kinds.Drop(element, met);
                break;
            case var name when Marks.TryGetValue(name, out var mark) && open.Add(mark):
                AddMarked(element, mark);
                open.Remove(mark);
                break;
            default:
                // What would be a block elsewhere is set off by a blank at least.
                var isBlock = Kinds.IsBlock(element.LocalName);
                written.Append(isBlock ? " " : "");
                AddChildren(element);
                written.Append(isBlock ? " " : "");
                break;
        }
    }

    private void AddPicture(IElement img)
    {
        if (img.ClassList.Contains("wp-smiley") || img.ClassList.Contains("emoji"))
        {
            written.Append(MarkdownText.Escape(img.GetAttribute("alt") ?? "", isInLink));
        }
        else
        {
            Aside(pictures.Of(img));
        }
    }

    private void Aside(string? block)
    {
        if (block is not null)
        {
            (string.IsNullOrWhiteSpace(written.ToString()) ? Before : Behind).Add(block);
        }
    }

    private void AddCode(string text)
    {
        var words = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (words.Length == 0)
        {
            return;
        }

        var fence = new string('`', 1 + Blanks.LongestRun(words, '`'));
        var blank = words[0] == '`' || words[^1] == '`' ? " " : "";
        written.Append(fence).Append(blank).Append(words).Append(blank).Append(fence);
    }

    private void AddLink(IElement element)
    {
        var href = WebAddress.Link(element.GetAttribute("href"));
        if (href is null || isInLink)
        {
            if (href is null && element.GetAttribute("href")?.Trim() is { Length: > 0 } other and not ['#', ..])
            {
                met("a link led to something that is no page, its text stays");
            }

            AddChildren(element);
            return;
        }

        var start = written.Length;
        isInLink = true;
        AddChildren(element);
        isInLink = false;
        var (lead, words, tail) = Blanks.Parts(written.ToString(start, written.Length - start));
        written.Length = start;
        written.Append(lead);
        if (words.Length > 0)
        {
            words = words.Replace(MarkdownText.Break, ' ');
            written.Append(
                element.TextContent.Trim() == href
                && WebAddress.IsWeb(href)
                && !href.Any(c => c is '<' or '>' or ' ' or '\\')
                    ? $"<{href}>"
                    : $"[{words}]({MarkdownText.Link(href)})"
            );
        }

        written.Append(tail);
    }

    private void AddMarked(IElement element, string mark)
    {
        var start = written.Length;
        AddChildren(element);
        var (lead, words, tail) = Blanks.Parts(written.ToString(start, written.Length - start));
        written.Length = start;
        written.Append(lead);
        var before = written.Length > 0 ? written[^1] : ' ';
        var after = tail.Length > 0 ? ' ' : Neighbours.After(element);

        // A mark between two letters, or beside its own kind, is no mark: then the words stand alone.
        var isMarked = words.Length > 0 && CanOpen(before, words[0], mark) && CanClose(words[^1], after, mark);
        written.Append(isMarked ? $"{mark}{words}{mark}" : words);
        written.Append(tail);
    }

    private static bool CanOpen(char before, char first, string mark) =>
        before != mark[0]
        && (char.IsLetterOrDigit(first) || Blanks.IsGap(before) || char.IsPunctuation(before) && before != '\\');

    private static bool CanClose(char last, char after, string mark) =>
        last != '\\'
        && (char.IsLetterOrDigit(last) || Blanks.IsGap(after) || char.IsPunctuation(after))
        && after != mark[0];
}
