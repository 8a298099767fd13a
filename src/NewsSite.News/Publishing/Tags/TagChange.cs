using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Publishing.Tags;

/// <summary>One act on tags: what every act has to do around its own change, in one transaction.</summary>
internal sealed class TagChange(NewsroomDb db, TimeProvider clock)
{
    public const string Kind = "tag";

    /// <param name="change">
    /// Makes the change on tracked records. It gives the living tags whose stories, name or addresses are others now, and
    /// what the audit log is to say.
    /// </param>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task RunAsync(
        Actor actor,
        string act,
        Func<Task<(long[] Living, long Subject, string Detail)>> change,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Nobody coins a tag meanwhile: it could take an address that is just being left.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.tag in share row exclusive mode", cancel);
        var (living, subject, detail) = await change();
        var tag = db.Tags.Local.FirstOrDefault(t => t.Id == subject);
        db.Record(actor, act, $"tag:{subject}", detail, clock.GetUtcNow(), tag is null ? null : db.ChangesOf(tag));
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await new PublishedTags(db).WriteAsync(living, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <returns>The tracked record of a tag that is there.</returns>
    /// <exception cref="NotAllowedException">There is none.</exception>
    public async Task<Tag> LivingAsync(long id, CancellationToken cancel) =>
        await db.Tags.SingleOrDefaultAsync(t => t.Id == id && t.ReplacedById == null, cancel)
        ?? throw new NotAllowedException();
}
