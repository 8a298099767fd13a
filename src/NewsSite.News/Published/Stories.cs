using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <param name="At">When it was withdrawn.</param>
/// <param name="Reason">What readers are told.</param>
public sealed record Withdrawal(DateTimeOffset At, string? Reason);

/// <summary>Single stories.</summary>
public sealed class Stories(PublishedDb db, Sections sections)
{
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

        var categories = await sections.TreeAsync(cancel);
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

    /// <summary>The newest stories whose headline has all the words that somebody typed.</summary>
    public async Task<IReadOnlyList<StoryCard>> WithHeadlineAsync(string query, int count, CancellationToken cancel)
    {
        // Quotes are as readers' search takes them; the first condition is what the index can tell.
        var plain = query.Replace("\0", "", StringComparison.Ordinal).Replace('’', '\'').Replace('‘', '\'');
        var ids = await db
            .Articles.Where(a =>
                a.Search!.Matches(EF.Functions.WebSearchToTsQuery("site.news", plain))
                && EF.Functions.ToTsVector("site.news", a.Headline.Replace("’", "'"))
                    .Matches(EF.Functions.WebSearchToTsQuery("site.news", plain))
            )
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Select(a => a.Id)
            .Take(count)
            .ToListAsync(cancel);
        return await db.CardsAsync(ids, cancel);
    }
}
