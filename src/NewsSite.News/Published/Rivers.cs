using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>The lists that run by time, newest first. They page by key, so that page 1,000 costs what page 1 costs.</summary>
public sealed class Rivers(PublishedDb db)
{
    public const int PageSize = 20;

    /// <param name="before">Where the page begins; null for the newest.</param>
    public Task<River> InCategoryAsync(long categoryId, Cursor? before, CancellationToken cancel)
    {
        db.Shown.Category(categoryId);
        return PageAsync(
            db.Filings.Where(f => f.CategoryId == categoryId)
                .Select(f => new Key { At = f.FirstPublishedAt, Id = f.ArticleId }),
            before,
            cancel
        );
    }

    /// <inheritdoc cref="InCategoryAsync"/>
    public Task<River> WithTagAsync(long tagId, Cursor? before, CancellationToken cancel)
    {
        db.Shown.Tag(tagId);
        return PageAsync(
            db.Taggings.Where(t => t.TagId == tagId).Select(t => new Key { At = t.FirstPublishedAt, Id = t.ArticleId }),
            before,
            cancel
        );
    }

    /// <inheritdoc cref="InCategoryAsync"/>
    public Task<River> ByAuthorAsync(long authorId, Cursor? before, CancellationToken cancel)
    {
        db.Shown.Author(authorId);
        return PageAsync(
            db.Bylines.Where(b => b.AuthorId == authorId)
                .Select(b => new Key { At = b.FirstPublishedAt, Id = b.ArticleId }),
            before,
            cancel
        );
    }

    /// <summary>The newest stories of the whole paper.</summary>
    /// <param name="count">At most 100.</param>
    public async Task<IReadOnlyList<StoryCard>> NewestAsync(int count, CancellationToken cancel) =>
        await db.CardsAsync(await NewestIdsAsync(count, cancel), cancel);

    /// <inheritdoc cref="NewestAsync"/>
    internal Task<List<long>> NewestIdsAsync(int count, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return db
            .Articles.OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Select(a => a.Id)
            .Take(count)
            .ToListAsync(cancel);
    }

    private async Task<River> PageAsync(IQueryable<Key> keys, Cursor? before, CancellationToken cancel)
    {
        if (before is { } place)
        {
            keys = keys.Where(k =>
                EF.Functions.LessThan(ValueTuple.Create(k.At, k.Id), ValueTuple.Create(place.At, place.Id))
            );
        }

        var page = await keys.OrderByDescending(k => k.At)
            .ThenByDescending(k => k.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        var more = page.Count > PageSize;
        var shown = page.Take(PageSize).ToList();
        return new River(
            await db.CardsAsync([.. shown.Select(k => k.Id)], cancel),
            more ? new Cursor(shown[^1].At, shown[^1].Id).ToString() : null
        );
    }

    private sealed record Key
    {
        public required DateTimeOffset At { get; init; }
        public required long Id { get; init; }
    }
}
