using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>What readers saw of a story from a moment on, as a line of its history.</summary>
/// <param name="Number">1, 2, 3 … since the story came out.</param>
public sealed record EditionLine(int Number, string Kind, DateTimeOffset At)
{
    /// <summary>The kind in words.</summary>
    public string Title =>
        Kind switch
        {
            "SmallFix" => "Small fix",
            "Update" => "Significant update",
            "UpdateNote" => "Update note",
            _ => CorrectionView.TitleOf(Kind),
        };
}

/// <param name="Body">The words alone, a blank line between blocks.</param>
public sealed record EditionText(EditionLine Line, string Headline, string? Standfirst, string Body);

/// <summary>The published versions of a live story. There are none of one that went out once, or that is withdrawn.</summary>
public sealed class StoryHistory(PublishedDb db)
{
    /// <summary>The most lines on a page.</summary>
    public const int PageSize = 50;

    /// <param name="upTo">The highest number; null for the newest.</param>
    /// <returns>Newest first.</returns>
    public async Task<IReadOnlyList<EditionLine>> ListAsync(long articleId, int? upTo, CancellationToken cancel) =>
        await Of(articleId)
            .Where(e => upTo == null || e.Number <= upTo)
            .OrderByDescending(e => e.Number)
            .Take(PageSize)
            .Select(e => new EditionLine(e.Number, e.Kind, e.At))
            .ToListAsync(cancel);

    public async Task<EditionText?> FindAsync(long articleId, int number, CancellationToken cancel) =>
        await Of(articleId).SingleOrDefaultAsync(e => e.Number == number, cancel) is { } e
            ? new EditionText(
                new EditionLine(e.Number, e.Kind, e.At),
                e.Headline,
                e.Standfirst,
                e.BodyText.Replace("\n", "\n\n", StringComparison.Ordinal)
            )
            : null;

    private IQueryable<PublishedEdition> Of(long articleId)
    {
        db.Shown.Story(articleId);
        return db.Editions.Where(e => e.ArticleId == articleId && db.Articles.Any(a => a.Id == articleId));
    }
}
