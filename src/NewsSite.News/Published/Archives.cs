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

/// <summary>The archive by the calendar of the newsroom's own time zone. Each question is a walk over the index of publication times.</summary>
public sealed class Archives(PublishedDb db)
{
    /// <summary>The most stories that the page of one day lists.</summary>
    public const int DayLimit = 500;

    /// <summary>The most stories of a month that are counted.</summary>
    public const int MonthLimit = 5000;

    /// <returns>Every year from the first story to the newest, newest first.</returns>
    public async Task<IReadOnlyList<int>> YearsAsync(TimeZoneInfo zone, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        var first = await db.Articles.MinAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        var last = await db.Articles.MaxAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        if (first is null || last is null)
        {
            return [];
        }

        var (from, to) = (Day(first.Value, zone).Year, Day(last.Value, zone).Year);
        return [.. Enumerable.Range(from, to - from + 1).Reverse()];
    }

    /// <returns>The months of a year that have stories; of one with more than <see cref="MonthLimit"/>, one more than it.</returns>
    public Task<IReadOnlyList<ArchiveCount>> MonthsAsync(int year, TimeZoneInfo zone, CancellationToken cancel) =>
        CountAsync(
            [.. Enumerable.Range(1, 12).Select(month => new DateOnly(year, month, 1)), new DateOnly(year + 1, 1, 1)],
            MonthLimit,
            zone,
            cancel
        );

    /// <returns>The days of a month that have stories; of one with more than <see cref="DayLimit"/>, one more than it.</returns>
    /// <param name="month">Any day of it.</param>
    public Task<IReadOnlyList<ArchiveCount>> DaysAsync(DateOnly month, TimeZoneInfo zone, CancellationToken cancel)
    {
        var first = new DateOnly(month.Year, month.Month, 1);
        var days = DateTime.DaysInMonth(month.Year, month.Month);
        return CountAsync([.. Enumerable.Range(0, days + 1).Select(first.AddDays)], DayLimit, zone, cancel);
    }

    /// <summary>What went out on one day, and the days beside it.</summary>
    public async Task<ArchiveDay> OnAsync(DateOnly day, TimeZoneInfo zone, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        var (start, end) = (Start(day, zone), Start(day.AddDays(1), zone));
        var ids = await db
            .Articles.Where(a => a.FirstPublishedAt >= start && a.FirstPublishedAt < end)
            .OrderBy(a => a.FirstPublishedAt)
            .ThenBy(a => a.Id)
            .Select(a => a.Id)
            .Take(DayLimit)
            .ToListAsync(cancel);
        var earlier = await db
            .Articles.Where(a => a.FirstPublishedAt < start)
            .MaxAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        var later = await db
            .Articles.Where(a => a.FirstPublishedAt >= end)
            .MinAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        return new ArchiveDay(
            await db.CardsAsync(ids, cancel),
            earlier is { } e ? Day(e, zone) : null,
            later is { } l ? Day(l, zone) : null
        );
    }

    // No further along the index than each number needs: whoever has a million stories pays for some thousands.
    private async Task<IReadOnlyList<ArchiveCount>> CountAsync(
        DateOnly[] days,
        int limit,
        TimeZoneInfo zone,
        CancellationToken cancel
    )
    {
        db.Shown.Add(Shown.Stories);
        var starts = Array.ConvertAll(days, day => Start(day, zone));
        return await db
            .Database.SqlQuery<ArchiveCount>(
                $"""
                select number::int, stories from
                    unnest({starts[..^1]}, {starts[1..]}) with ordinality as span (begins, ends, number),
                    lateral (
                        select count(*)::int as stories from (
                            select from site.article where first_published_at >= begins and first_published_at < ends
                            order by first_published_at limit {limit + 1}
                        ) found
                    ) counted
                where stories > 0 order by number
                """
            )
            .ToListAsync(cancel);
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
}
