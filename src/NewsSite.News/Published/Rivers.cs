using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>The lists that run by time, newest first. They page by key, so that page 1,000 costs what page 1 costs.</summary>
public sealed class Rivers(PublishedDb db)
{
    public const int PageSize = 20;

    /// <param name="before">Where the page begins; null for the newest.</param>
    public async Task<River> InCategoryAsync(long categoryId, Cursor? before, CancellationToken cancel) =>
        await OfAsync(await KeysInCategoryAsync(categoryId, before, cancel), cancel);

    /// <inheritdoc cref="InCategoryAsync"/>
    /// <returns>What <see cref="OfAsync"/> takes.</returns>
    public async Task<IReadOnlyList<RiverKey>> KeysInCategoryAsync(
        long categoryId,
        Cursor? before,
        CancellationToken cancel
    )
    {
        db.Shown.Category(categoryId);
        var filings = db.Filings.Where(f => f.CategoryId == categoryId);
        if (before is { } place)
        {
            filings = filings.Where(f =>
                EF.Functions.LessThan(
                    ValueTuple.Create(f.FirstPublishedAt, f.ArticleId),
                    ValueTuple.Create(place.At, place.Id)
                )
            );
        }

        return await filings
            .OrderByDescending(f => f.FirstPublishedAt)
            .ThenByDescending(f => f.ArticleId)
            .Take(PageSize + 1)
            .Select(f => new RiverKey(f.FirstPublishedAt, f.ArticleId))
            .ToListAsync(cancel);
    }

    /// <summary>Of all stories of the paper.</summary>
    /// <inheritdoc cref="KeysInCategoryAsync"/>
    public async Task<IReadOnlyList<RiverKey>> KeysAsync(Cursor? before, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        var place = before ?? new Cursor(DateTimeOffset.MaxValue, long.MaxValue);
        return await db
            .Articles.Where(a =>
                EF.Functions.LessThan(
                    ValueTuple.Create(a.FirstPublishedAt, a.Id),
                    ValueTuple.Create(place.At, place.Id)
                )
            )
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Take(PageSize + 1)
            .Select(a => new RiverKey(a.FirstPublishedAt, a.Id))
            .ToListAsync(cancel);
    }

    /// <param name="keys">The newest first; one more than a page has where there are older ones.</param>
    public async Task<River> OfAsync(IReadOnlyList<RiverKey> keys, CancellationToken cancel)
    {
        var shown = keys.Take(PageSize).ToList();
        return new River(
            await db.CardsAsync([.. shown.Select(k => k.Id)], cancel),
            keys.Count > PageSize ? new Cursor(shown[^1].At, shown[^1].Id).ToString() : null
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
}
