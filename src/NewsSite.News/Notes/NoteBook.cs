using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Notes;

/// <summary>A note as somebody writes it.</summary>
/// <param name="Key">See <see cref="Note.Key"/>.</param>
/// <param name="Text">1 to <see cref="Note.TextLimit"/> characters.</param>
/// <param name="Passage">At most <see cref="Note.PassageLimit"/> characters; null or empty for none.</param>
public sealed record NewNote(Guid Key, string Text, string? Passage = null);

/// <summary>The notes on a story: whoever may write it reads, adds, resolves and opens them again.</summary>
public sealed class NoteBook(NewsroomDb db, Writing writing, Workflow workflow, TimeProvider clock)
{
    /// <summary>More than anybody reads; the oldest are left out.</summary>
    public const int Most = 200;

    /// <returns>The open ones first, each group newest first.</returns>
    public Task<List<Note>> ListAsync(long articleId, CancellationToken cancel) =>
        db
            .Notes.AsNoTracking()
            .Where(n => n.ArticleId == articleId)
            .OrderByDescending(n => n.ResolvedAt == null)
            .ThenByDescending(n => n.Id)
            .Take(Most)
            .ToListAsync(cancel);

    public Task<int> OpenAsync(long articleId, CancellationToken cancel) =>
        db.Notes.CountAsync(n => n.ArticleId == articleId && n.ResolvedAt == null, cancel);

    /// <exception cref="NotAllowedException">No such story, or the actor may not write it.</exception>
    public async Task AddAsync(long articleId, NewNote note, Actor actor, CancellationToken cancel)
    {
        await writing.OwnAsync(articleId, actor, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await AddWithinAsync(articleId, note, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Hands the story back to its writer and says why.</summary>
    /// <inheritdoc cref="Workflow.ActAsync"/>
    public async Task ReturnAsync(
        long articleId,
        NewNote note,
        ArticleState? seen,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await workflow.ActWithinAsync(articleId, StoryAct.Return, seen, actor, cancel))
        {
            await AddWithinAsync(articleId, note, actor, cancel);
            await transaction.CommitAsync(cancel);
        }
    }

    /// <summary>Settles a note, or opens it again. One that is so already stays as it is.</summary>
    /// <exception cref="NotAllowedException">No such note on this story, or the actor may not write the story.</exception>
    public async Task ResolveAsync(long articleId, long noteId, bool resolve, Actor actor, CancellationToken cancel)
    {
        await writing.OwnAsync(articleId, actor, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var note =
            await db
                .Notes.FromSql(
                    $"select * from newsroom.note where id = {noteId} and article_id = {articleId} for update"
                )
                .SingleOrDefaultAsync(cancel)
            ?? throw new NotAllowedException();
        if (note.ResolvedAt is not null == resolve)
        {
            return;
        }

        note.ResolvedAt = resolve ? clock.GetUtcNow() : null;
        note.ResolvedByName = resolve ? actor.Name : null;
        Record(articleId, resolve ? "ResolveNote" : "ReopenNote", note.Id, actor);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task AddWithinAsync(long articleId, NewNote note, Actor actor, CancellationToken cancel)
    {
        // "on conflict" rather than look-then-add: the same form may come twice at once.
        var passage = string.IsNullOrWhiteSpace(note.Passage) ? null : note.Passage.Trim();
        var made = await db
            .Database.SqlQuery<long>(
                $"""
                insert into newsroom.note (article_id, key, text, passage, by_id, by_name, at)
                values ({articleId}, {note.Key}, {note.Text.Trim()}, {passage}, {actor.Id}, {actor.Name}, {clock.GetUtcNow()})
                on conflict (key) do nothing returning id
                """
            )
            .ToListAsync(cancel);
        if (made.Count > 0)
        {
            Record(articleId, "Note", made[0], actor);
            await db.SaveChangesAsync(cancel);
        }
    }

    private void Record(long articleId, string act, long noteId, Actor actor) =>
        db.Record(actor, act, $"article:{articleId}", $"note {noteId}", clock.GetUtcNow());
}
