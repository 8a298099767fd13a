using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Articles;

/// <summary>Where a request comes from: the window, and its place among all that the window sent. Sent again, it is the same.</summary>
public readonly record struct WindowMark(Guid Window, long Sequence);

public enum KeepOutcome
{
    Kept,

    /// <summary>Something newer of the same window was stored already; this came late.</summary>
    Overtaken,

    /// <summary>Another window has the pen. Nothing was stored.</summary>
    NotWriting,
}

/// <summary>Keeps what is typed before it is saved.</summary>
public sealed class Keeping(NewsroomDb db, Writing writing, StoryRooms rooms, TagBook tags, TimeProvider clock)
{
    /// <summary>Stores what was typed, as a copy that the next save folds into a version.</summary>
    /// <param name="mark">The window, and the number of this request.</param>
    /// <param name="content">As typed; its tags are ignored in favour of <paramref name="tagNames"/>.</param>
    /// <param name="shown">
    /// The name of the copy that the window shows. Where there is another one, of another window of the same person, that
    /// one becomes a version first.
    /// </param>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<KeepOutcome> KeepAsync(
        long articleId,
        WindowMark mark,
        int basedOn,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        Actor actor,
        CancellationToken cancel,
        string? shown = null
    )
    {
        var article = await writing.OwnAsync(articleId, actor, cancel);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await rooms.LockAsync(articleId, cancel);
        var own = await rooms.OpenAsync(articleId, mark.Window, actor, now, cancel);
        if (own.WritingSince is null)
        {
            return KeepOutcome.NotWriting;
        }

        if (mark.Sequence <= Math.Max(own.KeptSequence, own.SavedSequence))
        {
            return KeepOutcome.Overtaken;
        }

        own.KeptSequence = mark.Sequence;
        own.SeenAt = now;
        basedOn = await writing.RebaseAsync(article.Id, basedOn, mark.Window, cancel);
        await StoreAsync(article, mark, basedOn, content, tagNames, actor, shown, cancel);
        await transaction.CommitAsync(cancel);
        return KeepOutcome.Kept;
    }

    /// <summary>Keeps what could not be saved because somebody else saved first, until its writer chooses.</summary>
    /// <inheritdoc cref="KeepAsync"/>
    public async Task HoldAsync(
        long articleId,
        int basedOn,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        Actor actor,
        CancellationToken cancel,
        WindowMark? mark = null,
        string? shown = null
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await rooms.LockAsync(articleId, cancel);
        var article = await writing.OwnAsync(articleId, actor, cancel);
        var from = mark ?? new WindowMark(Guid.NewGuid(), 0);
        await StoreAsync(article, from, basedOn, content, tagNames, actor, shown, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <returns>What the actor typed and has not saved yet; null where there is nothing.</returns>
    public Task<WorkingCopy?> FindAsync(long articleId, Actor actor, CancellationToken cancel) =>
        db.WorkingCopies.SingleOrDefaultAsync(c => c.ArticleId == articleId && c.StaffMemberId == actor.Id, cancel);

    /// <summary>Drops what the actor typed and has not saved: they chose to.</summary>
    public Task DropAsync(long articleId, Actor actor, CancellationToken cancel) =>
        db.WorkingCopies.Where(c => c.ArticleId == articleId && c.StaffMemberId == actor.Id).ExecuteDeleteAsync(cancel);

    /// <summary>
    /// Gives the pen to this window. What its former writer had typed and not saved becomes the newest version, under
    /// their name. Editors may always; others when the writer is gone, or is they themselves in another window.
    /// </summary>
    /// <exception cref="NotAllowedException">The actor may not write this story, or not take it over.</exception>
    public async Task TakeOverAsync(long articleId, Guid window, Actor actor, CancellationToken cancel)
    {
        await writing.OwnAsync(articleId, actor, cancel);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await rooms.LockAsync(articleId, cancel);
        var own = await rooms.OpenAsync(articleId, window, actor, now, cancel);
        var writer = await db.OpenWindows.SingleOrDefaultAsync(
            w => w.ArticleId == articleId && w.WritingSince != null,
            cancel
        );
        if (writer is not null && writer.Window != window)
        {
            var isSelf = writer.StaffMemberId == actor.Id;
            if (!isSelf && !actor.IsEditor)
            {
                throw new NotAllowedException();
            }

            writer.WritingSince = null;
            await db.SaveChangesAsync(cancel);
            if (!isSelf)
            {
                await FoldAsync(articleId, writer.StaffMemberId, cancel);
            }
        }

        own.WritingSince ??= now;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task StoreAsync(
        Article article,
        WindowMark mark,
        int basedOn,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        Actor actor,
        string? shown,
        CancellationToken cancel
    )
    {
        var copy = await FindAsync(article.Id, actor, cancel);
        if (copy is not null && !copy.IsKnownTo(mark.Window, shown))
        {
            await FoldAsync(article.Id, copy.StaffMemberId, cancel);
            copy = null;
        }

        var now = clock.GetUtcNow();
        if (copy is not null)
        {
            (copy.BasedOn, copy.Content, copy.TagNames, copy.KeptAt) = (basedOn, content, [.. tagNames], now);
            (copy.Window, copy.Sequence) = (mark.Window, mark.Sequence);
        }
        else
        {
            db.WorkingCopies.Add(
                new WorkingCopy
                {
                    ArticleId = article.Id,
                    StaffMemberId = actor.Id ?? throw new NotAllowedException(),
                    BasedOn = basedOn,
                    Content = content,
                    TagNames = [.. tagNames],
                    KeptAt = now,
                    Window = mark.Window,
                    Sequence = mark.Sequence,
                }
            );
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Makes a person's unsaved words the newest version of the story.</summary>
    private async Task FoldAsync(long articleId, long staffMemberId, CancellationToken cancel)
    {
        var copy = await db.WorkingCopies.SingleOrDefaultAsync(
            c => c.ArticleId == articleId && c.StaffMemberId == staffMemberId,
            cancel
        );
        if (copy is null)
        {
            return;
        }

        var member = await db.Users.SingleAsync(s => s.Id == staffMemberId, cancel);
        var article = await db.Articles.SingleAsync(a => a.Id == articleId, cancel);
        var named = (await writing.HeadAsync(article, cancel)).Content.TagIds;
        var chosen = await tags.FindOrAddAsync(copy.TagNames, cancel);
        var content = copy.Content with { TagIds = await TagHeirs.KeepAsync(db, named, chosen, cancel) };
        await writing.AddAsync(
            article,
            copy.BasedOn,
            content,
            new Actor(member.Id, member.Name, member.Role),
            ArticleVersion.TakenOver,
            cancel
        );
        db.WorkingCopies.Remove(copy);
        await db.SaveChangesAsync(cancel);
    }
}
