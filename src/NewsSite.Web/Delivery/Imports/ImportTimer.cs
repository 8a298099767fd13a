using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Imports;

/// <summary>Looks again and again whether an admin asked for an import, on every server.</summary>
internal sealed class ImportTimer(ImportRun run, IHostApplicationLifetime site, ILogger<ImportTimer> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // One name for each process: two may run on one machine.
    private readonly string server = $"{Environment.MachineName} ({Environment.ProcessId})";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await site.FirstPageAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await run.RunAsync(server, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogDebug(e, "The import could not be looked up or worked on; the next look is soon");
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
}
