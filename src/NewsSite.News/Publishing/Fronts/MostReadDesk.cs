using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Publishing.Fronts;

/// <summary>Makes the list of what is read most, from the counts of the last day.</summary>
public sealed class MostReadDesk(NewsroomDb db, TimeProvider clock)
{
    // Deep enough to fill a list of ten on a page that shows twenty of them already.
    private const int Places = 30;
    private static readonly TimeSpan Counted = TimeSpan.FromHours(24);
    private static readonly TimeSpan TooOld = TimeSpan.FromDays(30);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(3);

    /// <summary>Writes the list anew, in one transaction, and forgets counts that no list needs any more.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        await db.ReadingCounts.Where(r => r.Hour < now - Kept).ExecuteDeleteAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(db, now, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Carries the list into <c>site</c>, inside the caller's transaction.</summary>
    internal static Task ProjectAsync(NewsroomDb db, DateTimeOffset now, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from site.most_read;
            insert into site.most_read (position, article_id)
            select row_number() over (order by sum(r.count) desc, a.first_published_at desc, a.id), a.id
            from newsroom.reading_count r join site.article a on a.id = r.article_id
            where r.hour >= {now - Counted} and a.first_published_at > {now - TooOld}
            group by a.id, a.first_published_at
            order by 1
            limit {Places};
            """,
            cancel
        );
}
