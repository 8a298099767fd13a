using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Addresses;

/// <summary>A redirect in the admins' list.</summary>
public sealed record RedirectRow(
    long Id,
    string From,
    string? To,
    int Code,
    string Source,
    long Hits,
    DateTimeOffset? LastAt
);

/// <param name="Next">What to go on from; null on the last page.</param>
public sealed record RedirectsFound(IReadOnlyList<RedirectRow> Redirects, string? Next);

/// <summary>One that leads to an address that leads on.</summary>
/// <param name="To">Where that one leads.</param>
public sealed record RedirectChain(long Id, string From, string By, string? To);

/// <summary>The redirects as admins look through them. Every list is a walk of an index, and ends after one page.</summary>
public sealed class RedirectShelf(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <summary>How many one look for dead ends goes through; the next look goes on from there.</summary>
    public const int PerLook = 100;

    /// <summary>The most words that are looked for.</summary>
    public const int WordsLimit = 200;

    // Of fewer letters there are no trigrams: then only beginnings are looked for.
    private const int Trigram = 3;
    private const int ChainLimit = 100;

    /// <param name="words">Part of an address, at either end; null for all.</param>
    /// <param name="after">What <see cref="RedirectsFound.Next"/> gave.</param>
    /// <returns>By the address that leads on.</returns>
    public async Task<RedirectsFound> FindAsync(
        string? words,
        string? after,
        CancellationToken cancel,
        int count = PageSize
    )
    {
        var last = (after ?? "").Replace("\0", "", StringComparison.Ordinal);
        var clean = words?.Replace("\0", "", StringComparison.Ordinal).Trim().ToLowerInvariant() ?? "";
        var pattern = clean
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal);
        pattern = clean.Length < Trigram ? $"/{pattern.TrimStart('/')}%" : $"%{pattern}%";
        var rows = await db
            .Database.SqlQuery<RedirectRow>(
                $"""
                select r.id, r.from_address as "from", r.to_address as "to", r.code, r.source,
                    coalesce(u.hits, 0) as hits, u.last_at
                from newsroom.redirect r left join newsroom.redirect_use u on u.redirect_id = r.id
                where r.from_address ~>~ {last}
                    and ({clean} = '' or r.from_address like {pattern} or lower(r.to_address) like {pattern})
                order by r.from_address using ~<~ limit {count + 1}
                """
            )
            .ToListAsync(cancel);
        return rows.Count > count ? new(rows[..count], rows[count - 1].From) : new(rows, null);
    }

    public Task<RedirectRow?> FindAsync(long id, CancellationToken cancel) =>
        db
            .Database.SqlQuery<RedirectRow>(
                $"""
                select r.id, r.from_address as "from", r.to_address as "to", r.code, r.source,
                    coalesce(u.hits, 0) as hits, u.last_at
                from newsroom.redirect r left join newsroom.redirect_use u on u.redirect_id = r.id
                where r.id = {id}
                """
            )
            .SingleOrDefaultAsync(cancel);

    /// <summary>All of them, one after the other as they are read.</summary>
    public IAsyncEnumerable<RedirectRow> All() =>
        db
            .Database.SqlQuery<RedirectRow>(
                $"""
                select r.id, r.from_address as "from", r.to_address as "to", r.code, r.source,
                    coalesce(u.hits, 0) as hits, u.last_at
                from newsroom.redirect r left join newsroom.redirect_use u on u.redirect_id = r.id
                order by r.from_address using ~<~
                """
            )
            .AsAsyncEnumerable();

    /// <summary>Of the whole list: those that lead to one another. There are none, unless somebody wrote into the table.</summary>
    public Task<List<RedirectChain>> ChainsAsync(CancellationToken cancel) =>
        db
            .Database.SqlQuery<RedirectChain>(
                $"""
                select r.id, r.from_address as "from", n.from_address as by, n.to_address as "to"
                from newsroom.redirect r
                join newsroom.redirect n on n.from_address in (r.to_key, split_part(r.to_key, '?', 1))
                where n.code <> 410 and not exists (
                    select from newsroom.redirect e where e.from_address = r.to_key and e.id <> n.id
                )
                order by r.from_address limit {ChainLimit}
                """
            )
            .ToListAsync(cancel);
}
