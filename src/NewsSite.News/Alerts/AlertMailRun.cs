using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Outbox;

namespace NewsSite.News.Alerts;

/// <summary>A mail that this server has taken to send.</summary>
/// <param name="Key">Of the alert.</param>
/// <param name="Path">Of the story, from the root of the site.</param>
public sealed record TakenMail(AlertMail Mail, Guid Key, string Words, string Path);

/// <summary>
/// Takes mails that are due, and writes down how sending them ended. What one server takes no other does; where a server ends
/// before it tells how it went, the mail is taken again, so an address may get a second copy of the same message.
/// </summary>
public sealed class AlertMailRun(NewsroomDb db, TimeProvider clock)
{
    // Longer than any try: no transaction is open meanwhile.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    /// <summary>Takes the oldest mail that is due.</summary>
    /// <returns>Null where nothing is due that no other server has.</returns>
    public async Task<TakenMail?> TakeAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var taken = await db
            .AlertMails.FromSql(
                $"""
                update newsroom.alert_mail set due_at = {now + Lease}, attempts = attempts + 1
                where id = (
                    select id from newsroom.alert_mail where ended_at is null and due_at <= {now}
                    order by due_at, id limit 1 for update skip locked
                )
                returning *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return taken is [var mail]
            ? await (
                from alert in db.Alerts
                join article in db.Articles on alert.ArticleId equals article.Id
                where alert.Id == mail.AlertId
                select new TakenMail(mail, alert.Key, alert.Words, "/news/" + article.Id + "/" + article.Slug)
            ).SingleAsync(cancel)
            : null;
    }

    /// <summary>Writes down how a try ended. What did not go is tried again, later each time, for <see cref="Retry.Patience"/>.</summary>
    /// <param name="error">Null where the mail server took it.</param>
    public Task CloseAsync(AlertMail mail, string? error, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isOver = error is null || now - mail.CreatedAt >= Retry.Patience;
        var kept = error?.Length > AlertMail.ErrorLimit ? error[..AlertMail.ErrorLimit] : error;

        // What was ended meanwhile, because the story was withdrawn, stays so.
        return db
            .AlertMails.Where(m => m.Id == mail.Id && m.EndedAt == null)
            .ExecuteUpdateAsync(
                m =>
                    m.SetProperty(x => x.Error, kept)
                        .SetProperty(x => x.EndedAt, isOver ? now : (DateTimeOffset?)null)
                        .SetProperty(x => x.DueAt, now + Retry.Wait(mail.Attempts)),
                cancel
            );
    }

    /// <summary>Forgets mails after two weeks: addresses are kept no longer than they are needed.</summary>
    public Task<int> SweepAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        return db.AlertMails.Where(m => m.CreatedAt < before).ExecuteDeleteAsync(cancel);
    }
}
