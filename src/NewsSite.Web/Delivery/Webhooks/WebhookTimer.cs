using NewsSite.News.Outbox.Webhooks;

namespace NewsSite.Web.Delivery.Webhooks;

/// <summary>Looks every few seconds, on every server, for what receivers are to be told. One that is slow holds up no other.</summary>
public sealed class WebhookTimer(
    IServiceScopeFactory scopes,
    WebhookSender sender,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<WebhookTimer> log
) : RepeatingService(site, clock)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);
    private readonly Dictionary<long, Task> sending = [];
    private DateTimeOffset sweepAt;

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        foreach (var id in await jobs.RunAsync(SiteJobs.Webhooks, () => LookAsync(cancel), cancel))
        {
            if (!sending.TryGetValue(id, out var begun) || begun.IsCompleted)
            {
                sending[id] = SendAsync(id, cancel);
            }
        }

        return Pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogError(failure, "What receivers are to be told could not be read; it is tried again");

    protected override Task EndAsync() => Task.WhenAll(sending.Values);

    private async Task<List<long>> LookAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<WebhookRun>();
        if (Watch.GetUtcNow() >= sweepAt)
        {
            await run.SweepAsync(cancel);
            sweepAt = Watch.GetUtcNow() + SweepPause;
        }

        return await run.DueAsync(cancel);
    }

    private async Task SendAsync(long webhookId, CancellationToken cancel)
    {
        try
        {
            await sender.SendDueAsync(webhookId, cancel);
        }
        catch (Exception e)
        {
            if (!cancel.IsCancellationRequested)
            {
                log.LogError(e, "Receiver {Webhook} could not be told; it is tried again", webhookId);
            }
        }
    }
}
