using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Readings;

/// <summary>Where readings are counted, by story and hour.</summary>
public sealed class ReadingBook(NewsroomDb db)
{
    /// <summary>Adds a batch of counts, in one statement.</summary>
    /// <param name="counts">Story and number of readings; what is no live story is left out.</param>
    /// <param name="at">Any moment of the hour that they are counted for.</param>
    public Task AddAsync(IReadOnlyDictionary<long, int> counts, DateTimeOffset at, CancellationToken cancel)
    {
        var utc = at.UtcDateTime;
        var hour = new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero);
        var (ids, numbers) = (counts.Keys.ToArray(), counts.Values.ToArray());
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.reading_count (article_id, hour, count)
            select id, {hour}, n from unnest({ids}, {numbers}) as counted(id, n)
            where exists (select from site.article a where a.id = counted.id) order by id
            on conflict (hour, article_id) do update set count = reading_count.count + excluded.count
            """,
            cancel
        );
    }
}
