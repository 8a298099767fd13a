using System.Globalization;
using System.Text;

namespace NewsSite.News.Differences;

public enum PieceKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of words that both texts have, or one of them.</summary>
public sealed record Piece(PieceKind Kind, string Text);

/// <summary>Differences by the word.</summary>
public static class Words
{
    /// <returns>The two texts as one: without what is added it is the first, without what is removed the second.</returns>
    public static IReadOnlyList<Piece> Between(string before, string after)
    {
        var (left, right) = (Split(before), Split(after));
        var match = Alignment.Match(left, right);
        var pieces = new Pieces();
        var j = 0;
        for (var i = 0; i < left.Count; i++)
        {
            if (match[i] < 0)
            {
                pieces.Remove(left[i]);
                continue;
            }

            while (j < match[i])
            {
                pieces.Add(right[j++]);
            }

            pieces.Keep(left[i]);
            j++;
        }

        while (j < right.Count)
        {
            pieces.Add(right[j++]);
        }

        return pieces.End();
    }

    /// <returns>The first text as removed, the second as added: for texts that have nothing to do with each other.</returns>
    public static IReadOnlyList<Piece> Replaced(string before, string after)
    {
        Piece[] both = [new(PieceKind.Removed, before), new(PieceKind.Added, after)];
        return [.. both.Where(piece => piece.Text.Length > 0)];
    }

    /// <returns>Words, runs of white space, and single signs; together they are the text.</returns>
    internal static List<string> Split(string text)
    {
        var tokens = new List<string>();
        for (var start = 0; start < text.Length; )
        {
            var end = start + 1;
            if (char.IsWhiteSpace(text[start]))
            {
                while (end < text.Length && char.IsWhiteSpace(text[end]))
                {
                    end++;
                }
            }
            else if (IsInWord(text[start]))
            {
                while (
                    end < text.Length
                    && (
                        IsInWord(text[end])
                        || (text[end] is '\'' or '’' && end + 1 < text.Length && IsInWord(text[end + 1]))
                    )
                )
                {
                    end++;
                }
            }
            else
            {
                end = start + StringInfo.GetNextTextElementLength(text.AsSpan(start));
            }

            tokens.Add(text[start..end]);
            start = end;
        }

        return tokens;
    }

    // Chinese and Japanese put no spaces between words: there each sign stands alone. Korean does.
    private static bool IsInWord(char c) =>
        (char.IsLetterOrDigit(c) && c is < '\u2e80' or (>= '\uac00' and <= '\ud7ff'))
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private sealed class Pieces
    {
        private readonly List<Piece> done = [];
        private readonly StringBuilder removed = new();
        private readonly StringBuilder added = new();
        private readonly StringBuilder same = new();

        public void Remove(string token)
        {
            BeforeChange();
            removed.Append(token);
        }

        public void Add(string token)
        {
            BeforeChange();
            added.Append(token);
        }

        public void Keep(string token) => same.Append(token);

        public List<Piece> End()
        {
            Flush();
            return done;
        }

        private void BeforeChange()
        {
            if (same.Length == 0)
            {
                return;
            }

            // Two rewritten words with the old space between them read better as one change.
            if (removed.Length > 0 && added.Length > 0 && same.ToString().All(c => c == ' '))
            {
                removed.Append(same);
                added.Append(same);
                same.Clear();
            }
            else
            {
                Flush();
            }
        }

        private void Flush()
        {
            // A space that both end with is no change.
            while (removed.Length > 0 && added.Length > 0 && removed[^1] == ' ' && added[^1] == ' ')
            {
                removed.Length--;
                added.Length--;
                same.Insert(0, ' ');
            }

            Take(PieceKind.Removed, removed);
            Take(PieceKind.Added, added);
            Take(PieceKind.Same, same);
        }

        private void Take(PieceKind kind, StringBuilder text)
        {
            if (text.Length > 0)
            {
                done.Add(new Piece(kind, text.ToString()));
                text.Clear();
            }
        }
    }
}
