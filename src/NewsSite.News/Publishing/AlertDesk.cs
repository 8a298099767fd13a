using Microsoft.EntityFrameworkCore;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>Where an alert goes.</summary>
/// <param name="Webhooks">Receivers that are on and asked for alerts.</param>
/// <param name="Addresses">Of mail.</param>
public sealed record AlertReach(int Webhooks, int Addresses)
{
    public bool IsNowhere => Webhooks + Addresses == 0;
}

/// <summary>
/// Alerts: one editor asks, another one says yes or no. Each act is one transaction that has locked the story, so that they
/// come one after the other, and no yes comes after a withdrawal.
/// </summary>
public sealed class AlertDesk(NewsroomDb db, Announcements announcements, OutboxOptions options, TimeProvider clock)
{
    /// <returns>Where an alert would go now.</returns>
    public async Task<AlertReach> ReachAsync(CancellationToken cancel) =>
        new(
            options.Webhooks
                ? await db.Webhooks.CountAsync(w => w.IsOn && w.Events.Contains(WebhookEvents.Alert), cancel)
                : 0,
            options.Mail ? await db.AlertAddresses.CountAsync(cancel) : 0
        );

    /// <returns>The story's newest alert that waits for another editor; null where none does.</returns>
    public Task<Alert?> WaitingAsync(long articleId, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Alert.Waits;
        return db
            .Alerts.AsNoTracking()
            .Where(a => a.ArticleId == articleId && a.Outcome == null && a.AskedAt > since)
            .OrderByDescending(a => a.Id)
            .FirstOrDefaultAsync(cancel);
    }

    /// <summary>Asks for an alert on a published story. Nothing goes out before another editor says yes.</summary>
    /// <param name="words">One line.</param>
    /// <param name="key">Chosen by the form; the same sent again asks once.</param>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor of its sections, or no person.</exception>
    /// <exception cref="PublishRefusedException">The words are wrong, the story is not live, or an alert waits already; the message says which.</exception>
    public async Task AskAsync(long articleId, string? words, Guid key, Actor actor, CancellationToken cancel)
    {
        var line = words?.Trim() ?? "";
        if (line.Length is 0 or > Alert.WordsLimit || line.Any(char.IsControl))
        {
            throw new PublishRefusedException(
                $"Say what the alert says, in one line of {Alert.WordsLimit} characters or fewer."
            );
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        var me = actor.Id ?? throw new NotAllowedException();
        if (await db.Alerts.AnyAsync(a => a.Key == key, cancel))
        {
            return;
        }

        if (article.LiveNumber is null)
        {
            throw new PublishRefusedException("Readers do not see this story, so there is nothing to alert them to.");
        }

        if (await WaitingAsync(articleId, cancel) is { } waiting)
        {
            throw new PublishRefusedException(
                $"An alert on this story waits already: {waiting.AskedByName} asked for it. It needs another editor’s yes."
            );
        }

        if ((await ReachAsync(cancel)).IsNowhere)
        {
            throw new PublishRefusedException(
                "An alert would go nowhere: no webhook takes alerts, and there are no alert addresses. An admin can add them."
            );
        }

        var now = clock.GetUtcNow();
        db.Alerts.Add(
            new Alert
            {
                Key = key,
                ArticleId = articleId,
                Words = line,
                AskedById = me,
                AskedByName = actor.Name,
                AskedAt = now,
            }
        );
        db.Record(actor, "AskForAlert", $"article:{articleId}", line, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>
    /// Says yes: what is to be sent is written in the same transaction, once. Whoever says yes twice, or is told of somebody else's
    /// yes, sends nothing more.
    /// </summary>
    /// <returns>Where it goes.</returns>
    /// <exception cref="NotAllowedException">No such alert, or the actor is no editor of the story's sections, or no person.</exception>
    /// <exception cref="PublishRefusedException">The actor asked for it, or it is decided, withdrawn or too late; the message says which.</exception>
    public async Task<AlertReach> SayYesAsync(long alertId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (alert, article, now) = await TakeAsync(alertId, actor, cancel);
        var reach = await ReachAsync(cancel);
        if (reach.IsNowhere)
        {
            throw new PublishRefusedException(
                "The alert would go nowhere: no webhook takes alerts any more, and there are no alert addresses."
            );
        }

        Decide(alert, AlertOutcome.Yes, actor, now);
        db.Record(
            actor,
            "SendAlert",
            $"article:{alert.ArticleId}",
            $"{alert.Words} (to {reach.Webhooks} webhooks and {reach.Addresses} addresses)",
            now
        );
        await announcements.TellReceiversAsync(
            [new(WebhookEvents.Alert, article.Id, article.Slug!) { Words = alert.Words }],
            cancel
        );
        if (options.Mail)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.alert_mail (alert_id, address, created_at, due_at, attempts)
                select {alertId}, address, {now}, {now}, 0 from newsroom.alert_address order by address
                """,
                cancel
            );
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return reach;
    }

    /// <summary>Says no: nothing is sent.</summary>
    /// <inheritdoc cref="SayYesAsync"/>
    public async Task SayNoAsync(long alertId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (alert, _, now) = await TakeAsync(alertId, actor, cancel);
        Decide(alert, AlertOutcome.No, actor, now);
        db.Record(actor, "RefuseAlert", $"article:{alert.ArticleId}", alert.Words, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>The story goes: nobody decides any more, and what is not sent yet is not sent. The story is locked.</summary>
    internal static async Task EndAsync(NewsroomDb db, long articleId, DateTimeOffset now, CancellationToken cancel)
    {
        await db
            .Alerts.Where(a => a.ArticleId == articleId && a.Outcome == null)
            .ExecuteUpdateAsync(
                a => a.SetProperty(x => x.Outcome, AlertOutcome.Withdrawn).SetProperty(x => x.DecidedAt, now),
                cancel
            );
        const string Why = "The story was withdrawn before it was sent.";
        await db
            .WebhookDeliveries.Where(d =>
                d.ArticleId == articleId && d.Event == WebhookEvents.Alert && d.EndedAt == null
            )
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Error, Why), cancel);
        await db
            .AlertMails.Where(m =>
                m.EndedAt == null && db.Alerts.Any(a => a.Id == m.AlertId && a.ArticleId == articleId)
            )
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Error, Why), cancel);
    }

    // The story first, as a withdrawal does, and then the alert as it is by then.
    private async Task<(Alert Alert, Article Article, DateTimeOffset Now)> TakeAsync(
        long alertId,
        Actor actor,
        CancellationToken cancel
    )
    {
        var articleId = await db
            .Alerts.Where(a => a.Id == alertId)
            .Select(a => (long?)a.ArticleId)
            .SingleOrDefaultAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId ?? throw new NotAllowedException(), actor, cancel);
        var alert = await db
            .Alerts.FromSql($"select * from newsroom.alert where id = {alertId} for update")
            .SingleAsync(cancel);
        var now = clock.GetUtcNow();
        return actor.Id is null ? throw new NotAllowedException()
            : WhyNot(alert, article, actor, now) is { } why ? throw new PublishRefusedException(why)
            : (alert, article, now);
    }

    private static string? WhyNot(Alert alert, Article article, Actor actor, DateTimeOffset now) =>
        alert.Outcome switch
        {
            AlertOutcome.Yes => $"{alert.DecidedByName} said yes already. It goes out once.",
            AlertOutcome.No => $"{alert.DecidedByName} said no already. Nothing is sent.",
            AlertOutcome.Withdrawn => "The story was withdrawn meanwhile. Nothing is sent.",
            _ => article.LiveNumber is null ? "Readers do not see this story any more. Nothing is sent."
            : alert.AskedById == actor.Id ? "You asked for this alert, so another editor decides."
            : !alert.IsWaitingAt(now)
                ? $"This alert was asked for more than {Alert.Waits.TotalMinutes:0} minutes ago. Ask for a new one."
            : null,
        };

    private static void Decide(Alert alert, AlertOutcome outcome, Actor actor, DateTimeOffset now)
    {
        (alert.Outcome, alert.DecidedAt) = (outcome, now);
        (alert.DecidedById, alert.DecidedByName) = (actor.Id, actor.Name);
    }
}
