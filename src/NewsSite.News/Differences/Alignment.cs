namespace NewsSite.News.Differences;

/// <summary>Which places of two sequences belong together: Myers' shortest edit, with a bound on what it may cost.</summary>
internal static class Alignment
{
    // The shortest edit is looked for up to so many single edits; a search costs at most their square, in time and space.
    private const int EditLimit = 400;

    // Beyond, what occurs once on both sides is held fast and the rest looked at in between; and so on, so many times.
    private const int DepthLimit = 3;

    /// <returns>For each place of <paramref name="before"/> its place in <paramref name="after"/>, rising, or -1.</returns>
    public static int[] Match(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var match = new int[before.Count];
        Array.Fill(match, -1);
        new Search(Ids(before, ids), Ids(after, ids), match).Run(0, before.Count, 0, after.Count, DepthLimit);
        return match;
    }

    private static int[] Ids(IReadOnlyList<string> texts, Dictionary<string, int> known)
    {
        var ids = new int[texts.Count];
        for (var n = 0; n < ids.Length; n++)
        {
            if (!known.TryGetValue(texts[n], out ids[n]))
            {
                known.Add(texts[n], ids[n] = known.Count);
            }
        }

        return ids;
    }

    private sealed class Search(int[] before, int[] after, int[] match)
    {
        public void Run(int a, int aEnd, int b, int bEnd, int depth)
        {
            while (a < aEnd && b < bEnd && before[a] == after[b])
            {
                match[a++] = b++;
            }

            while (aEnd > a && bEnd > b && before[aEnd - 1] == after[bEnd - 1])
            {
                match[--aEnd] = --bEnd;
            }

            if (a == aEnd || b == bEnd || TryShortest(a, aEnd, b, bEnd) || depth == 0)
            {
                return;
            }

            var anchors = Anchors(a, aEnd, b, bEnd);
            if (anchors.Count == 0)
            {
                return;
            }

            foreach (var (x, y) in anchors)
            {
                Run(a, x, b, y, depth - 1);
                match[x] = y;
                (a, b) = (x + 1, y + 1);
            }

            Run(a, aEnd, b, bEnd, depth - 1);
        }

        private bool TryShortest(int a, int aEnd, int b, int bEnd)
        {
            var (n, m) = (aEnd - a, bEnd - b);
            var limit = Math.Min(n + m, EditLimit);
            if (Math.Abs(n - m) > limit)
            {
                return false;
            }

            // furthest[k]: how far down diagonal k one comes with the edits so far.
            var zero = limit + 1;
            var furthest = new int[(2 * limit) + 3];
            var rounds = new List<int[]>();
            for (var edits = 0; edits <= limit; edits++)
            {
                rounds.Add(furthest[(zero - edits - 1)..(zero + edits + 2)]);
                for (var k = -edits; k <= edits; k += 2)
                {
                    var isDown = IsDown(furthest, zero, k, edits);
                    var x = isDown ? furthest[zero + k + 1] : furthest[zero + k - 1] + 1;
                    while (x < n && x - k < m && before[a + x] == after[b + x - k])
                    {
                        x++;
                    }

                    furthest[zero + k] = x;
                    if (k == n - m && x >= n)
                    {
                        WalkBack(rounds, a, b, n, m);
                        return true;
                    }
                }
            }

            return false;
        }

        private void WalkBack(List<int[]> rounds, int a, int b, int x, int y)
        {
            for (var edits = rounds.Count - 1; edits >= 0; edits--)
            {
                var (round, zero, k) = (rounds[edits], edits + 1, x - y);
                var from = IsDown(round, zero, k, edits) ? k + 1 : k - 1;
                var (fromX, fromY) = (round[zero + from], round[zero + from] - from);
                while (x > fromX && y > fromY && x > 0 && y > 0)
                {
                    match[a + --x] = b + --y;
                }

                (x, y) = (fromX, fromY);
            }
        }

        private static bool IsDown(int[] furthest, int zero, int k, int edits) =>
            k == -edits || (k != edits && furthest[zero + k - 1] < furthest[zero + k + 1]);

        /// <returns>The longest rising row of places whose values occur once on either side.</returns>
        private List<(int Before, int After)> Anchors(int a, int aEnd, int b, int bEnd)
        {
            var (left, right) = (Once(before, a, aEnd), Once(after, b, bEnd));
            var pairs = left.Where(l => l.Value >= 0 && right.GetValueOrDefault(l.Key, -1) >= 0)
                .Select(l => (Before: l.Value, After: right[l.Key]))
                .OrderBy(p => p.Before)
                .ToList();
            var ends = new List<int>();
            var previous = new int[pairs.Count];
            for (var n = 0; n < pairs.Count; n++)
            {
                var place = ends.BinarySearch(
                    n,
                    Comparer<int>.Create((x, y) => pairs[x].After.CompareTo(pairs[y].After))
                );
                place = place < 0 ? ~place : place;
                previous[n] = place == 0 ? -1 : ends[place - 1];
                if (place == ends.Count)
                {
                    ends.Add(n);
                }
                else
                {
                    ends[place] = n;
                }
            }

            var row = new List<(int, int)>();
            for (var n = ends.Count == 0 ? -1 : ends[^1]; n >= 0; n = previous[n])
            {
                row.Add(pairs[n]);
            }

            row.Reverse();
            return row;
        }

        // The place of each value that occurs once; -1 for the others.
        private static Dictionary<int, int> Once(int[] values, int start, int end)
        {
            var places = new Dictionary<int, int>();
            for (var n = start; n < end; n++)
            {
                if (!places.TryAdd(values[n], n))
                {
                    places[values[n]] = -1;
                }
            }

            return places;
        }
    }
}
