using NewsSite.News.Jobs;

namespace NewsSite.Web.Delivery;

/// <summary>
/// Runs what admins asked for out of turn: every server looks once a second, and whoever takes it first has it. A server that
/// ends in the middle leaves it undone, so that nothing is done twice that nobody asked for again.
/// </summary>
internal sealed class AskedJobs(
    IServiceScopeFactory scopes,
    SiteJobs jobs,
    IHostApplicationLifetime site,
    ILogger<AskedJobs> log
) : RepeatingService(site, TimeProvider.System)
{
    // One name for each process: two may run on one machine.
    private readonly string server = $"{Environment.MachineName} ({Environment.ProcessId})";

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    protected override void Tell(Exception failure) =>
        log.LogDebug(failure, "What was asked for could not be looked up or written down; the next look is soon");

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<JobBook>();
        var known = jobs.All.Where(j => j.RunAsync is not null).ToDictionary(j => j.Name);
        foreach (var name in await book.TakeAsync([.. known.Keys], server, cancel))
        {
            var failure = await jobs.RunAsync(known[name], cancel);
            await book.EndAsync(name, server, failure, cancel);
        }

        return Pause;
    }
}
