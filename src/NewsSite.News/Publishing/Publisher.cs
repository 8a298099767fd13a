using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Markdown;
using NewsSite.News.Outbox;
using NewsSite.News.Publishing.Checks;
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

    /// <summary>Set by importers and the demo, whose stories went out before they came here.</summary>
    public DateTimeOffset? FirstPublishedAt { get; init; }

    /// <summary>As <see cref="FirstPublishedAt"/>: the last significant update.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <param name="Text">Plain text: what was wrong, and what is right.</param>
public sealed record CorrectionNote(CorrectionKind Kind, string Text);

/// <summary>The acts that change what readers see. Each is one transaction: whole, or not at all.</summary>
public sealed class Publisher(NewsroomDb db, Announcements announcements, TimeProvider clock)
{
    /// <summary>Makes a version the live copy.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">The message says why and what to do.</exception>
    public async Task PublishAsync(long articleId, PublishOrder order, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        if (article.LiveNumber != order.SeenLive && article.LiveNumber == order.Number)
        {
            // The same press of the button, sent twice.
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

        var version = await VersionAsync(article, order.Number, cancel);

        // The tree stays as it is until this story is filed.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share mode", cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var missing = PublishChecks.For(version.Content, tree).FirstOrDefault(c => c.Level == CheckLevel.Block);
        if (missing is not null)
        {
            throw new PublishRefusedException(missing.Text);
        }

        var corrects = order.Correction is { } note && await CorrectAsync(article, note, actor, now, cancel);
        var isNew = article.LiveNumber is null;
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
        article.EmbargoUntil = null;
        article.ChangedAt = now;

        // A version that was to go out later would undo this one.
        await DropAheadAsync(article, cancel, ScheduledKind.Publish);
        Record(article, "Publish", $"version {order.Number}", actor, now);

        var body = await LayOutAsync(version.Content.Body, cancel);
        await SiteTurn.TakeAsync(db, cancel);
        var projection = new Projection(db);
        var former = await projection.NounsAsync(article.Id, cancel);
        var lists = await announcements.ListsAsync(article.Id, cancel);
        await projection.PublishAsync(article, version, body, tree, cancel);
        if (isNew || order.IsSignificant || corrects)
        {
            var after = await announcements.ListsAsync(article.Id, cancel);
            announcements.Add(article.Id, article.Slug!, lists.Concat(after), corrects);
            await db.SaveChangesAsync(cancel);
        }

        await projection.SweepAsync(former, cancel);
    }

    /// <summary>Takes a live story away from readers; its address then answers that it was withdrawn.</summary>
    /// <param name="reason">Shown to readers; may be empty.</param>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    public async Task WithdrawAsync(long articleId, string? reason, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        await WithdrawWithinAsync(article, reason, actor, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>As <see cref="WithdrawAsync"/>, in a transaction that has locked the story.</summary>
    internal async Task WithdrawWithinAsync(
        Article article,
        string? reason,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (article.LiveNumber is null)
        {
            return;
        }

        article.State = ArticleState.Withdrawn;
        article.LiveNumber = null;
        article.BreakingUntil = null;
        article.WithdrawnAt = now;
        article.WithdrawnReason = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        article.ChangedAt = now;
        await DropAheadAsync(article, cancel, ScheduledKind.Publish, ScheduledKind.Withdraw);
        Record(article, "Withdraw", article.WithdrawnReason, actor, now);

        await SiteTurn.TakeAsync(db, cancel);
        var projection = new Projection(db);
        var former = await projection.NounsAsync(article.Id, cancel);
        announcements.Add(
            article.Id,
            article.Slug!,
            await announcements.ListsAsync(article.Id, cancel),
            await db.Corrections.AnyAsync(c => c.ArticleId == article.Id, cancel)
        );
        await projection.WithdrawAsync(article, cancel);
        await projection.SweepAsync(former, cancel);
    }

    /// <summary>Takes back what was still to be done; the act that is being done at this moment counts as done.</summary>
    private async Task DropAheadAsync(Article article, CancellationToken cancel, params ScheduledKind[] kinds)
    {
        await db.SaveChangesAsync(cancel);
        await db
            .ScheduledActs.Where(s => s.ArticleId == article.Id && kinds.Contains(s.Kind) && s.DoneAt == null)
            .ExecuteDeleteAsync(cancel);
    }

    /// <returns>False where the same correction stands there already: the same form, sent twice.</returns>
    private async Task<bool> CorrectAsync(
        Article article,
        CorrectionNote note,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var text = note.Text.Trim();
        if (article.FirstPublishedAt is null || text.Length is 0 or > Correction.TextLimit)
        {
            throw new PublishRefusedException(
                $"Say what was wrong and what is right, in {Correction.TextLimit:N0} characters or fewer."
            );
        }

        if (
            await db.Corrections.AnyAsync(
                c => c.ArticleId == article.Id && c.Kind == note.Kind && c.Text == text,
                cancel
            )
        )
        {
            return false;
        }

        db.Corrections.Add(
            new Correction
            {
                ArticleId = article.Id,
                Kind = note.Kind,
                Text = text,
                At = now,
                CreatedById = actor.Id,
            }
        );
        Record(article, "Correct", text, actor, now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    private async Task<LaidOutBody> LayOutAsync(string markdown, CancellationToken cancel)
    {
        try
        {
            return await LaidOutBody.OfAsync(db, markdown, cancel);
        }
        catch (BodyRefusedException refused)
        {
            // Only its pictures made it too large: the checks lay the text out without them.
            throw new PublishRefusedException(refused.Message, refused);
        }
    }

    private async Task<Article> TakeAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        // The row is locked, so that two editors' presses come one after the other.
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .SingleOrDefaultAsync(cancel);
        return article is not null && actor.IsEditor ? article : throw new NotAllowedException();
    }

    private Task<ArticleVersion> VersionAsync(Article article, int number, CancellationToken cancel) =>
        db.ArticleVersions.AsNoTracking().SingleAsync(v => v.ArticleId == article.Id && v.Number == number, cancel);

    private void Record(Article article, string act, string? detail, Actor actor, DateTimeOffset now) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                StaffMemberId = actor.Id,
                Act = act,
                Subject = $"article:{article.Id}",
                Detail = detail,
            }
        );
}
