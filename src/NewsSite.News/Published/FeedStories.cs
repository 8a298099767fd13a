using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>The newest stories of a list, whole, as feeds carry them. Each list is one index walk.</summary>
public sealed class FeedStories(PublishedDb db, Stories stories)
{
    private const int Items = 30;

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

    public Task<IReadOnlyList<Story>> WithTagAsync(long tagId, CancellationToken cancel)
    {
        db.Shown.Tag(tagId);
        return WholeAsync(
            db.Taggings.Where(t => t.TagId == tagId)
                .OrderByDescending(t => t.FirstPublishedAt)
                .ThenByDescending(t => t.ArticleId)
                .Select(t => t.ArticleId),
            cancel
        );
    }

    public Task<IReadOnlyList<Story>> ByAuthorAsync(long authorId, CancellationToken cancel)
    {
        db.Shown.Author(authorId);
        return WholeAsync(
            db.Bylines.Where(b => b.AuthorId == authorId)
                .OrderByDescending(b => b.FirstPublishedAt)
                .ThenByDescending(b => b.ArticleId)
                .Select(b => b.ArticleId),
            cancel
        );
    }

    private async Task<IReadOnlyList<Story>> WholeAsync(IQueryable<long> newest, CancellationToken cancel) =>
        await stories.FindAllAsync(await newest.Take(Items).ToListAsync(cancel), cancel);
}
