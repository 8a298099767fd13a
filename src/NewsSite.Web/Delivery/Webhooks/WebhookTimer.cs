using NewsSite.News.Outbox.Webhooks;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Webhooks;

/// <summary>Looks every few seconds, on every server, for what receivers are to be told. One that is slow holds up no other.</summary>
public sealed class WebhookTimer(
    IServiceScopeFactory scopes,
    WebhookSender sender,
    JobRunner jobs,
    TimeProvider clock,
    IHostApplicationLifetime site,
    ILogger<WebhookTimer> log
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SweepPause = TimeSpan.FromHours(1);
    private readonly Dictionary<long, Task> sending = [];
    private DateTimeOffset sweepAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (
                    var id in await jobs.RunAsync(SiteJobs.Webhooks, () => LookAsync(stoppingToken), stoppingToken)
                )
                {
                    if (!sending.TryGetValue(id, out var begun) || begun.IsCompleted)
                    {
                        sending[id] = SendAsync(id, stoppingToken);
                    }
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "What receivers are to be told could not be read; it is tried again");
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
            }

            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(sending.Values);
    }

    private async Task<List<long>> LookAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var run = scope.ServiceProvider.GetRequiredService<WebhookRun>();
        if (clock.GetUtcNow() >= sweepAt)
        {
            await run.SweepAsync(cancel);
            sweepAt = clock.GetUtcNow() + SweepPause;
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
