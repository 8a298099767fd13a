using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>The lists that run by time, newest first. They page by key, so that page 1,000 costs what page 1 costs.</summary>
public sealed class Rivers(PublishedDb db)
{
    public const int PageSize = 20;

    /// <param name="before">Where the page begins; null for the newest.</param>
    public Task<River> InCategoryAsync(long categoryId, Cursor? before, CancellationToken cancel) =>
        PageAsync(
            db.Filings.Where(f => f.CategoryId == categoryId)
                .Select(f => new Key { At = f.FirstPublishedAt, Id = f.ArticleId }),
            before,
            PageSize,
            cancel
        );

    /// <inheritdoc cref="InCategoryAsync"/>
    public Task<River> WithTagAsync(long tagId, Cursor? before, CancellationToken cancel) =>
        PageAsync(
            db.Taggings.Where(t => t.TagId == tagId).Select(t => new Key { At = t.FirstPublishedAt, Id = t.ArticleId }),
            before,
            PageSize,
            cancel
        );

    /// <inheritdoc cref="InCategoryAsync"/>
    public Task<River> ByAuthorAsync(long authorId, Cursor? before, CancellationToken cancel) =>
        PageAsync(
            db.Bylines.Where(b => b.AuthorId == authorId)
                .Select(b => new Key { At = b.FirstPublishedAt, Id = b.ArticleId }),
            before,
            PageSize,
            cancel
        );

    /// <summary>The newest stories of the whole paper.</summary>
    /// <param name="count">At most 100.</param>
    public async Task<IReadOnlyList<StoryCard>> NewestAsync(int count, CancellationToken cancel) =>
        (
            await PageAsync(
                db.Articles.Select(a => new Key { At = a.FirstPublishedAt, Id = a.Id }),
                null,
                count,
                cancel
            )
        ).Stories;

    /// <returns>The story that follows in the primary category of the story <paramref name="id"/>: the next older one, after
    /// the oldest the next newer; null where the category has no other.</returns>
    public async Task<StoryCard?> NextInCategoryAsync(long id, CancellationToken cancel)
    {
        if (await db.Filings.SingleOrDefaultAsync(f => f.ArticleId == id && f.Position == 0, cancel) is not { } own)
        {
            return null;
        }

        var others = db.Filings.Where(f => f.CategoryId == own.CategoryId);
        var next =
            await others
                .Where(f =>
                    EF.Functions.LessThan(
                        ValueTuple.Create(f.FirstPublishedAt, f.ArticleId),
                        ValueTuple.Create(own.FirstPublishedAt, own.ArticleId)
                    )
                )
                .OrderByDescending(f => f.FirstPublishedAt)
                .ThenByDescending(f => f.ArticleId)
                .FirstOrDefaultAsync(cancel)
            ?? await others
                .Where(f =>
                    EF.Functions.GreaterThan(
                        ValueTuple.Create(f.FirstPublishedAt, f.ArticleId),
                        ValueTuple.Create(own.FirstPublishedAt, own.ArticleId)
                    )
                )
                .OrderBy(f => f.FirstPublishedAt)
                .ThenBy(f => f.ArticleId)
                .FirstOrDefaultAsync(cancel);
        return next is null ? null : (await db.CardsAsync([next.ArticleId], cancel)).SingleOrDefault();
    }

    private async Task<River> PageAsync(IQueryable<Key> keys, Cursor? before, int size, CancellationToken cancel)
    {
        if (before is { } place)
        {
            keys = keys.Where(k =>
                EF.Functions.LessThan(ValueTuple.Create(k.At, k.Id), ValueTuple.Create(place.At, place.Id))
            );
        }

        var page = await keys.OrderByDescending(k => k.At)
            .ThenByDescending(k => k.Id)
            .Take(size + 1)
            .ToListAsync(cancel);
        var more = page.Count > size;
        var shown = page.Take(size).ToList();
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
