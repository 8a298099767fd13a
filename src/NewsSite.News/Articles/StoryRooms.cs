using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

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

/// <summary>Sees to it that one window at a time has the pen of a story, and that everybody in it sees the others.</summary>
public sealed class StoryRooms(NewsroomDb db, Writing writing, TimeProvider clock)
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

    /// <summary>Finds or adds the window, and gives it the pen where nobody has it. The story must be locked.</summary>
    internal async Task<OpenWindow> OpenAsync(
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

    internal Task LockAsync(long articleId, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync($"select 1 from newsroom.article where id = {articleId} for no key update", cancel);
}
