using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Authors;

/// <summary>An author in the admins' list.</summary>
/// <param name="Stories">That readers see; <see cref="AuthorShelf.Counted"/> and one for any number above.</param>
/// <param name="Account">Whose it is; null for a guest, a desk or an agency.</param>
/// <param name="HasLeft">The account is shut.</param>
public sealed record AuthorLine(
    long Id,
    string Name,
    string Slug,
    string? Role,
    int Stories,
    string? Account,
    bool HasLeft
);

/// <param name="Next">What to go on from; null on the last page.</param>
public sealed record AuthorsFound(IReadOnlyList<AuthorLine> Authors, string? Next);

/// <summary>The authors as admins look through them, by name. Each page is a walk of an index.</summary>
public sealed class AuthorShelf(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <summary>The most that is counted of one author in a list.</summary>
    public const int Counted = 100;

    /// <param name="words">Part of a name; null for all.</param>
    /// <param name="after">What <see cref="AuthorsFound.Next"/> gave.</param>
    public async Task<AuthorsFound> FindAsync(string? words, string? after, CancellationToken cancel)
    {
        var clean = words?.Replace("\0", "", StringComparison.Ordinal).Trim();
        var pattern = string.IsNullOrEmpty(clean) ? null : $"%{Like.Literal(clean)}%";
        var (name, last) = Place(after);
        var found = await db
            .Database.SqlQuery<AuthorLine>(
                $"""
                select a.id, a.name, a.slug, a.role, s.name as account, s.disabled_at is not null as has_left,
                    (select count(*) from (
                        select from site.article_byline where author_id = a.id limit {Counted + 1}) few)::int as stories
                from (
                    select * from newsroom.author
                    where (name, id) > ({name}, {last})
                        and ({pattern}::text is null or newsroom.folded(name) like newsroom.folded({pattern}))
                    order by name, id limit {PageSize + 1}
                ) a
                left join newsroom.staff_member s on s.id = a.staff_member_id
                order by a.name, a.id
                """
            )
            .ToListAsync(cancel);
        return found.Count > PageSize
            ? new(found[..PageSize], $"{found[PageSize - 1].Id}-{found[PageSize - 1].Name}")
            : new(found, null);
    }

    private static (string Name, long Id) Place(string? after)
    {
        var parts = (after ?? "").Replace("\0", "", StringComparison.Ordinal).Split('-', 2);
        return parts.Length == 2 && long.TryParse(parts[0], out var id) ? (parts[1], id) : ("", 0);
    }
}
