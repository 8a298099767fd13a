using System.Text.RegularExpressions;

namespace NewsSite.News.Publishing.Checks;

/// <summary>One name, spelt two ways.</summary>
internal static partial class NameRules
{
    private const int Shortest = 5;
    private const int LongName = 8;

    // What makes another word of a name, not another spelling: Russia and Russian, Alps and Alpine.
    private static readonly string[] Endings =
    [
        "s",
        "n",
        "ns",
        "an",
        "ans",
        "ian",
        "ians",
        "ish",
        "ese",
        "es",
        "er",
        "ers",
        "ly",
        "ed",
        "ing",
        "al",
        "ic",
        "ist",
        "ists",
        "ism",
        "e",
        "d",
        "ity",
        "a",
        "ia",
    ];

    public static IReadOnlyList<CheckRule> Rules { get; } =
    [new("Two spellings", CheckLevel.Warn, StoryField.Body, "Each name is spelt one way", Find)];

    private static IEnumerable<Finding> Find(CheckedStory story)
    {
        var all = story.Own.Append(story.Content.Headline).Append(story.Content.Standfirst ?? "").ToList();
        var common = all.SelectMany(p => Word().Matches(p))
            .Select(m => m.Value)
            .Where(w => char.IsLower(w[0]))
            .ToHashSet();
        var names = all.SelectMany(p => Word().Matches(p))
            .Select(m => m.Value)
            .Where(w => char.IsUpper(w[0]) && w.Length >= Shortest && !common.Contains(w.ToLowerInvariant()))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return from n in Enumerable.Range(0, names.Count)
            from other in names.Skip(n + 1)
            where other[0] == names[n][0] && IsOther(names[n], other)
            select new Finding($"Is it “{names[n]}” or “{other}”?", $"{names[n]}, {other}");
    }

    private static bool IsOther(string one, string other)
    {
        var (brief, full) = one.Length <= other.Length ? (one, other) : (other, one);
        var limit = brief.Length >= LongName ? 2 : 1;
        if (full.Length - brief.Length > limit || IsInflected(brief, full))
        {
            return false;
        }

        return Distance(brief, full, limit) <= limit;
    }

    private static bool IsInflected(string brief, string full)
    {
        var same = brief.Zip(full).TakeWhile(p => p.First == p.Second).Count();
        return same >= brief.Length - 2
            && (same == brief.Length || Endings.Contains(brief[same..]))
            && Endings.Contains(full[same..]);
    }

    /// <returns>How many letters must be changed, added or left out; more than <paramref name="limit"/> is only "more".</returns>
    private static int Distance(string a, string b, int limit)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, least) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j - 1], above) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, least) = (above, Math.Min(least, row[j]));
            }

            if (least > limit)
            {
                return limit + 1;
            }
        }

        return row[b.Length];
    }

    [GeneratedRegex(@"\p{L}+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
