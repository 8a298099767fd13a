using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Publications;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.Rendering;

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
public sealed class Publisher(NewsroomDb db, Announcements announcements, TimeProvider clock)
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

        await PublishWithinAsync(article, order, actor, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>As <see cref="PublishAsync"/>, in a transaction that has locked the story. A newer version stays a draft.</summary>
    internal async Task PublishWithinAsync(
        Article article,
        PublishOrder order,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (now < article.EmbargoUntil)
        {
            throw new PublishRefusedException(
                "The story is under embargo. Schedule it for when that ends, or lift it."
            );
        }

        if (article.State == ArticleState.Spiked)
        {
            throw new PublishRefusedException("The story is spiked. Restore it first.");
        }

        // First, for it takes the longest: nobody waits for this story meanwhile.
        var version = await VersionAsync(article, order.Number, cancel);
        var body = await LayOutAsync(version.Content.Body, cancel);

        // The tree stays as it is until this story is filed.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share mode", cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        if (PublishChecks.Missing(version.Content, tree, body.Text) is { } missing)
        {
            throw new PublishRefusedException(missing.Text);
        }

        var corrects =
            order.Correction is { } note && await new CorrectionPen(db).AddAsync(article, note, actor, now, cancel);
        var isNew = article.LiveNumber is null;
        var wasLive = article.LiveNumber;
        if (corrects || (!isNew && order.IsSignificant))
        {
            article.UpdatedAt = now;
        }

        article.FirstPublishedAt ??= order.FirstPublishedAt ?? now;
        article.UpdatedAt = order.UpdatedAt ?? article.UpdatedAt;
        article.BreakingUntil = order.KeepBreaking ? article.BreakingUntil : now + order.BreakingFor;
        article.Slug ??= Slug.From(version.Content.Headline);
        article.State = ArticleState.Published;
        article.LiveNumber = order.Number;
        article.WithdrawnAt = null;
        article.WithdrawnReason = null;
        article.WithdrawnOutcome = null;
        article.WithdrawnTo = null;
        article.EmbargoUntil = null;
        article.ChangedAt = now;

        // A version that was to go out later would undo this one.
        await DropAheadAsync(db, article, cancel, ScheduledKind.Publish);
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                StaffMemberId = actor.Id,
                Act = "Publish",
                Subject = $"article:{article.Id}",
                Detail = $"version {order.Number}",
            }
        );

        var editions = new Editions(db);
        var kind =
            isNew ? PublicationKind.Published
            : corrects ? CorrectionPen.KindOf(order.Correction!.Kind)
            : order.IsSignificant ? PublicationKind.Update
            : PublicationKind.SmallFix;
        var told = await editions.PrepareAsync(article, wasLive, kind, order.UpdatedAt ?? now, body, cancel);
        await SiteTurn.TakeAsync(db, cancel);
        var projection = new Projection(db);
        var former = await projection.NounsAsync(article.Id, cancel);
        var lists = await announcements.ListsAsync(article.Id, cancel);
        await projection.PublishAsync(article, version, body, tree, told.Count, cancel);
        await editions.AddAsync(told, cancel);
        lists = [.. lists.Union(await announcements.ListsAsync(article.Id, cancel))];
        db.Publications.Add(
            new Publication
            {
                ArticleId = article.Id,
                Kind = kind,
                VersionNumber = order.Number,
                At = isNew ? order.FirstPublishedAt ?? now : order.UpdatedAt ?? now,
                ById = actor.Id,
                Key = order.Key,
                Lists = [.. lists],
            }
        );
        if (kind != PublicationKind.SmallFix)
        {
            announcements.Add(article.Id, article.Slug!, lists, corrects);
        }

        await db.SaveChangesAsync(cancel);
        await projection.SweepAsync(former, cancel);
    }

    /// <summary>The notes of a story that a new one could take the place of, newest first.</summary>
    public async Task<IReadOnlyList<Correction>> StandingNotesAsync(long articleId, CancellationToken cancel) =>
        await CorrectionPen.Standing(db, articleId).ToListAsync(cancel);

    /// <summary>Takes back what was still to be done; the act that is being done at this moment counts as done.</summary>
    internal static async Task DropAheadAsync(
        NewsroomDb db,
        Article article,
        CancellationToken cancel,
        params ScheduledKind[] kinds
    )
    {
        await db.SaveChangesAsync(cancel);
        await db
            .ScheduledActs.Where(s => s.ArticleId == article.Id && kinds.Contains(s.Kind) && s.DoneAt == null)
            .ExecuteDeleteAsync(cancel);
    }

    private async Task<LaidOutBody> LayOutAsync(string markdown, CancellationToken cancel)
    {
        try
        {
            return await LaidOutBody.OfAsync(db, markdown, cancel);
        }
        catch (BodyRefusedException refused)
        {
            throw new PublishRefusedException(refused.Message, refused);
        }
    }

    /// <returns>The story, locked, so that two editors' presses come one after the other.</returns>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    internal static async Task<Article> TakeAsync(NewsroomDb db, long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .SingleOrDefaultAsync(cancel);
        return article is not null && actor.IsEditor ? article : throw new NotAllowedException();
    }

    /// <returns>Whether the act that this key was made for is done already; the story is locked.</returns>
    internal static async Task<bool> IsDoneAsync(NewsroomDb db, Guid? key, CancellationToken cancel) =>
        key is not null && await db.Publications.AnyAsync(p => p.Key == key, cancel);

    private Task<ArticleVersion> VersionAsync(Article article, int number, CancellationToken cancel) =>
        db.ArticleVersions.AsNoTracking().SingleAsync(v => v.ArticleId == article.Id && v.Number == number, cancel);
}
