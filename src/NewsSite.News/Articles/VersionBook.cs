using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Articles;

/// <summary>A version in a list.</summary>
/// <param name="Words">Of its body.</param>
/// <param name="Change">How many words it has more than the version before it.</param>
public sealed record VersionLine(
    int Number,
    DateTimeOffset CreatedAt,
    string CreatedByName,
    string Reason,
    int Words,
    int Change
);

/// <summary>The versions of a story, to be looked up.</summary>
public sealed class VersionBook(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <returns>Newest first, up to a page of them.</returns>
    /// <param name="upTo">The highest number to list; null for all.</param>
    public async Task<IReadOnlyList<VersionLine>> ListAsync(long articleId, int? upTo, CancellationToken cancel)
    {
        var highest = upTo ?? int.MaxValue;

        // The database counts, so that a hundred long texts need not travel.
        return await db
            .Database.SqlQuery<VersionLine>(
                $"""
                select number, created_at, created_by_name, reason, words,
                    words - coalesce(lag(words) over (order by number), 0) as change
                from (
                    select number, created_at, created_by_name, reason, regexp_count(body, '\S+') as words
                    from newsroom.article_version
                    where article_id = {articleId} and number <= {highest}
                    order by number desc limit {PageSize + 1}
                ) v
                order by number desc limit {PageSize}
                """
            )
            .ToListAsync(cancel);
    }

    /// <returns>Null where there is no such version.</returns>
    public Task<ArticleVersion?> FindAsync(long articleId, int number, CancellationToken cancel) =>
        db
            .ArticleVersions.AsNoTracking()
            .SingleOrDefaultAsync(v => v.ArticleId == articleId && v.Number == number, cancel);
}
