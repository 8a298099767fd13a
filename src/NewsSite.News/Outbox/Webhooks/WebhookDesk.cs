using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Outbox.Webhooks;

/// <param name="Address">Whole; see <see cref="WebhookTargets"/>.</param>
/// <param name="Events">Of <see cref="WebhookEvents.All"/>, one at least.</param>
public sealed record WebhookForm(string? Address, IReadOnlyList<string> Events, bool IsOn);

/// <summary>What admins do with receivers. Each act is one transaction, and in the audit log.</summary>
public sealed class WebhookDesk(NewsroomDb db, WebhookSecrets secrets, WebhookTargets targets, TimeProvider clock)
{
    /// <summary>The most receivers that a paper can have: each act writes a message for each.</summary>
    public const int Most = 20;

    public Task<List<Webhook>> ListAsync(CancellationToken cancel) =>
        db.Webhooks.AsNoTracking().OrderBy(w => w.Id).ToListAsync(cancel);

    /// <returns>Null where there is none.</returns>
    public Task<Webhook?> FindAsync(long id, CancellationToken cancel) =>
        db.Webhooks.AsNoTracking().SingleOrDefaultAsync(w => w.Id == id, cancel);

    /// <summary>Adds a receiver; what becomes of stories from then on is told to it.</summary>
    /// <returns>Its id, and its secret, which nobody is shown again.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    /// <exception cref="WebhookRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    public async Task<(long Id, string Secret)> AddAsync(WebhookForm form, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(actor, cancel);
        var address = Check(form);
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.webhook in share row exclusive mode", cancel);
        if (await db.Webhooks.CountAsync(cancel) >= Most)
        {
            throw new WebhookRefusedException("Address", $"There are {Most} receivers already. Delete one first.");
        }

        var (secret, kept) = secrets.Make();
        var webhook = new Webhook
        {
            Address = address,
            SealedSecret = kept,
            Events = EventsOf(form),
            IsOn = form.IsOn,
            CreatedAt = clock.GetUtcNow(),
        };
        db.Webhooks.Add(webhook);
        await db.SaveChangesAsync(cancel);
        Record(actor, "AddWebhook", webhook, null);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (webhook.Id, secret);
    }

    /// <summary>Changes a receiver. One that is turned off is sent nothing more, of what waited for it either.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public async Task ChangeAsync(long id, WebhookForm form, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(actor, cancel);
        var webhook = await TakeAsync(id, cancel);
        var address = Check(form);
        var (host, events, wasOn) = (HostOf(webhook), string.Join(", ", webhook.Events), webhook.IsOn);
        (webhook.Address, webhook.Events, webhook.IsOn) = (address, EventsOf(form), form.IsOn);
        Record(
            actor,
            "ChangeWebhook",
            webhook,
            [
                .. new FieldChange[]
                {
                    new("Host", host, HostOf(webhook)),
                    new("Events", events, string.Join(", ", webhook.Events)),
                    new("IsOn", wasOn ? "yes" : "no", webhook.IsOn ? "yes" : "no"),
                }.Where(c => c.Before != c.After),
            ]
        );
        await db.SaveChangesAsync(cancel);
        if (wasOn && !webhook.IsOn)
        {
            var now = clock.GetUtcNow();
            await db
                .WebhookDeliveries.Where(d => d.WebhookId == id && d.EndedAt == null)
                .ExecuteUpdateAsync(
                    d => d.SetProperty(x => x.EndedAt, now).SetProperty(x => x.Error, "The receiver was turned off."),
                    cancel
                );
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>Makes a new secret; the former one signs nothing more.</summary>
    /// <returns>The secret, which nobody is shown again.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin, or there is no such receiver.</exception>
    public async Task<string> NewSecretAsync(long id, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(actor, cancel);
        var webhook = await TakeAsync(id, cancel);
        (var secret, webhook.SealedSecret) = secrets.Make();
        Record(actor, "RenewWebhookSecret", webhook, null);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return secret;
    }

    /// <summary>Forgets a receiver, its secret and its deliveries.</summary>
    /// <inheritdoc cref="NewSecretAsync"/>
    public async Task DeleteAsync(long id, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await BeginAsync(actor, cancel);
        var webhook = await TakeAsync(id, cancel);
        db.Webhooks.Remove(webhook);
        Record(actor, "DeleteWebhook", webhook, null);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> BeginAsync(
        Actor actor,
        CancellationToken cancel
    ) =>
        actor.Role < StaffRole.Admin
            ? throw new NotAllowedException()
            : await db.Database.BeginTransactionAsync(cancel);

    private async Task<Webhook> TakeAsync(long id, CancellationToken cancel) =>
        await db.Webhooks.SingleOrDefaultAsync(w => w.Id == id, cancel) ?? throw new NotAllowedException();

    private string Check(WebhookForm form)
    {
        var address = form.Address?.Trim();
        return targets.FaultOf(address) is { } fault ? throw new WebhookRefusedException("Address", fault)
            : EventsOf(form).Count == 0 ? throw new WebhookRefusedException("Events", "Choose one event at least")
            : address!;
    }

    private static List<string> EventsOf(WebhookForm form) => [.. WebhookEvents.All.Where(form.Events.Contains)];

    private static string HostOf(Webhook webhook) => new Uri(webhook.Address).Authority;

    // The host alone: the rest of an address may be what opens it, and the log is kept for good.
    private void Record(Actor actor, string act, Webhook webhook, IReadOnlyList<FieldChange>? changes) =>
        db.Record(actor, act, $"webhook:{webhook.Id}", HostOf(webhook), clock.GetUtcNow(), changes);
}
