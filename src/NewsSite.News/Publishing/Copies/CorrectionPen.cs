using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Publications;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Copies;

/// <param name="Text">Plain text: what was wrong, and what is right.</param>
public sealed record CorrectionNote(CorrectionKind Kind, string Text)
{
    /// <summary>The earlier note of the same story whose place this one takes.</summary>
    public long? Supersedes { get; init; }
}

/// <summary>Writes notes under stories, inside the caller's transaction, which has locked the story.</summary>
internal sealed class CorrectionPen(NewsroomDb db)
{
    /// <returns>False where the same note stands there already: the same form, sent twice.</returns>
    /// <exception cref="PublishRefusedException">The message says why and what to do.</exception>
    public async Task<bool> AddAsync(
        Article article,
        CorrectionNote note,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (note.Kind == CorrectionKind.TakenBack)
        {
            throw new PublishRefusedException("Choose what the note is called.");
        }

        var text = note.Text.Trim();
        if (article.FirstPublishedAt is null || text.Length is 0 or > Correction.TextLimit)
        {
            throw new PublishRefusedException(
                $"Say what was wrong and what is right, in {Correction.TextLimit:N0} characters or fewer."
            );
        }

        var standing = await Standing(db, article.Id).ToListAsync(cancel);
        if (standing.Exists(c => c.Kind == note.Kind && c.Text == text && c.Id != note.Supersedes))
        {
            return false;
        }

        if (note.Supersedes is { } former && !standing.Exists(c => c.Id == former))
        {
            throw new PublishRefusedException("Somebody replaced that note already. Look at the story again.");
        }

        db.Corrections.Add(
            new Correction
            {
                ArticleId = article.Id,
                Kind = note.Kind,
                Text = text,
                At = now,
                CreatedById = actor.Id,
                SupersedesId = note.Supersedes,
            }
        );
        db.Record(
            actor,
            note.Supersedes is null ? "Correct" : "SupersedeCorrection",
            $"article:{article.Id}",
            text,
            now
        );
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>
    /// Takes a note from readers that was never the newsroom's: in its place stands that there was one. Whatever it had
    /// taken the place of stands again.
    /// </summary>
    /// <param name="words">What readers see in its place.</param>
    public void TakeBack(Correction note, string words, Actor actor, DateTimeOffset now)
    {
        db.Corrections.Add(
            new Correction
            {
                ArticleId = note.ArticleId,
                Kind = CorrectionKind.TakenBack,
                Text = words,
                At = now,
                CreatedById = actor.Id,
                SupersedesId = note.Id,
            }
        );
        db.Record(actor, "TakeBackCorrection", $"article:{note.ArticleId}", note.Text, now);
    }

    /// <summary>The notes of a story that no later one has taken the place of, newest first.</summary>
    public static IQueryable<Correction> Standing(NewsroomDb db, long articleId) =>
        Shown(db, articleId)
            .Where(c =>
                !db.Corrections.Any(later =>
                    later.SupersedesId == c.Id
                    && !db.Corrections.Any(t => t.SupersedesId == later.Id && t.Kind == CorrectionKind.TakenBack)
                )
            );

    /// <summary>All notes of a story but those that were taken back, newest first.</summary>
    public static IQueryable<Correction> Shown(NewsroomDb db, long articleId) =>
        db
            .Corrections.AsNoTracking()
            .Where(c =>
                c.ArticleId == articleId
                && !db.Corrections.Any(t => t.SupersedesId == c.Id && t.Kind == CorrectionKind.TakenBack)
            )
            .OrderByDescending(c => c.At)
            .ThenByDescending(c => c.Id);

    /// <summary>A note is called the same in both rooms.</summary>
    public static PublicationKind KindOf(CorrectionKind kind) => Enum.Parse<PublicationKind>($"{kind}");
}
