namespace NewsSite.Web.Delivery.Imports;

/// <summary>Looks again and again whether an admin asked for an import, on every server.</summary>
internal sealed class ImportTimer(ImportRun run, IHostApplicationLifetime site, ILogger<ImportTimer> log)
    : RepeatingService(site, TimeProvider.System)
{
    // One name for each process: two may run on one machine.
    private readonly string server = $"{Environment.MachineName} ({Environment.ProcessId})";

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(2);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await run.RunAsync(server, cancel);
        return Pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogDebug(failure, "The import could not be looked up or worked on; the next look is soon");
}
