using NewsSite.News.Outbox;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Wire;
using NewsSite.Web.Delivery.Alerts;
using NewsSite.Web.Delivery.Webhooks;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <param name="Name">As the table of jobs has it.</param>
/// <param name="What">What it does, in an admin's words.</param>
/// <param name="Every">How often it runs, in words.</param>
/// <param name="LateAfter">When something is wrong if it has not ended since.</param>
/// <param name="RunAsync">Runs it once, on this server; null where a run out of turn makes no sense.</param>
/// <param name="WhyNot">Why it makes none; null where it does.</param>
public sealed record SiteJob(
    string Name,
    string What,
    string Every,
    TimeSpan LateAfter,
    Func<IServiceProvider, CancellationToken, Task>? RunAsync,
    string? WhyNot = null
);

/// <summary>The jobs that every server runs by itself.</summary>
public sealed class SiteJobs(OutboxOptions outbox, SiteOptions site, JobRunner runner, IServiceScopeFactory scopes)
{
    public const string Due = "due";
    public const string Readings = "readings";
    public const string Pictures = "pictures";
    public const string Outbox = "outbox";
    public const string OutboxSweep = "outbox-sweep";
    public const string Webhooks = "webhooks";
    public const string Alerts = "alerts";
    public const string Addresses = "addresses";
    public const string Backup = "backup";
    public const string Wire = "wire";
    public const string WireSweep = "wire-sweep";
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    public IReadOnlyList<SiteJob> All { get; } =
    [
        new(
            Due,
            "Publishes and withdraws what is due",
            "every second",
            Soon,
            async (services, cancel) => await services.GetRequiredService<DueRun>().RunAsync(_ => { }, cancel)
        ),
        new(
            Readings,
            "Counts readings and makes the list of what is read most",
            "every 5 seconds",
            Soon,
            async (services, cancel) => await services.GetRequiredService<MostReadDesk>().RefreshAsync(cancel)
        ),
        new(
            Pictures,
            "Looks for new pictures whose sizes are not made yet",
            "every 5 seconds",
            Soon,
            null,
            "Each server does it all the time, for its own disk: there is nothing to wait for."
        ),
        new(
            Addresses,
            "Counts redirects that are used and addresses that are not found",
            "every 5 seconds",
            Soon,
            null,
            "Each server counts in its own memory, and writes that down itself."
        ),
        new(
            Wire,
            "Asks the sources of the wire that are due",
            "every 30 seconds",
            TimeSpan.FromMinutes(15),
            async (services, cancel) => await services.GetRequiredService<WireRun>().RunAsync(cancel)
        ),
        new(
            WireSweep,
            "Clears old entries of the wire away",
            "every hour",
            TimeSpan.FromHours(3),
            async (services, cancel) => await services.GetRequiredService<WireTray>().SweepAsync(cancel)
        ),
        .. outbox.WebSub || outbox.IndexNow
            ? new[]
            {
                new SiteJob(
                    Outbox,
                    "Tells hubs and search engines of changed stories",
                    "every 2 seconds",
                    Soon,
                    async (services, cancel) => await services.GetRequiredService<OutboxSender>().SendDueAsync(cancel)
                ),
                new SiteJob(
                    OutboxSweep,
                    "Clears away messages that were sent long ago",
                    "every hour",
                    TimeSpan.FromHours(3),
                    async (services, cancel) => await services.GetRequiredService<OutboxRun>().SweepAsync(cancel)
                ),
            }
            : [],
        .. outbox.Webhooks
            ? new[]
            {
                new SiteJob(
                    Webhooks,
                    "Tells receivers of webhooks what became of stories",
                    "every 2 seconds",
                    Soon,
                    async (services, cancel) => await services.GetRequiredService<WebhookSender>().SendDueAsync(cancel)
                ),
            }
            : [],
        .. outbox.Mail
            ? new[]
            {
                new SiteJob(
                    Alerts,
                    "Mails alerts that two editors agreed on",
                    "every 2 seconds",
                    Soon,
                    async (services, cancel) => await services.GetRequiredService<AlertSender>().SendDueAsync(cancel)
                ),
            }
            : [],
        .. site.Backup.IsOn
            ? new[]
            {
                new SiteJob(
                    Backup,
                    "Backs up the database and the pictures",
                    $"every day at {site.Backup.At}",
                    TimeSpan.FromHours(26),
                    async (services, cancel) => await services.GetRequiredService<DailyBackup>().RunAsync(cancel)
                ),
            }
            : [],
    ];

    /// <summary>Runs a job now, on this server.</summary>
    /// <returns>Why it failed; null where it went well.</returns>
    public async Task<string?> RunAsync(SiteJob job, CancellationToken cancel)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await runner.RunAsync(
                job.Name,
                async () =>
                {
                    await job.RunAsync!(scope.ServiceProvider, cancel);
                    return true;
                },
                cancel
            );
            return null;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return e.Message;
        }
    }
}
