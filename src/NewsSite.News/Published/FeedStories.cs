using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>The newest stories of a list, whole, as feeds carry them. Each list is one index walk.</summary>
public sealed class FeedStories(PublishedDb db, Stories stories)
{
    /// <summary>How many a feed has at most.</summary>
    public const int Items = 30;

    public Task<IReadOnlyList<Story>> OfThePaperAsync(CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return WholeAsync(
            db.Articles.OrderByDescending(a => a.FirstPublishedAt).ThenByDescending(a => a.Id).Select(a => a.Id),
            cancel
        );
    }

    public Task<IReadOnlyList<Story>> InCategoryAsync(long categoryId, CancellationToken cancel)
    {
        db.Shown.Category(categoryId);
        return WholeAsync(
            db.Filings.Where(f => f.CategoryId == categoryId)
                .OrderByDescending(f => f.FirstPublishedAt)
                .ThenByDescending(f => f.ArticleId)
                .Select(f => f.ArticleId),
            cancel
        );
    }

    /// <param name="keys">At most <see cref="Items"/>, in the order of the feed.</param>
    public Task<IReadOnlyList<Story>> OfAsync(IReadOnlyList<RiverKey> keys, CancellationToken cancel) =>
        stories.FindAllAsync([.. keys.Select(k => k.Id)], cancel);

    private async Task<IReadOnlyList<Story>> WholeAsync(IQueryable<long> newest, CancellationToken cancel) =>
        await stories.FindAllAsync(await newest.Take(Items).ToListAsync(cancel), cancel);
}
