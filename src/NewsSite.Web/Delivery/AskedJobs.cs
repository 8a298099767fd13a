using NewsSite.News.Jobs;
using NewsSite.Web.Shared;

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
) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // One name for each process: two may run on one machine.
    private readonly string server = $"{Environment.MachineName} ({Environment.ProcessId})";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(e, "What was asked for could not be looked up or written down; the next look is soon");
            }
            catch (Exception)
            {
                // Broken off because the site stops: that is no fault.
                return;
            }

            // By the machine's own watch: no test may stop this one.
            await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var book = scope.ServiceProvider.GetRequiredService<JobBook>();
        var known = jobs.All.Where(j => j.RunAsync is not null).ToDictionary(j => j.Name);
        foreach (var name in await book.TakeAsync([.. known.Keys], server, cancel))
        {
            var failure = await jobs.RunAsync(known[name], cancel);
            await book.EndAsync(name, server, failure, cancel);
        }
    }
}
