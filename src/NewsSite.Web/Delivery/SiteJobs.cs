using NewsSite.News.Outbox;
using NewsSite.News.Publishing;

namespace NewsSite.Web.Delivery;

/// <param name="Name">As the table of jobs has it.</param>
/// <param name="What">What it does, in an admin's words.</param>
/// <param name="Every">How often it runs, in words.</param>
/// <param name="LateAfter">When something is wrong if it has not ended since.</param>
/// <param name="RunAsync">Runs it once, on this server; null where a run out of turn makes no sense.</param>
public sealed record SiteJob(
    string Name,
    string What,
    string Every,
    TimeSpan LateAfter,
    Func<IServiceProvider, CancellationToken, Task>? RunAsync
);

/// <summary>The jobs that every server runs by itself.</summary>
public sealed class SiteJobs(OutboxOptions outbox, JobRunner runner, IServiceScopeFactory scopes)
{
    public const string Due = "due";
    public const string Readings = "readings";
    public const string Pictures = "pictures";
    public const string Outbox = "outbox";
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
        new(Pictures, "Looks for new pictures whose sizes are not made yet", "every 5 seconds", Soon, null),
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
            }
            : [],
    ];

    /// <summary>Runs a job now, on this server.</summary>
    /// <returns>Null where there is none of this name that can be run; else why it failed, or an empty text.</returns>
    public async Task<string?> RunAsync(string name, CancellationToken cancel)
    {
        if (All.FirstOrDefault(j => j.Name == name)?.RunAsync is not { } run)
        {
            return null;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await runner.RunAsync(
                name,
                async () =>
                {
                    await run(scope.ServiceProvider, cancel);
                    return true;
                },
                cancel
            );
            return "";
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            return e.Message;
        }
    }
}
