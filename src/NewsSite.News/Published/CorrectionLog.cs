using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>A correction as pages show it.</summary>
/// <param name="Kind">Correction, Clarification, Retraction, EditorsNote, UpdateNote or TakenBack.</param>
/// <param name="SupersededAt">When a later note took its place; null where it stands.</param>
/// <param name="Post">The number of the post of a live blog that it puts right; null where it is about the story.</param>
public sealed record CorrectionView(
    string Kind,
    string Text,
    DateTimeOffset At,
    DateTimeOffset? SupersededAt = null,
    int? Post = null
)
{
    /// <summary>The kind in words.</summary>
    public string Title => TitleOf(Kind);
    public bool Stands => SupersededAt is null;

    /// <summary>The story as a whole does not stand.</summary>
    public bool IsRetraction => Kind == "Retraction" && Stands;

    /// <summary>Something was wrong, and is right now.</summary>
    public bool PutsRight => Stands && Kind is not ("EditorsNote" or "UpdateNote" or "TakenBack");

    internal static string TitleOf(string kind) =>
        kind switch
        {
            "EditorsNote" or "TakenBack" => "Editor’s note",
            "UpdateNote" => "Update",
            _ => kind,
        };
}

/// <param name="Headline">Of the corrected story.</param>
public sealed record LoggedCorrection(long Id, CorrectionView Correction, string Headline, string Address);

/// <param name="Older">The cursor of the next older page; null on the last.</param>
public sealed record CorrectionPage(IReadOnlyList<LoggedCorrection> Corrections, string? Older);

/// <summary>Every correction of a live story, newest first.</summary>
public sealed class CorrectionLog(PublishedDb db)
{
    private const int PageSize = 30;

    /// <param name="before">Where the page begins; null for the newest.</param>
    public async Task<CorrectionPage> PageAsync(Cursor? before, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        var corrections = db.Corrections.AsQueryable();
        if (before is { } place)
        {
            corrections = corrections.Where(c =>
                EF.Functions.LessThan(ValueTuple.Create(c.At, c.Id), ValueTuple.Create(place.At, place.Id))
            );
        }

        var rows = await corrections
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id)
            .Take(PageSize + 1)
            .Select(c => new
            {
                c.Id,
                c.Kind,
                c.Text,
                c.At,
                c.SupersededAt,
                c.LivePost,
                c.ArticleId,
                c.Article!.Slug,
                c.Article.Headline,
            })
            .ToListAsync(cancel);
        var shown = rows.Take(PageSize).ToList();
        return new CorrectionPage(
            [
                .. shown.Select(c => new LoggedCorrection(
                    c.Id,
                    new CorrectionView(c.Kind, c.Text, c.At, c.SupersededAt, c.LivePost),
                    c.Headline,
                    $"/news/{c.ArticleId}/{c.Slug}"
                )),
            ],
            rows.Count > PageSize ? new Cursor(shown[^1].At, shown[^1].Id).ToString() : null
        );
    }
}
