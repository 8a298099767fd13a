using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Publications;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>How an editor wants a story to go out.</summary>
/// <param name="Number">The version that the editor looked at; only that one is published.</param>
/// <param name="SeenLive">The live version at that moment; a repeated post is known by it.</param>
/// <param name="BreakingFor">How long the breaking label lasts from now; null ends it; see <paramref name="KeepBreaking"/>.</param>
/// <param name="KeepBreaking">Leaves the label's end as it is.</param>
/// <param name="IsSignificant">For an update: whether readers are told that the story was updated.</param>
public sealed record PublishOrder(
    int Number,
    int? SeenLive,
    TimeSpan? BreakingFor = null,
    bool KeepBreaking = false,
    bool IsSignificant = false
)
{
    /// <summary>What the update puts right; shown under the story for ever. Such an update is always significant.</summary>
    public CorrectionNote? Correction { get; init; }

    /// <inheritdoc cref="Publication.Key"/>
    public Guid? Key { get; init; }

    /// <summary>Set by importers and the demo, whose stories went out before they came here.</summary>
    public DateTimeOffset? FirstPublishedAt { get; init; }

    /// <summary>As <see cref="FirstPublishedAt"/>: the last significant update.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>Makes versions live. Each act is one transaction: whole, or not at all.</summary>
public sealed class Publisher(NewsroomDb db, Announcements announcements, MassChangeGuard guard, TimeProvider clock)
{
    /// <summary>Makes a version the live copy.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">The message says why and what to do.</exception>
    public async Task PublishAsync(long articleId, PublishOrder order, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(db, articleId, actor, cancel);
        if (
            await IsDoneAsync(db, order.Key, cancel)
            || (article.LiveNumber != order.SeenLive && article.LiveNumber == order.Number)
        )
        {
            // The same press of the button, sent twice, or somebody else's with the same effect.
            return;
        }

        if (order.SeenLive is not null && article.LiveNumber is null)
        {
            throw new PublishRefusedException("Somebody withdrew the story. Look at it again before it goes out.");
        }

        if (article.HeadNumber != order.Number)
        {
            throw new PublishRefusedException("Somebody saved a newer version. Look at it before you publish.");
        }

        var press = new LivePress(db, announcements, guard);
        if (await press.RunAsync([new(article, order, actor)], clock.GetUtcNow(), cancel) is [var refusal])
        {
            throw refusal.Why;
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>The notes of a story that a new one could take the place of, newest first.</summary>
    public async Task<IReadOnlyList<Correction>> StandingNotesAsync(long articleId, CancellationToken cancel) =>
        await CorrectionPen.Standing(db, articleId).ToListAsync(cancel);

    /// <summary>Takes back what was still to be done; the act that is being done at this moment counts as done.</summary>
    internal static async Task DropAheadAsync(
        NewsroomDb db,
        long[] articleIds,
        CancellationToken cancel,
        params ScheduledKind[] kinds
    )
    {
        await db.SaveChangesAsync(cancel);
        await db
            .ScheduledActs.Where(s => articleIds.Contains(s.ArticleId) && kinds.Contains(s.Kind) && s.DoneAt == null)
            .ExecuteDeleteAsync(cancel);
    }

    /// <returns>The story, locked, so that two editors' presses come one after the other.</returns>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor of its sections.</exception>
    internal static async Task<Article> TakeAsync(NewsroomDb db, long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .SingleOrDefaultAsync(cancel);
        return article is not null && await db.MayPublishAsync(article, actor, cancel)
            ? article
            : throw new NotAllowedException();
    }

    /// <returns>Whether the act that this key was made for is done already; the story is locked.</returns>
    internal static async Task<bool> IsDoneAsync(NewsroomDb db, Guid? key, CancellationToken cancel) =>
        key is not null && await db.Publications.AnyAsync(p => p.Key == key, cancel);
}
