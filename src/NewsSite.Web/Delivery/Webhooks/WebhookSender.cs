using NewsSite.News.Outbox.Webhooks;

namespace NewsSite.Web.Delivery.Webhooks;

/// <summary>Sends what receivers are to be told. To one receiver a server sends one message after the other, the oldest first.</summary>
public sealed class WebhookSender(IServiceScopeFactory scopes, WebhookClient client, ILogger<WebhookSender> log)
{
    /// <summary>Sends all that is due, to each receiver beside the others.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> SendDueAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = await scope.ServiceProvider.GetRequiredService<WebhookRun>().DueAsync(cancel);
        return (await Task.WhenAll(due.Select(id => SendDueAsync(id, cancel)))).Sum();
    }

    /// <summary>Sends all that is due for one receiver.</summary>
    /// <returns>How many messages were tried.</returns>
    public async Task<int> SendDueAsync(long webhookId, CancellationToken cancel)
    {
        var tried = 0;
        while (await SendNextAsync(webhookId, null, cancel))
        {
            tried++;
        }

        return tried;
    }

    /// <summary>Sends one message now, if it is due and no other server has it.</summary>
    public Task SendAsync(long webhookId, long deliveryId, CancellationToken cancel) =>
        SendNextAsync(webhookId, deliveryId, cancel);

    private async Task<bool> SendNextAsync(long webhookId, long? deliveryId, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var run = services.GetRequiredService<WebhookRun>();
        if (await run.TakeAsync(webhookId, deliveryId, cancel) is not { } taken)
        {
            return false;
        }

        var delivery = taken.Delivery;
        var end = services.GetRequiredService<WebhookSecrets>().Open(taken.SealedSecret) is { } key
            ? await client.SendAsync(
                taken.Address,
                WebhookMessage.IdOf(delivery),
                key,
                await services.GetRequiredService<WebhookMessage>().WriteAsync(delivery, cancel),
                cancel
            )
            : new(null, 0, "The secret cannot be opened any more. Make a new one.");
        if (end.Error is { } error)
        {
            log.LogWarning(
                "Receiver {Webhook} did not take {Event} {Id}: {Error}",
                webhookId,
                delivery.Event,
                WebhookMessage.IdOf(delivery),
                error
            );
        }

        // It has been sent, whoever stops waiting now.
        await run.CloseAsync(delivery, end, CancellationToken.None);
        return true;
    }
}
