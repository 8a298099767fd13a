using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <param name="At">When it was withdrawn.</param>
/// <param name="Reason">What readers are told.</param>
public sealed record Withdrawal(DateTimeOffset At, string? Reason);

/// <summary>Single stories, and what belongs beside them.</summary>
public sealed class Stories(PublishedDb db)
{
    // Enough of a tag's newest stories to find four good ones; a bound, so that a tag with 100,000 costs the same.
    private const int Candidates = 60;

    /// <returns>Null where no live story has this id.</returns>
    public async Task<Story?> FindAsync(long id, CancellationToken cancel) =>
        (await FindAllAsync([id], cancel)).SingleOrDefault();

    /// <returns>The stories whole, in the order of <paramref name="ids"/>; one that is not live is left out.</returns>
    public async Task<IReadOnlyList<Story>> FindAllAsync(IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var rows = await db
            .Articles.Where(a => ids.Contains(a.Id))
            .Include(a => a.Picture)
            .Include(a => a.Filings.Where(f => f.Position != null))
            .Include(a => a.Taggings)
                .ThenInclude(t => t.Tag)
            .Include(a => a.Bylines)
                .ThenInclude(b => b.Author!.Portrait)
            .Include(a => a.Corrections)
            .AsSplitQuery()
            .ToDictionaryAsync(a => a.Id, cancel);
        if (rows.Count == 0)
        {
            return [];
        }

        var categories = await db.Categories.ToDictionaryAsync(c => c.Id, cancel);
        return [.. ids.Where(rows.ContainsKey).Select(id => Whole(rows[id], categories))];
    }

    private static Story Whole(PublishedArticle row, Dictionary<long, PublishedCategory> categories)
    {
        var labels = row.Filings.OrderBy(f => f.Position).Select(f => Cards.Link(categories[f.CategoryId])).ToList();
        return new Story
        {
            Id = row.Id,
            VersionNumber = row.VersionNumber,
            Slug = row.Slug,
            Headline = row.Headline,
            Standfirst = row.Standfirst,
            BodyHtml = row.BodyHtml,
            BodyText = row.BodyText,
            Categories = labels,
            Breadcrumb = Sections.Path(categories, row.PrimaryCategoryId),
            Tags = [.. row.Taggings.OrderBy(t => t.Position).Select(t => new TagLink(t.Tag!.Slug, t.Tag.Name))],
            Authors = [.. row.Bylines.OrderBy(b => b.Position).Select(b => Cards.Link(b.Author!, b.Author!.Portrait))],
            Dateline = row.Dateline,
            SourceCredit = row.SourceCredit,
            SourceUrl = row.SourceUrl,
            Picture = Cards.View(row.Picture),
            FirstPublishedAt = row.FirstPublishedAt,
            UpdatedAt = row.UpdatedAt,
            BreakingUntil = row.BreakingUntil,
            WordCount = row.WordCount,
            Label = row.Label,
            Language = row.Language,
            IsSyndicated = row.IsSyndicated,
            Corrections =
            [
                .. row
                    .Corrections.OrderByDescending(c => c.At)
                    .ThenByDescending(c => c.Id)
                    .Select(c => new CorrectionView(c.Kind, c.Text, c.At)),
            ],
        };
    }

    /// <returns>Null where no story with this id was withdrawn.</returns>
    public Task<Withdrawal?> FindWithdrawalAsync(long id, CancellationToken cancel) =>
        db
            .WithdrawnArticles.Where(w => w.Id == id)
            .Select(w => new Withdrawal(w.At, w.Reason))
            .SingleOrDefaultAsync(cancel);

    /// <summary>Stories that share the most tags, then the newest of the same categories; never the story itself.</summary>
    public async Task<IReadOnlyList<StoryCard>> RelatedAsync(long id, int count, CancellationToken cancel)
    {
        var tags = await db.Taggings.Where(t => t.ArticleId == id).Select(t => t.TagId).ToListAsync(cancel);
        var found = new List<(long Id, DateTimeOffset At)>();
        foreach (var tag in tags)
        {
            var newest = await db
                .Taggings.Where(t => t.TagId == tag && t.ArticleId != id)
                .OrderByDescending(t => t.FirstPublishedAt)
                .ThenByDescending(t => t.ArticleId)
                .Take(Candidates)
                .Select(t => new { t.ArticleId, t.FirstPublishedAt })
                .ToListAsync(cancel);
            found.AddRange(newest.Select(t => (t.ArticleId, t.FirstPublishedAt)));
        }

        var ids = found
            .GroupBy(f => f.Id)
            .OrderByDescending(g => g.Count())
            .ThenByDescending(g => g.First().At)
            .Select(g => g.Key)
            .Take(count)
            .ToList();
        // Then the newest of its own categories, nearest first, until there are enough.
        var categories = await db
            .Filings.Where(f => f.ArticleId == id)
            .OrderBy(f => f.Position ?? int.MaxValue)
            .Select(f => f.CategoryId)
            .ToListAsync(cancel);
        foreach (var category in categories.TakeWhile(_ => ids.Count < count))
        {
            ids.AddRange(
                await db
                    .Filings.Where(f => f.CategoryId == category && f.ArticleId != id && !ids.Contains(f.ArticleId))
                    .OrderByDescending(f => f.FirstPublishedAt)
                    .ThenByDescending(f => f.ArticleId)
                    .Select(f => f.ArticleId)
                    .Take(count - ids.Count)
                    .ToListAsync(cancel)
            );
        }

        return await db.CardsAsync(ids, cancel);
    }

    /// <returns>The file of a picture that readers may see; null for any other.</returns>
    public Task<string?> FindPictureAsync(string fileName, CancellationToken cancel) =>
        db.Pictures.Where(p => p.FileName == fileName).Select(p => p.FileName).FirstOrDefaultAsync(cancel);
}
