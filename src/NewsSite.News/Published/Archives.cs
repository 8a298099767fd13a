using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <param name="Number">Of the month in its year, or of the day in its month; from 1.</param>
/// <param name="Stories">One more than is counted where there are more than that.</param>
public sealed record ArchiveCount(int Number, int Stories);

/// <summary>The stories of one day, in the order of their hours.</summary>
/// <param name="Earlier">The nearest day before that has stories; null on the first.</param>
/// <param name="Later">The nearest day after; null on the last.</param>
public sealed record ArchiveDay(IReadOnlyList<StoryCard> Stories, DateOnly? Earlier, DateOnly? Later);

/// <param name="Years">Every year from the first story to the newest, newest first.</param>
/// <param name="Counts">The months of the year that have stories, or the days of the month.</param>
/// <param name="Day">Null where none was asked for.</param>
public sealed record ArchiveShelf(IReadOnlyList<int> Years, IReadOnlyList<ArchiveCount> Counts, ArchiveDay? Day);

/// <summary>The archive by the calendar of the newsroom's own time zone. Each question is a walk over the index of publication times.</summary>
public sealed class Archives(PublishedDb db)
{
    /// <summary>The most stories of a day that are listed, or counted.</summary>
    public const int DayLimit = 500;

    /// <summary>The most stories of a month that are counted.</summary>
    public const int MonthLimit = 5000;

    /// <param name="year">The newest, where it is left out.</param>
    /// <param name="month">Left out for the whole year.</param>
    /// <param name="day">Left out for the whole month.</param>
    public async Task<ArchiveShelf> ReadAsync(
        int? year,
        int? month,
        int? day,
        TimeZoneInfo zone,
        CancellationToken cancel
    )
    {
        if (year is null)
        {
            var years = (await ReadAsync([], 0, null, zone, cancel)).Years;
            return years is [var newest, ..] ? await ReadAsync(newest, null, null, zone, cancel) : new([], [], null);
        }

        var first = new DateOnly(year.Value, month ?? 1, 1);
        return month is null
            ? await ReadAsync([.. Enumerable.Range(0, 13).Select(first.AddMonths)], MonthLimit, null, zone, cancel)
            : await ReadAsync(
                [.. Enumerable.Range(0, DateTime.DaysInMonth(first.Year, first.Month) + 1).Select(first.AddDays)],
                DayLimit,
                day is { } number ? first.AddDays(number - 1) : null,
                zone,
                cancel
            );
    }

    // In one question. Counts go no further along the index than each number needs: whoever has a million stories pays for
    // some thousands.
    private async Task<ArchiveShelf> ReadAsync(
        DateOnly[] spans,
        int limit,
        DateOnly? day,
        TimeZoneInfo zone,
        CancellationToken cancel
    )
    {
        db.Shown.Add(Shown.Stories);
        var starts = Array.ConvertAll(spans, span => Start(span, zone));
        DateTimeOffset? begins = day is { } shown ? Start(shown, zone) : null;
        DateTimeOffset? ends = day?.AddDays(1) is { } next ? Start(next, zone) : null;
        var row = await db
            .Database.SqlQuery<Row>(
                $"""
                select
                    (select min(first_published_at) from site.article) as first,
                    (select max(first_published_at) from site.article) as last,
                    (select max(first_published_at) from site.article where first_published_at < {begins}) as earlier,
                    (select min(first_published_at) from site.article where first_published_at >= {ends}) as later,
                    array(
                        select id from site.article where first_published_at >= {begins} and first_published_at < {ends}
                        order by first_published_at, id limit {DayLimit}
                    ) as ids,
                    array(
                        select (
                            select count(*)::int from (
                                select from site.article
                                where first_published_at >= span.begins and first_published_at < span.ends
                                order by first_published_at limit {limit + 1}
                            ) found
                        )
                        from unnest({starts.SkipLast(1).ToArray()}, {starts.Skip(1).ToArray()})
                            with ordinality as span (begins, ends, number)
                        order by number
                    ) as counts
                """
            )
            .SingleAsync(cancel);
        var years = row is { First: { } oldest, Last: { } newest }
            ? Enumerable.Range(Day(oldest, zone).Year, Day(newest, zone).Year - Day(oldest, zone).Year + 1).Reverse()
            : [];
        return new(
            [.. years],
            [.. row.Counts.Select((stories, n) => new ArchiveCount(n + 1, stories)).Where(c => c.Stories > 0)],
            day is null
                ? null
                : new ArchiveDay(
                    await db.CardsAsync(row.Ids, cancel),
                    row.Earlier is { } earlier ? Day(earlier, zone) : null,
                    row.Later is { } later ? Day(later, zone) : null
                )
        );
    }

    private static DateOnly Day(DateTimeOffset at, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    // Midnight can be missing where clocks go forward at night; the day then begins at the first moment that exists.
    private static DateTimeOffset Start(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    private sealed record Row(
        DateTimeOffset? First,
        DateTimeOffset? Last,
        DateTimeOffset? Earlier,
        DateTimeOffset? Later,
        long[] Ids,
        int[] Counts
    );
}
