using NewsSite.News.Backups;
using NewsSite.News.Jobs;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

/// <summary>Makes the backup of the day, and then lets go of the oldest beyond the number that is kept.</summary>
public sealed class DailyBackup(BackupDesk desk, SiteOptions site, ILogger<DailyBackup> log)
{
    /// <exception cref="Exception">It failed: every older one is there still.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            var made = await desk.MakeAsync(site.BackupFolder, null, cancel);
            if (made.Holds.Missing.Count > 0)
            {
                throw new BackupRefusedException(
                    $"{made.Path} is whole but for {made.Holds.Missing.Count} pictures that are missing or damaged, the first {made.Holds.Missing[0]}."
                );
            }

            var removed = BackupFolder.Thin(site.BackupFolder, site.Backup.Keep);
            log.LogInformation(
                "Backed up to {Folder}: {Rows} rows, {Pictures} pictures, {Bytes} bytes; {Removed} old ones were removed",
                made.Path,
                made.Holds.Rows,
                made.Holds.Pictures.Count,
                made.Holds.Bytes,
                removed
            );
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogError(e, "The backup failed; it is tried again within an hour");
            throw;
        }
    }
}

/// <summary>
/// Asks for the backup of the day when its time has come, as an admin would: whichever server takes it makes it. One that
/// failed, or whose server ended meanwhile, is asked for again after an hour.
/// </summary>
internal sealed class BackupTimer(
    IServiceScopeFactory scopes,
    SiteOptions site,
    TimeProvider clock,
    IHostApplicationLifetime host,
    ILogger<BackupTimer> log
) : RepeatingService(host, TimeProvider.System)
{
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    protected override TimeSpan Pause { get; } = TimeSpan.FromSeconds(20);

    protected override async Task<TimeSpan> RunAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = site.Backup.LastDue(clock.GetUtcNow(), site.Zone);
        await scope.ServiceProvider.GetRequiredService<JobBook>().AskInTimeAsync(SiteJobs.Backup, due, Again, cancel);
        return Pause;
    }

    protected override void Tell(Exception failure) =>
        log.LogDebug(failure, "The backup of the day could not be asked for; the next look is soon");
}
