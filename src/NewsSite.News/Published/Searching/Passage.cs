using System.Net;
using System.Text;

namespace NewsSite.News.Published.Searching;

/// <summary>A text in which found words are marked, cut to size and written as HTML.</summary>
internal sealed class Passage
{
    /// <summary>What the database puts around a found word. Letters of the private use area, which a text cannot smuggle in.</summary>
    public const char Start = '\uE000';

    /// <inheritdoc cref="Start"/>
    public const char Stop = '\uE001';

    public const int Shortest = 160;
    public const int Longest = 220;

    private readonly string text;
    private readonly bool[] marks;

    /// <param name="marked">As the database gives it, with straight quotes for typographic ones.</param>
    /// <param name="original">The same text as it was written.</param>
    public Passage(string marked, string original)
    {
        var plain = new StringBuilder(original.Length);
        marks = new bool[original.Length];
        var isMarked = false;
        foreach (var letter in marked)
        {
            if (letter is Start or Stop)
            {
                isMarked = letter == Start;
            }
            else if (plain.Length < original.Length)
            {
                marks[plain.Length] = isMarked;
                var written = original[plain.Length];
                plain.Append(written is Start or Stop || char.IsWhiteSpace(written) ? ' ' : written);
            }
        }

        text = plain.ToString();
    }

    /// <returns>HTML of the whole text.</returns>
    public string Whole() => Html(0, text.Length);

    /// <returns>
    /// HTML of the part with the most found words: <see cref="Shortest"/> to <see cref="Longest"/> characters, cut
    /// between words where there are any.
    /// </returns>
    public string Best()
    {
        if (text.Length <= Longest)
        {
            return Whole();
        }

        // Two characters are left for the signs of what was cut away.
        var room = Longest - 2;
        var start = Starts(room).MaxBy(s => Found(s, s + room));
        start = Math.Min(start, text.Length - room);
        var end = start + room;
        if (start > 0)
        {
            var space = text.IndexOf(' ', start - 1, 25);
            start = space < 0 ? start : space + 1;
        }

        if (end < text.Length)
        {
            var space = text.LastIndexOf(' ', end, 25);
            end = space < 0 ? end : space;
        }

        start += start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        end -= end < text.Length && char.IsLowSurrogate(text[end]) ? 1 : 0;
        return (start > 0 ? "…" : "") + Html(start, end) + (end < text.Length ? "…" : "");
    }

    // The beginning, and a little before each found word.
    private IEnumerable<int> Starts(int room)
    {
        yield return 0;
        for (var n = 1; n < text.Length; n++)
        {
            if (marks[n] && !marks[n - 1] && n > room / 3)
            {
                yield return n - (room / 3);
            }
        }
    }

    private int Found(int from, int to)
    {
        var count = 0;
        for (var n = from; n < Math.Min(to, text.Length); n++)
        {
            count += marks[n] && (n == 0 || !marks[n - 1]) ? 1 : 0;
        }

        return count;
    }

    private string Html(int from, int to)
    {
        var html = new StringBuilder();
        while (from < to)
        {
            var end = from;
            while (end < to && marks[end] == marks[from])
            {
                end++;
            }

            var part = WebUtility.HtmlEncode(text[from..end]);
            html.Append(marks[from] ? $"<mark>{part}</mark>" : part);
            from = end;
        }

        return html.ToString();
    }
}
