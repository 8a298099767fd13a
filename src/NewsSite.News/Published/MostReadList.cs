using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>What is read most: counted over the last day, without knowing who reads.</summary>
public sealed class MostReadList(PublishedDb db)
{
    // Fewer are no list.
    private const int Least = 5;

    // A story that was withdrawn stays in the list until it is counted anew; it has no card, and this place of it is lost.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <param name="count">At most 10.</param>
    /// <param name="shown">Stories that stand on the page already.</param>
    /// <returns>Most read first; empty where fewer than five qualify.</returns>
    public async Task<IReadOnlyList<StoryCard>> TopAsync(
        int count,
        IReadOnlyCollection<long> shown,
        CancellationToken cancel
    ) => await db.CardsAsync(Top(await IdsAsync(cancel), count, shown), cancel);

    /// <summary>The whole list, most read first; there are never more than a few dozen.</summary>
    internal Task<IReadOnlyList<long>> IdsAsync(CancellationToken cancel) =>
        db.KnownAsync<IReadOnlyList<long>>(
            Shown.MostRead,
            async () =>
                await db
                    .MostRead.Where(m => db.Articles.Any(a => a.Id == m.ArticleId))
                    .OrderBy(m => m.Position)
                    .Select(m => m.ArticleId)
                    .ToListAsync(cancel),
            Longest
        );

    /// <inheritdoc cref="TopAsync"/>
    internal static IReadOnlyList<long> Top(IReadOnlyList<long> ids, int count, IReadOnlyCollection<long> shown)
    {
        var top = ids.Where(id => !shown.Contains(id)).Take(count).ToList();
        return top.Count >= Math.Min(Least, count) ? top : [];
    }
}
