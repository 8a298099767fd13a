using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Wire;

/// <summary>Which entries the tray shows.</summary>
public enum WireShelf
{
    /// <summary>Nobody took or hid them.</summary>
    New,
    Taken,
    Hidden,
    All,
}

/// <summary>An entry as a line of the tray.</summary>
public sealed record WireLine(
    long Id,
    string Source,
    string Headline,
    string? Summary,
    string? Remark,
    string? Byline,
    string? Language,
    string? Link,
    DateTimeOffset At,
    DateTimeOffset? ChangedAt,
    DateTimeOffset? EmbargoUntil,
    DateTimeOffset? KilledAt,
    DateTimeOffset? HiddenAt,
    string? HiddenByName,
    long? ArticleId,
    string? TakenByName,
    DateTimeOffset? TakenAt
);

/// <summary>What came in from the sources, for everybody in the newsroom.</summary>
public sealed class WireTray(NewsroomDb db, TimeProvider clock)
{
    public const int PageSize = 30;

    /// <summary>Entries that no source has had for so long go, unless somebody took them.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>The most rows of one source, without those that somebody took; the newest stay.</summary>
    public const int SourceLimit = 5000;

    /// <param name="sourceId">Null for all sources.</param>
    /// <param name="before">The last row already shown; null for the newest page.</param>
    /// <returns>The newest first; one more than <see cref="PageSize"/> where there are older ones.</returns>
    public Task<List<WireLine>> FindAsync(
        WireShelf shelf,
        long? sourceId,
        (DateTimeOffset At, long Id)? before,
        CancellationToken cancel
    )
    {
        var entries = shelf switch
        {
            WireShelf.New => db.WireEntries.Where(e => e.HiddenAt == null && e.ArticleId == null),
            WireShelf.Taken => db.WireEntries.Where(e => e.ArticleId != null),
            WireShelf.Hidden => db.WireEntries.Where(e => e.HiddenAt != null),
            _ => db.WireEntries,
        };
        if (sourceId is { } source)
        {
            entries = entries.Where(e => e.SourceId == source);
        }

        if (before is { } place)
        {
            entries = entries.Where(e =>
                EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(place.At, place.Id))
            );
        }

        return entries
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(PageSize + 1)
            .Join(db.WireSources, e => e.SourceId, s => s.Id, (e, s) => new { Entry = e, s.Name })
            .OrderByDescending(r => r.Entry.At)
            .ThenByDescending(r => r.Entry.Id)
            .Select(r => new WireLine(
                r.Entry.Id,
                r.Name,
                r.Entry.Headline,
                r.Entry.Summary,
                r.Entry.Remark,
                r.Entry.Byline,
                r.Entry.Language,
                r.Entry.Link,
                r.Entry.At,
                r.Entry.ChangedAt,
                r.Entry.EmbargoUntil,
                r.Entry.KilledAt,
                r.Entry.HiddenAt,
                r.Entry.HiddenByName,
                r.Entry.ArticleId,
                r.Entry.TakenByName,
                r.Entry.TakenAt
            ))
            .ToListAsync(cancel);
    }

    /// <summary>Puts an entry out of sight for everybody, or back. One that somebody took stays where it is.</summary>
    public Task HideAsync(long id, bool isHidden, Actor actor, CancellationToken cancel)
    {
        var at = isHidden ? clock.GetUtcNow() : (DateTimeOffset?)null;
        var by = isHidden ? actor.Name : null;
        return db
            .WireEntries.Where(e => e.Id == id && e.ArticleId == null && (e.HiddenAt != null) != isHidden)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.HiddenAt, at).SetProperty(x => x.HiddenByName, by), cancel);
    }

    /// <summary>Lets go of what is too old, or too much.</summary>
    /// <returns>How many rows went.</returns>
    public Task<int> SweepAsync(CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Kept;
        return db.Database.ExecuteSqlAsync(
            $"""
            delete from newsroom.wire_entry where article_id is null and (seen_at < {since} or id in (
                select id from (
                    select id, row_number() over (partition by source_id order by at desc, id desc) as number
                    from newsroom.wire_entry where article_id is null and seen_at >= {since}
                ) rows where number > {SourceLimit}
            ))
            """,
            cancel
        );
    }
}
