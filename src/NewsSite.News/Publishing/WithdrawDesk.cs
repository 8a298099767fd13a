using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publications;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>How an editor wants a story to go.</summary>
/// <param name="Reason">For the newsroom's own log; never shown to readers.</param>
public sealed record WithdrawOrder(WithdrawOutcome Outcome, string Reason)
{
    /// <summary>The most characters of a reason, and of words for readers.</summary>
    public const int TextLimit = 300;

    /// <summary>Shown to readers with a notice, where they are needed, and with a 410, where they may be left out.</summary>
    public string? Words { get; init; }

    /// <summary>Where a redirect leads: a page of ours, from the root of the site.</summary>
    public string? To { get; init; }

    /// <inheritdoc cref="Publication.Key"/>
    public Guid? Key { get; init; }
}

/// <summary>Takes stories away from readers: out of every list, feed, search and sitemap in one transaction.</summary>
public sealed class WithdrawDesk(NewsroomDb db, Announcements announcements, MassChangeGuard guard, TimeProvider clock)
{
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">A field is missing or wrong; the message says which.</exception>
    public async Task WithdrawAsync(long articleId, WithdrawOrder order, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        if (await Publisher.IsDoneAsync(db, order.Key, cancel))
        {
            return;
        }

        await WithdrawWithinAsync(article, order, actor, clock.GetUtcNow(), cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>As <see cref="WithdrawAsync"/>, in a transaction that has locked the story.</summary>
    internal async Task WithdrawWithinAsync(
        Article article,
        WithdrawOrder order,
        Actor actor,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        if (article.LiveNumber is null)
        {
            return;
        }

        await guard.CheckAsync(actor, cancel);
        order = await CheckAsync(db, article.Id, order, cancel);
        var wasLive = article.LiveNumber;
        article.State = ArticleState.Withdrawn;
        article.LiveNumber = null;
        article.BreakingUntil = null;
        article.WithdrawnAt = now;
        article.WithdrawnOutcome = order.Outcome;
        article.WithdrawnReason = order.Words;
        article.WithdrawnTo = order.To;
        article.ChangedAt = now;
        await Publisher.DropAheadAsync(db, [article.Id], cancel, ScheduledKind.Publish, ScheduledKind.Withdraw);
        await db
            .PreviewLinks.Where(l => l.ArticleId == article.Id && l.RevokedAt == null)
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, now), cancel);
        db.Record(
            actor,
            "Withdraw",
            $"article:{article.Id}",
            $"{order.Outcome}{(order.To is null ? "" : $" to {order.To}")}: {order.Reason}",
            now,
            [new(nameof(Article.LiveNumber), $"{wasLive}", null)]
        );

        await SiteTurn.TakeAsync(db, cancel);
        var projection = new Projection(db);
        var nouns = await projection.NounsAsync([article.Id], cancel);
        string[] lists = [.. (await announcements.ListsAsync([article.Id], cancel))[article.Id]];
        db.Publications.Add(
            new Publication
            {
                ArticleId = article.Id,
                Kind = PublicationKind.Withdrawn,
                VersionNumber = null,
                At = now,
                ById = actor.Id,
                Key = order.Key,
                Lists = lists,
            }
        );
        announcements.Add(
            article.Id,
            article.Slug!,
            lists,
            await db.Corrections.AnyAsync(c => c.ArticleId == article.Id, cancel)
        );
        await AlertDesk.EndAsync(db, article.Id, now, cancel);
        await announcements.TellReceiversAsync(
            [new(WebhookEvents.Withdrawn, article.Id, article.Slug!, $"{order.Outcome}")],
            cancel
        );
        await projection.WithdrawAsync(article, cancel);
        await projection.SweepAsync(nouns, cancel);
        await guard.CountAsync(actor, now, cancel);
    }

    /// <returns>The order as it is carried out: without what its outcome does not use.</returns>
    /// <exception cref="PublishRefusedException">As for <see cref="WithdrawAsync"/>.</exception>
    internal static async Task<WithdrawOrder> CheckAsync(
        NewsroomDb db,
        long articleId,
        WithdrawOrder order,
        CancellationToken cancel
    )
    {
        var reason = order.Reason.Trim();
        var words = string.IsNullOrWhiteSpace(order.Words) ? null : order.Words.Trim();
        if (reason.Length is 0 or > WithdrawOrder.TextLimit)
        {
            throw new PublishRefusedException(
                $"Say why, for the newsroom’s log, in {WithdrawOrder.TextLimit} characters or fewer."
            );
        }

        if (words?.Length > WithdrawOrder.TextLimit || (order.Outcome == WithdrawOutcome.Notice && words is null))
        {
            throw new PublishRefusedException(
                $"Say what readers are told, in {WithdrawOrder.TextLimit} characters or fewer."
            );
        }

        var tells = order.Outcome is WithdrawOutcome.Notice or WithdrawOutcome.Gone;
        return order with
        {
            Reason = reason,
            Words = tells ? words : null,
            To =
                order.Outcome == WithdrawOutcome.Redirect
                    ? await new RedirectTargets(db).FindAsync(order.To, articleId, cancel)
                    : null,
        };
    }
}
