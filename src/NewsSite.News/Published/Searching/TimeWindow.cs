using System.Globalization;

namespace NewsSite.News.Published.Searching;

/// <summary>A stretch of time in which a search looks.</summary>
/// <param name="Words">Its months or years as words of the search index; none for all time.</param>
/// <param name="Start">Its first day; of the last one, any.</param>
/// <param name="IsLast">Nothing older is left to look through.</param>
internal sealed record TimeWindow(IReadOnlyList<string> Words, DateOnly Start, bool IsLast)
{
    /// <summary>
    /// Windows that all end with <paramref name="newest"/>, each several times as long as the one before. So a search
    /// for the newest matches reads about as many stories for a common word as for a rare one.
    /// </summary>
    /// <param name="oldest">The windows need not reach further back; null for the whole archive.</param>
    public static IEnumerable<TimeWindow> Back(DateTimeOffset newest, DateTimeOffset? oldest)
    {
        var last = Month(newest);
        var year = new DateOnly(last.Year, 1, 1);
        var end = oldest is { } bound ? Month(bound) : (DateOnly?)null;
        foreach (var start in new[] { last, last.AddMonths(-3), year.AddYears(-1), year.AddYears(-5) })
        {
            if (start <= end)
            {
                break;
            }

            yield return new TimeWindow(Between(start, last), start, IsLast: false);
        }

        yield return new TimeWindow(
            end is { } first ? Between(first, last) : [],
            end ?? DateOnly.MinValue,
            IsLast: true
        );
    }

    private static List<string> Between(DateOnly first, DateOnly last)
    {
        var words = new List<string>();
        if (first.AddMonths(12) > last)
        {
            for (var month = first; month <= last; month = month.AddMonths(1))
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"~m{month:yyyyMM}"));
            }
        }
        else
        {
            for (var year = first.Year; year <= last.Year; year++)
            {
                words.Add(string.Create(CultureInfo.InvariantCulture, $"~y{year:0000}"));
            }
        }

        return words;
    }

    private static DateOnly Month(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);
}
