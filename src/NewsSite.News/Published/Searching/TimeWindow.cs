using System.Globalization;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published.Searching;

/// <summary>A stretch of time that a search looks through, part by part.</summary>
/// <param name="Parts">Newest first; none overlaps another.</param>
/// <param name="Start">Its first day; of the last window, any.</param>
/// <param name="IsLast">Nothing older is left to look through.</param>
internal sealed record TimeWindow(IReadOnlyList<TimePart> Parts, DateOnly Start, bool IsLast)
{
    private const int Weeks = 2;
    private const int Days = 7;
    private const int Months = 6;
    private const int Years = 5;

    /// <summary>
    /// Goes back in time: two weeks, months, years, all the rest. A search for the newest matches ends within a part of them, and so
    /// reads about as many stories for a common word as for a rare one.
    /// </summary>
    /// <param name="newest">Where it begins.</param>
    /// <param name="oldest">The windows need not reach further back; null for the whole archive, whose last part is all time.</param>
    public static IEnumerable<TimeWindow> Back(DateTimeOffset newest, DateTimeOffset? oldest)
    {
        var end = oldest is { } bound ? DateOnly.FromDateTime(bound.UtcDateTime) : DateOnly.MinValue;
        var after = DateOnly.FromDateTime(newest.UtcDateTime).AddDays(1);
        foreach (var parts in new Func<DateOnly, IEnumerable<TimePart>>[] { Recent, Older, Rest })
        {
            TimePart[] within = [.. parts(after).TakeWhile(part => part.Until > end)];
            after = within[^1].Start;
            yield return new TimeWindow(within, after, after <= end);
            if (after <= end)
            {
                yield break;
            }
        }
    }

    private static IEnumerable<TimePart> Recent(DateOnly until)
    {
        for (
            var n = 0;
            n < Weeks && until.AddDays(-Days) >= PublishedArticle.DaysSince;
            n++, until = until.AddDays(-Days)
        )
        {
            var (start, days) = (until.AddDays(-Days), Enumerable.Range(0, Days));
            yield return new TimePart([.. days.Select(d => Word("'~d'yyyyMMdd", start.AddDays(d)))], start, until);
        }

        // A part of a month is looked through by the word of the whole.
        for (var n = 0; n < Months; n++)
        {
            var start = new DateOnly(until.AddDays(-1).Year, until.AddDays(-1).Month, 1);
            yield return new TimePart([Word("'~m'yyyyMM", start)], start, until);
            until = start;
        }
    }

    private static IEnumerable<TimePart> Older(DateOnly until)
    {
        for (var n = 0; n < Years; n++)
        {
            var start = new DateOnly(until.AddDays(-1).Year, 1, 1);
            yield return new TimePart([Word("'~y'yyyy", start)], start, until);
            until = start;
        }
    }

    private static IEnumerable<TimePart> Rest(DateOnly until) => [new([], DateOnly.MinValue, until)];

    private static string Word(string format, DateOnly day) => day.ToString(format, CultureInfo.InvariantCulture);
}

/// <param name="Words">Any of them stands in every story of the part, and in the index; none where the part is all time before its end.</param>
/// <param name="Start">The first day, in UTC.</param>
/// <param name="Until">The day after the last.</param>
internal sealed record TimePart(IReadOnlyList<string> Words, DateOnly Start, DateOnly Until)
{
    /// <summary>The moment before which it ends.</summary>
    public DateTimeOffset End => new(Until.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
