using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Outbox.Webhooks;

/// <summary>A message that this server has taken to send, and to whom.</summary>
/// <param name="Address">Whole.</param>
/// <param name="SealedSecret">See <see cref="Webhook.SealedSecret"/>.</param>
public sealed record TakenDelivery(WebhookDelivery Delivery, string Address, string SealedSecret);

/// <summary>How a try to send a message ended.</summary>
/// <param name="Status">Of the answer; null where none came.</param>
/// <param name="Error">Null where it arrived.</param>
public sealed record WebhookAttempt(int? Status, int Milliseconds, string? Error);

/// <summary>
/// Takes messages that are due, and writes down how sending them ended. What one server takes no other does; where a server ends
/// before it tells how it went, the message is taken again.
/// </summary>
public sealed class WebhookRun(NewsroomDb db, TimeProvider clock)
{
    /// <summary>For how many days deliveries are kept.</summary>
    public const int KeptDays = 14;

    // Longer than any try: no transaction is open meanwhile, so a receiver that hangs holds nothing up.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <returns>The ids of the receivers for which something is due.</returns>
    public Task<List<long>> DueAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return db
            .Webhooks.Where(w =>
                db.WebhookDeliveries.Any(d => d.WebhookId == w.Id && d.EndedAt == null && d.DueAt <= now)
            )
            .Select(w => w.Id)
            .ToListAsync(cancel);
    }

    /// <summary>Takes the oldest message that is due for a receiver.</summary>
    /// <param name="deliveryId">Only this one; null for any.</param>
    /// <returns>Null where nothing is due that no other server has.</returns>
    public async Task<TakenDelivery?> TakeAsync(long webhookId, long? deliveryId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var taken = await db
            .WebhookDeliveries.FromSql(
                $"""
                update newsroom.webhook_delivery set due_at = {now + Lease}, tried_at = {now}, attempts = attempts + 1
                where id = (
                    select id from newsroom.webhook_delivery
                    where webhook_id = {webhookId} and ended_at is null and due_at <= {now}
                        and id = coalesce({deliveryId}, id)
                    order by due_at, id limit 1 for update skip locked
                )
                returning *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return
            taken is [var delivery]
            && await db
                .Webhooks.Where(w => w.Id == webhookId)
                .Select(w => new { w.Address, w.SealedSecret })
                .SingleOrDefaultAsync(cancel)
                is { } receiver
            ? new(delivery, receiver.Address, receiver.SealedSecret)
            : null;
    }

    /// <summary>
    /// Writes down how a try ended. What did not arrive is tried again, later each time, for <see cref="Retry.Patience"/>; a test is not.
    /// </summary>
    public async Task CloseAsync(WebhookDelivery delivery, WebhookAttempt end, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var isOver =
            end.Error is null || delivery.Event == WebhookEvents.Test || now - delivery.BegunAt >= Retry.Patience;
        var error =
            end.Error?.Length > WebhookDelivery.ErrorLimit ? end.Error[..WebhookDelivery.ErrorLimit] : end.Error;

        // What an admin ended or began anew meanwhile stays so, unless it has arrived.
        await db
            .WebhookDeliveries.Where(d =>
                d.Id == delivery.Id && (error == null || (d.EndedAt == null && d.BegunAt == delivery.BegunAt))
            )
            .ExecuteUpdateAsync(
                d =>
                    d.SetProperty(x => x.Status, end.Status)
                        .SetProperty(x => x.Milliseconds, end.Milliseconds)
                        .SetProperty(x => x.Error, error)
                        .SetProperty(x => x.EndedAt, isOver ? now : (DateTimeOffset?)null)
                        .SetProperty(x => x.DueAt, now + Retry.Wait(delivery.Attempts)),
                cancel
            );
        var receiver = db.Webhooks.Where(w => w.Id == delivery.WebhookId);
        await (
            error is null
                ? receiver.ExecuteUpdateAsync(
                    w =>
                        w.SetProperty(x => x.Failures, 0)
                            .SetProperty(x => x.FailingSince, (DateTimeOffset?)null)
                            .SetProperty(x => x.TookAt, now),
                    cancel
                )
                : receiver.ExecuteUpdateAsync(
                    w =>
                        w.SetProperty(x => x.Failures, x => x.Failures + 1)
                            .SetProperty(x => x.FailingSince, x => x.FailingSince ?? now),
                    cancel
                )
        );
    }

    /// <summary>Forgets deliveries that are <see cref="KeptDays"/> old, sent or not: nothing is tried for so long.</summary>
    public Task<int> SweepAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow().AddDays(-KeptDays);
        return db.WebhookDeliveries.Where(d => d.CreatedAt < before && d.BegunAt < before).ExecuteDeleteAsync(cancel);
    }
}
