using System.Globalization;

namespace NewsSite.News.Published.Searching;

/// <summary>A stretch of time in which a search looks.</summary>
/// <param name="Words">Its months and years as words of the search index; none for all time.</param>
/// <param name="Start">Its first day; of the last one, any.</param>
/// <param name="IsLast">Nothing older is left to look through.</param>
internal sealed record TimeWindow(IReadOnlyList<string> Words, DateOnly Start, bool IsLast)
{
    /// <summary>
    /// Windows that follow each other back in time, each longer than the one before. So a search for the newest matches reads
    /// about as many stories for a common word as for a rare one, and none twice.
    /// </summary>
    /// <param name="oldest">The windows need not reach further back; null for the whole archive, whose last window is all time.</param>
    public static IEnumerable<TimeWindow> Back(DateTimeOffset newest, DateTimeOffset? oldest)
    {
        var last = Month(newest);
        var year = new DateOnly(last.Year, 1, 1);
        var (end, after) = (oldest is { } bound ? Month(bound) : (DateOnly?)null, last.AddMonths(1));
        DateOnly[] starts = [last, last.AddMonths(-3), last.AddMonths(-9), year.AddYears(-1), year.AddYears(-5)];
        foreach (var start in starts.Where(s => s < after))
        {
            if (start <= end)
            {
                break;
            }

            yield return new TimeWindow(Between(start, after), start, IsLast: false);
            after = start;
        }

        yield return new TimeWindow(
            end is { } first ? Between(first, after) : [],
            end ?? DateOnly.MinValue,
            IsLast: true
        );
    }

    // Whole years by their own word.
    private static List<string> Between(DateOnly first, DateOnly after)
    {
        var words = new List<string>();
        for (var month = first; month < after; )
        {
            var isYear = month.Month == 1 && month.AddYears(1) <= after;
            words.Add(month.ToString(isYear ? "'~y'yyyy" : "'~m'yyyyMM", CultureInfo.InvariantCulture));
            month = isYear ? month.AddYears(1) : month.AddMonths(1);
        }

        return words;
    }

    private static DateOnly Month(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);
}
