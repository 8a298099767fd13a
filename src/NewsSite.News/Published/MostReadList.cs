using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>What is read most: counted over the last day, without knowing who reads.</summary>
public sealed class MostReadList(PublishedDb db)
{
    // Fewer are no list.
    private const int Least = 5;

    /// <param name="count">At most 10.</param>
    /// <param name="shown">Stories that stand on the page already.</param>
    /// <returns>Most read first; empty where fewer than five qualify.</returns>
    public async Task<IReadOnlyList<StoryCard>> TopAsync(
        int count,
        IReadOnlyCollection<long> shown,
        CancellationToken cancel
    )
    {
        var ids = await db
            .MostRead.Where(m => !shown.Contains(m.ArticleId))
            .OrderBy(m => m.Position)
            .Select(m => m.ArticleId)
            .Take(count)
            .ToListAsync(cancel);
        var stories = await db.CardsAsync(ids, cancel);
        return stories.Count >= Math.Min(Least, count) ? stories : [];
    }
}
