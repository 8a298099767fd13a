using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Outbox.Webhooks;

/// <param name="Next">What to go on from; null on the last page.</param>
public sealed record DeliveriesFound(IReadOnlyList<WebhookDelivery> Deliveries, long? Next);

/// <summary>What was sent to a receiver, and what admins send by hand.</summary>
public sealed class WebhookLog(NewsroomDb db, OutboxOptions options, TimeProvider clock)
{
    public const int PageSize = 50;

    /// <summary>A page of the deliveries of a receiver, the newest first.</summary>
    /// <param name="before">What <see cref="DeliveriesFound.Next"/> gave; null for the first page.</param>
    public async Task<DeliveriesFound> ListAsync(long webhookId, long? before, CancellationToken cancel)
    {
        var found = await db
            .WebhookDeliveries.AsNoTracking()
            .Where(d => d.WebhookId == webhookId && d.Id < (before ?? long.MaxValue))
            .OrderByDescending(d => d.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        return found.Count > PageSize ? new(found[..PageSize], found[PageSize - 1].Id) : new(found, null);
    }

    /// <returns>Null where there is none.</returns>
    public Task<WebhookDelivery?> FindAsync(long deliveryId, CancellationToken cancel) =>
        db.WebhookDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId, cancel);

    /// <summary>Adds a message to try the receiver out with; it tells of no story, and is tried once.</summary>
    /// <returns>The id of the delivery, which is due.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin, or there is no such receiver.</exception>
    public async Task<long> AddTestAsync(long webhookId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(webhookId, actor, cancel);
        var now = clock.GetUtcNow();
        var test = new WebhookDelivery
        {
            WebhookId = webhookId,
            MessageId = Guid.NewGuid(),
            Event = WebhookEvents.Test,
            CreatedAt = now,
            BegunAt = now,
            DueAt = now,
        };
        db.WebhookDeliveries.Add(test);
        db.Record(actor, "TestWebhook", $"webhook:{webhookId}", null, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return test.Id;
    }

    /// <summary>Sends a message once more, whatever became of it: by the same id, and for as long as a new one.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin, or the receiver has no such delivery.</exception>
    /// <exception cref="WebhookRefusedException">
    /// The receiver is turned off, or nobody is told of acts by this site, which may be a copy of the paper.
    /// </exception>
    public async Task ReplayAsync(long webhookId, long deliveryId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(webhookId, actor, cancel);
        if (!options.Webhooks)
        {
            throw new WebhookRefusedException(
                "delivery",
                "It was not sent. Outside Production receivers are told of no story, since a copy must not speak for the paper. Send a test instead."
            );
        }

        if (!await db.Webhooks.AnyAsync(w => w.Id == webhookId && w.IsOn, cancel))
        {
            throw new WebhookRefusedException(
                "delivery",
                "It was not sent, because this receiver is turned off. Turn it on first, or send a test."
            );
        }

        var now = clock.GetUtcNow();
        var begun = await db
            .WebhookDeliveries.Where(d => d.Id == deliveryId && d.WebhookId == webhookId)
            .ExecuteUpdateAsync(
                d =>
                    d.SetProperty(x => x.BegunAt, now)
                        .SetProperty(x => x.DueAt, now)
                        .SetProperty(x => x.Attempts, 0)
                        .SetProperty(x => x.Status, (int?)null)
                        .SetProperty(x => x.Milliseconds, (int?)null)
                        .SetProperty(x => x.Error, (string?)null)
                        .SetProperty(x => x.EndedAt, (DateTimeOffset?)null),
                cancel
            );
        if (begun == 0)
        {
            throw new NotAllowedException();
        }

        db.Record(actor, "ReplayDelivery", $"webhook:{webhookId}", $"delivery {deliveryId}", now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> BeginAsync(
        long webhookId,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin || !await db.Webhooks.AnyAsync(w => w.Id == webhookId, cancel))
        {
            throw new NotAllowedException();
        }

        return await db.Database.BeginTransactionAsync(cancel);
    }
}
