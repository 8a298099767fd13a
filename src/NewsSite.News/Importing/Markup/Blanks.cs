using System.Text;

namespace NewsSite.News.Importing.Markup;

/// <summary>Blanks and line ends between words.</summary>
internal static class Blanks
{
    public static bool IsGap(char letter) => char.IsWhiteSpace(letter) || letter == MarkdownText.Break;

    public static (string Lead, string Words, string Tail) Parts(string text)
    {
        var from = 0;
        while (from < text.Length && IsGap(text[from]))
        {
            from++;
        }

        var to = text.Length;
        while (to > from && IsGap(text[to - 1]))
        {
            to--;
        }

        return (text[..from], text[from..to], text[to..]);
    }

    // One blank where there were several, none at the ends and around line ends, and no more than one of those.
    public static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (letter == MarkdownText.Break)
            {
                while (tidy.Length > 0 && tidy[^1] is ' ' or '\u00A0')
                {
                    tidy.Length--;
                }

                if (tidy.Length > 0 && tidy[^1] != MarkdownText.Break)
                {
                    tidy.Append(letter);
                }
            }
            else if (letter != ' ' || (tidy.Length > 0 && tidy[^1] is not (' ' or MarkdownText.Break)))
            {
                tidy.Append(letter);
            }
        }

        return Parts(tidy.ToString()).Words;
    }

    public static int LongestRun(string text, char of)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == of ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
