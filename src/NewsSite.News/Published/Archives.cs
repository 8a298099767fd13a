using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <param name="Number">Of the month in its year, or of the day in its month; from 1.</param>
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

    /// <returns>The months of a year that have stories.</returns>
    public async Task<IReadOnlyList<ArchiveCount>> MonthsAsync(int year, TimeZoneInfo zone, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return await db
            .Database.SqlQuery<ArchiveCount>(
                $"""
                select extract(month from first_published_at at time zone {zone.Id})::int as number, count(*)::int as stories
                from site.article
                where first_published_at >= {Start(new DateOnly(year, 1, 1), zone)}
                  and first_published_at < {Start(new DateOnly(year + 1, 1, 1), zone)}
                group by 1 order by 1
                """
            )
            .ToListAsync(cancel);
    }

    /// <returns>The days of a month that have stories.</returns>
    /// <param name="month">Any day of it.</param>
    public async Task<IReadOnlyList<ArchiveCount>> DaysAsync(
        DateOnly month,
        TimeZoneInfo zone,
        CancellationToken cancel
    )
    {
        db.Shown.Add(Shown.Stories);
        var first = new DateOnly(month.Year, month.Month, 1);
        return await db
            .Database.SqlQuery<ArchiveCount>(
                $"""
                select extract(day from first_published_at at time zone {zone.Id})::int as number, count(*)::int as stories
                from site.article
                where first_published_at >= {Start(first, zone)} and first_published_at < {Start(
                    first.AddMonths(1),
                    zone
                )}
                group by 1 order by 1
                """
            )
            .ToListAsync(cancel);
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
