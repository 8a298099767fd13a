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

/// <summary>Somebody who has the story open.</summary>
/// <param name="WritingSince">Null for one who only reads.</param>
/// <param name="LastKept">Of the one who writes: when they last changed something that is not saved yet.</param>
public sealed record WriterSeen(
    long StaffMemberId,
    string Name,
    Guid Window,
    DateTimeOffset? WritingSince,
    DateTimeOffset? LastKept
);

/// <summary>Who has a story open, and which version is its newest.</summary>
public sealed record StoryRoom(IReadOnlyList<WriterSeen> Windows, int HeadNumber, string HeadBy, DateTimeOffset HeadAt)
{
    public WriterSeen? Writer => Windows.FirstOrDefault(w => w.WritingSince is not null);
}

/// <summary>Keeps what is typed before it is saved, and sees to it that one window at a time has the pen of a story.</summary>
public sealed class Keeping(NewsroomDb db, Writing writing, TagBook tags, TimeProvider clock)
{
    /// <summary>A window that was not heard of for so long has given up the pen.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(90);

    /// <summary>A window that was not heard of for so long is not shown to others any more, and its person may write elsewhere.</summary>
    public static readonly TimeSpan Presence = TimeSpan.FromSeconds(10);

    /// <summary>Says that the window is there; it is given the pen where nobody has it.</summary>
    /// <param name="former">The window that this one was before its page was loaded anew; its pen is handed on.</param>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<StoryRoom> SeenAsync(
        long articleId,
        Guid window,
        Actor actor,
        CancellationToken cancel,
        Guid? former = null
    )
    {
        await writing.OwnAsync(articleId, actor, cancel);
        var now = clock.GetUtcNow();
        var known = await db
            .OpenWindows.Where(w => w.ArticleId == articleId && w.Window == window && w.StaffMemberId == actor.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.SeenAt, now), cancel);
        var room = await RoomAsync(articleId, now, cancel);
        var isSettled = room.Writer is { } writer && (writer.Window == window || writer.StaffMemberId != actor.Id);
        if (known > 0 && isSettled && former is null)
        {
            return room;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(articleId, cancel);
        if (former is { } old && old != window)
        {
            await LeaveAsync(articleId, old, actor, cancel);
        }

        await OpenAsync(articleId, window, actor, now, cancel);
        await transaction.CommitAsync(cancel);
        return await RoomAsync(articleId, now, cancel);
    }

    /// <summary>Stores what was typed, as a copy that the next save folds into a version.</summary>
    /// <param name="mark">The window, and the number of this request.</param>
    /// <param name="content">As typed; its tags are ignored in favour of <paramref name="tagNames"/>.</param>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<KeepOutcome> KeepAsync(
        long articleId,
        WindowMark mark,
        int basedOn,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        Actor actor,
        CancellationToken cancel
    )
    {
        var article = await writing.OwnAsync(articleId, actor, cancel);
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(articleId, cancel);
        var own = await OpenAsync(articleId, mark.Window, actor, now, cancel);
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
        await StoreAsync(articleId, basedOn, content, tagNames, actor, now, cancel);
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
        CancellationToken cancel
    )
    {
        await writing.OwnAsync(articleId, actor, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(articleId, cancel);
        await StoreAsync(articleId, basedOn, content, tagNames, actor, clock.GetUtcNow(), cancel);
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
        await LockAsync(articleId, cancel);
        var own = await OpenAsync(articleId, window, actor, now, cancel);
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

    /// <summary>Says that the window was closed; the pen is free at once.</summary>
    public Task LeaveAsync(long articleId, Guid window, Actor actor, CancellationToken cancel)
    {
        var gone = clock.GetUtcNow() - Lease;
        return db
            .OpenWindows.Where(w => w.ArticleId == articleId && w.Window == window && w.StaffMemberId == actor.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(w => w.SeenAt, gone).SetProperty(w => w.WritingSince, (DateTimeOffset?)null),
                cancel
            );
    }

    private async Task StoreAsync(
        long articleId,
        int basedOn,
        ArticleContent content,
        IReadOnlyList<string> tagNames,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (await FindAsync(articleId, actor, cancel) is { } copy)
        {
            (copy.BasedOn, copy.Content, copy.TagNames, copy.KeptAt) = (basedOn, content, [.. tagNames], now);
        }
        else
        {
            db.WorkingCopies.Add(
                new WorkingCopy
                {
                    ArticleId = articleId,
                    StaffMemberId = actor.Id ?? throw new NotAllowedException(),
                    BasedOn = basedOn,
                    Content = content,
                    TagNames = [.. tagNames],
                    KeptAt = now,
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
        var content = copy.Content with { TagIds = await tags.FindOrAddAsync(copy.TagNames, cancel) };
        await writing.AddAsync(
            await db.Articles.SingleAsync(a => a.Id == articleId, cancel),
            copy.BasedOn,
            content,
            new Actor(member.Id, member.Name, member.Role),
            ArticleVersion.TakenOver,
            cancel
        );
        db.WorkingCopies.Remove(copy);
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Finds or adds the window, and gives it the pen where nobody has it. The story must be locked.</summary>
    private async Task<OpenWindow> OpenAsync(
        long articleId,
        Guid window,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var windows = await db.OpenWindows.Where(w => w.ArticleId == articleId).ToListAsync(cancel);
        var own = windows.Find(w => w.Window == window);
        if (own is null)
        {
            own = new OpenWindow
            {
                ArticleId = articleId,
                Window = window,
                StaffMemberId = actor.Id ?? throw new NotAllowedException(),
                SeenAt = now,
            };
            db.OpenWindows.Add(own);
        }
        else if (own.StaffMemberId != actor.Id)
        {
            throw new NotAllowedException();
        }

        own.SeenAt = now;
        var writer = windows.Find(w => w.WritingSince is not null);
        var patience = writer?.StaffMemberId == actor.Id ? Presence : Lease;
        if (writer is not null && writer != own && writer.SeenAt < now - patience)
        {
            writer.WritingSince = null;
            await db.SaveChangesAsync(cancel);
            writer = null;
        }

        db.OpenWindows.RemoveRange(windows.Where(w => w != own && w.SeenAt < now.AddDays(-1)));
        own.WritingSince ??= writer is null ? now : null;
        await db.SaveChangesAsync(cancel);
        return own;
    }

    private async Task<StoryRoom> RoomAsync(long articleId, DateTimeOffset now, CancellationToken cancel)
    {
        var (present, holding) = (now - Presence, now - Lease);
        var windows = await (
            from w in db.OpenWindows
            join s in db.Users on w.StaffMemberId equals s.Id
            where w.ArticleId == articleId && w.SeenAt >= (w.WritingSince == null ? present : holding)
            orderby w.WritingSince == null, s.Name, w.Window
            select new WriterSeen(
                s.Id,
                s.Name,
                w.Window,
                w.WritingSince,
                db.WorkingCopies.Where(c => c.ArticleId == articleId && c.StaffMemberId == s.Id)
                    .Select(c => (DateTimeOffset?)c.KeptAt)
                    .FirstOrDefault()
            )
        ).ToListAsync(cancel);
        var head = await (
            from a in db.Articles
            join v in db.ArticleVersions
                on new { ArticleId = a.Id, Number = a.HeadNumber } equals new { v.ArticleId, v.Number }
            where a.Id == articleId
            select new
            {
                v.Number,
                v.CreatedByName,
                v.CreatedAt,
            }
        ).SingleAsync(cancel);
        return new StoryRoom(windows, head.Number, head.CreatedByName, head.CreatedAt);
    }

    private Task LockAsync(long articleId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select 1 from newsroom.article where id = {articleId} for no key update", cancel);
}
