namespace NewsSite.News.Differences;

internal enum PairKind
{
    Same,

    /// <summary>Rewritten: many words are the same.</summary>
    Changed,

    /// <summary>Another text in the same place.</summary>
    Replaced,
    Removed,
    Added,

    /// <summary>Removed here, and added to the letter elsewhere.</summary>
    MovedAway,
    MovedHere,
}

/// <summary>A block's place before and after; -1 where it is not.</summary>
internal readonly record struct Pair(PairKind Kind, int Before, int After);

/// <summary>Which block became which: first by their text, then, in between, by the words that they share.</summary>
internal static class BlockPairs
{
    // Blocks with so much of their words in common, of 1, are one block that was rewritten.
    private const double Likeness = 0.4;

    // So many blocks at a time are compared each with each.
    private const int ChunkSize = 64;

    /// <returns>All blocks in the order of both texts.</returns>
    public static List<Pair> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var match = Alignment.Match(before, after);
        return new Pairing(before, after, match).Run();
    }

    private sealed class Pairing
    {
        private readonly IReadOnlyList<string> before;
        private readonly IReadOnlyList<string> after;
        private readonly int[] match;
        private readonly bool[] movedAway;
        private readonly bool[] movedHere;
        private readonly List<Pair> pairs = [];
        private readonly Dictionary<string, int> wordIds = new(StringComparer.Ordinal);

        public Pairing(IReadOnlyList<string> before, IReadOnlyList<string> after, int[] match)
        {
            (this.before, this.after, this.match) = (before, after, match);
            (movedAway, movedHere) = (new bool[before.Count], new bool[after.Count]);
            var kept = match.Where(j => j >= 0).ToHashSet();
            var added = Enumerable
                .Range(0, after.Count)
                .Where(j => !kept.Contains(j))
                .GroupBy(j => after[j], StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => new Queue<int>(g), StringComparer.Ordinal);
            for (var i = 0; i < match.Length; i++)
            {
                if (match[i] < 0 && added.TryGetValue(before[i], out var places) && places.TryDequeue(out var j))
                {
                    movedAway[i] = movedHere[j] = true;
                }
            }
        }

        public List<Pair> Run()
        {
            var (i, j) = (0, 0);
            for (var n = 0; n < match.Length; n++)
            {
                if (match[n] >= 0)
                {
                    Between(i, n, j, match[n]);
                    pairs.Add(new Pair(PairKind.Same, n, match[n]));
                    (i, j) = (n + 1, match[n] + 1);
                }
            }

            Between(i, before.Count, j, after.Count);
            return pairs;
        }

        private void Between(int i, int iEnd, int j, int jEnd)
        {
            var chunks = Math.Max(1, (Math.Max(iEnd - i, jEnd - j) + ChunkSize - 1) / ChunkSize);
            var (left, right) = (i, j);
            for (var n = 1; n <= chunks; n++)
            {
                var leftEnd = i + (int)((long)(iEnd - i) * n / chunks);
                var rightEnd = j + (int)((long)(jEnd - j) * n / chunks);
                Chunk(left, leftEnd, right, rightEnd);
                (left, right) = (leftEnd, rightEnd);
            }
        }

        private void Chunk(int i, int iEnd, int j, int jEnd)
        {
            var removed = Enumerable.Range(i, iEnd - i).Where(n => !movedAway[n]).ToList();
            var added = Enumerable.Range(j, jEnd - j).Where(n => !movedHere[n]).ToList();
            foreach (var (x, y) in Alike(removed, added))
            {
                Rest(i, x, j, y);
                pairs.Add(new Pair(PairKind.Changed, x, y));
                (i, j) = (x + 1, y + 1);
            }

            Rest(i, iEnd, j, jEnd);
        }

        private void Rest(int i, int iEnd, int j, int jEnd)
        {
            var removed = Enumerable.Range(i, iEnd - i).Count(n => !movedAway[n]);
            var added = Enumerable.Range(j, jEnd - j).Count(n => !movedHere[n]);
            while (i < iEnd || j < jEnd)
            {
                if (i < iEnd && movedAway[i])
                {
                    pairs.Add(new Pair(PairKind.MovedAway, i++, -1));
                }
                else if (j < jEnd && movedHere[j])
                {
                    pairs.Add(new Pair(PairKind.MovedHere, -1, j++));
                }
                else if (removed == added)
                {
                    pairs.Add(new Pair(PairKind.Replaced, i++, j++));
                }
                else if (i < iEnd)
                {
                    pairs.Add(new Pair(PairKind.Removed, i++, -1));
                }
                else
                {
                    pairs.Add(new Pair(PairKind.Added, -1, j++));
                }
            }
        }

        /// <returns>Pairs in rising order, chosen so that they have the most in common together.</returns>
        private List<(int Before, int After)> Alike(List<int> removed, List<int> added)
        {
            var left = removed.ConvertAll(n => WordsOf(before[n]));
            var right = added.ConvertAll(n => WordsOf(after[n]));
            var best = new double[removed.Count + 1, added.Count + 1];
            var likeness = new double[removed.Count, added.Count];
            for (var x = removed.Count - 1; x >= 0; x--)
            {
                for (var y = added.Count - 1; y >= 0; y--)
                {
                    var alike = likeness[x, y] = Common(left[x], right[y]);
                    var apart = Math.Max(best[x + 1, y], best[x, y + 1]);
                    best[x, y] = alike >= Likeness ? Math.Max(apart, best[x + 1, y + 1] + alike) : apart;
                }
            }

            var found = new List<(int, int)>();
            for (int x = 0, y = 0; x < removed.Count && y < added.Count; )
            {
                if (likeness[x, y] >= Likeness && best[x, y] == best[x + 1, y + 1] + likeness[x, y])
                {
                    found.Add((removed[x++], added[y++]));
                }
                else if (best[x + 1, y] >= best[x, y + 1])
                {
                    x++;
                }
                else
                {
                    y++;
                }
            }

            return found;
        }

        private int[] WordsOf(string text)
        {
            var ids = new List<int>();
            foreach (var word in Words.Split(text).Where(word => char.IsLetterOrDigit(word[0])))
            {
                if (!wordIds.TryGetValue(word, out var id))
                {
                    wordIds.Add(word, id = wordIds.Count);
                }

                ids.Add(id);
            }

            ids.Sort();
            return [.. ids];
        }

        // The share of the words that both have, of 1. Both are sorted.
        private static double Common(int[] left, int[] right)
        {
            var common = 0;
            for (int x = 0, y = 0; x < left.Length && y < right.Length; )
            {
                var order = left[x].CompareTo(right[y]);
                common += order == 0 ? 1 : 0;
                x += order <= 0 ? 1 : 0;
                y += order >= 0 ? 1 : 0;
            }

            return left.Length + right.Length == 0 ? 0 : 2.0 * common / (left.Length + right.Length);
        }
    }
}
