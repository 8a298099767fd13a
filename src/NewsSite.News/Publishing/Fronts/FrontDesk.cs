using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Fronts;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Fronts;

/// <summary>The front page under an editor's hand: puts stories into places, and leaves places to fill themselves.</summary>
public sealed class FrontDesk(NewsroomDb db, TimeProvider clock)
{
    /// <summary>Puts a live story into a place, from now until <paramref name="until"/>; it leaves its former place.</summary>
    /// <param name="slot">One of <see cref="FrontSlot.Names"/>.</param>
    /// <param name="until">Null for no end.</param>
    /// <exception cref="NotAllowedException">No such place, no such live story, or the actor is no editor.</exception>
    public async Task PinAsync(
        string slot,
        long articleId,
        DateTimeOffset? until,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(slot, actor, cancel);
        if (!await db.Articles.AnyAsync(a => a.Id == articleId && a.LiveNumber != null, cancel))
        {
            throw new NotAllowedException();
        }

        var former = await StandingAsync(slot, cancel);
        await db.FrontSlots.Where(s => s.Name == slot || s.ArticleId == articleId).ExecuteDeleteAsync(cancel);
        db.FrontSlots.Add(
            new FrontSlot
            {
                Name = slot,
                ArticleId = articleId,
                Until = until,
            }
        );
        await FinishAsync("PinToFront", slot, new("ArticleId", former, $"{articleId}"), actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Leaves a place to fill itself.</summary>
    /// <exception cref="NotAllowedException">No such place, or the actor is no editor.</exception>
    public async Task ClearAsync(string slot, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await LockAsync(slot, actor, cancel);
        var former = await StandingAsync(slot, cancel);
        await db.FrontSlots.Where(s => s.Name == slot).ExecuteDeleteAsync(cancel);
        await FinishAsync("ClearFront", slot, new("ArticleId", former, null), actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Carries all places into <c>site</c>, inside the caller's transaction.</summary>
    internal static Task ProjectAsync(NewsroomDb db, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            delete from site.front_slot;
            insert into site.front_slot (name, article_id, until) select name, article_id, until from newsroom.front_slot;
            """,
            cancel
        );

    /// <returns>The story that stands in a place, as the audit writes it.</returns>
    private Task<string?> StandingAsync(string slot, CancellationToken cancel) =>
        db.FrontSlots.Where(s => s.Name == slot).Select(s => $"{s.ArticleId}").SingleOrDefaultAsync(cancel);

    // The front page is the whole paper's: nobody arranges it whose rights end at a section.
    // One change at a time: two editors who pin at once come one after the other, and both places are as they asked.
    private Task<int> LockAsync(string slot, Actor actor, CancellationToken cancel) =>
        actor is { IsEditor: true, Sections: null } && FrontSlot.Names.Contains(slot)
            ? db.Database.ExecuteSqlRawAsync("lock table newsroom.front_slot in share row exclusive mode", cancel)
            : throw new NotAllowedException();

    private async Task FinishAsync(string act, string slot, FieldChange change, Actor actor, CancellationToken cancel)
    {
        var story = change.After is { } id ? $"article:{id}" : null;
        db.Record(actor, act, $"front:{slot}", story, clock.GetUtcNow(), [change]);
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(db, cancel);
    }
}
