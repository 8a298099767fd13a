using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Addresses;

/// <summary>How often an address was asked for in vain since the last count.</summary>
/// <param name="Referrer">See <see cref="MissingAddress.Referrer"/>.</param>
public sealed record Missed(int Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, string? Referrer);

/// <summary>Where it is counted how often redirects are used, and what is asked for and not found.</summary>
public sealed class AddressCounts(NewsroomDb db)
{
    /// <summary>So many addresses are remembered: those that are asked for most.</summary>
    public const int Most = 2000;

    /// <summary>And for so long after somebody last asked.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    /// <summary>Adds a batch, in one statement.</summary>
    /// <param name="hits">By the redirect's id; one that is gone by now is left out.</param>
    public Task AddHitsAsync(
        IReadOnlyDictionary<long, (int Count, DateTimeOffset LastAt)> hits,
        CancellationToken cancel
    )
    {
        var ids = hits.Keys.ToArray();
        var counts = hits.Values.Select(h => h.Count).ToArray();
        var times = hits.Values.Select(h => h.LastAt.ToUniversalTime()).ToArray();

        // In one order, so that two servers never wait for each other in a circle.
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.redirect_use as u (redirect_id, hits, last_at)
            select id, n, at from unnest({ids}, {counts}, {times}) as counted (id, n, at)
            where exists (select from newsroom.redirect r where r.id = counted.id) order by id
            on conflict (redirect_id) do update
                set hits = u.hits + excluded.hits, last_at = greatest(u.last_at, excluded.last_at)
            """,
            cancel
        );
    }

    /// <summary>Adds a batch, and forgets what is old or asked for least.</summary>
    /// <param name="missed">By address, as <see cref="AskedAddress"/> writes it.</param>
    public async Task AddMissedAsync(
        IReadOnlyDictionary<string, Missed> missed,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var addresses = missed.Keys.ToArray();
        var counts = missed.Values.Select(m => m.Count).ToArray();
        var first = missed.Values.Select(m => m.FirstAt.ToUniversalTime()).ToArray();
        var last = missed.Values.Select(m => m.LastAt.ToUniversalTime()).ToArray();
        var referrers = missed.Values.Select(m => m.Referrer).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.missing_address as m (address, count, first_at, last_at, referrer)
            select address, n, first_at, last_at, referrer
            from unnest({addresses}, {counts}, {first}, {last}, {referrers})
                as counted (address, n, first_at, last_at, referrer)
            where not exists (select from newsroom.redirect r where r.from_address = counted.address)
            order by address
            on conflict (address) do update set count = m.count + excluded.count,
                last_at = greatest(m.last_at, excluded.last_at), referrer = coalesce(excluded.referrer, m.referrer)
            """,
            cancel
        );
        var old = (now - Remembered).ToUniversalTime();
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from newsroom.missing_address where id in (
                select id from newsroom.missing_address where last_at < {old}
                union all
                (select id from newsroom.missing_address where last_at >= {old} order by count desc, last_at desc, id offset {Most})
            )
            """,
            cancel
        );
    }
}
