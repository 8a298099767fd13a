using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using NewsSite.News.Jobs;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Web.Delivery;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

public enum Light
{
    Good,
    Look,
    Broken,
}

/// <param name="Advice">What to do; null where nothing is to be done.</param>
public sealed record SystemFact(string Name, Light Light, string Words, string? Advice = null);

/// <param name="Row">How it ended last; null where no run is known.</param>
/// <param name="Asked">What became of the run that was last asked for; null where none ever was.</param>
public sealed record JobFact(SiteJob Job, Job? Row, Light Light, string Words, string? Advice, string? Asked = null);

/// <summary>How the site is. A question that cannot be answered is a fact as well, and leaves the others.</summary>
public sealed class SystemReport(
    SiteFacts facts,
    JobBook jobs,
    SiteJobs known,
    PageStore pages,
    SiteChanges changes,
    SiteOptions site,
    TimeProvider clock
)
{
    private const long Gigabyte = 1024 * 1024 * 1024;
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public async Task<IReadOnlyList<SystemFact>> FactsAsync(CancellationToken cancel) =>
        [
            new("Version", Light.Good, $"{Version}; .NET {Environment.Version}; {RuntimeInformation.OSDescription}"),
            await AskAsync(
                "Database",
                async () => Database(await facts.VersionAsync(cancel), await facts.SizeAsync(cancel))
            ),
            await AskAsync("Migrations", async () => Migrations(await facts.MigrationsAsync(cancel))),
            await AskAsync("Biggest tables", async () => Tables(await facts.TablesAsync(6, cancel))),
            await AskAsync("Overdue schedules", async () => Overdue(await facts.OverdueAsync(cancel))),
            await AskAsync("Failed schedules", async () => Failed(await facts.FailedSchedulesAsync(cancel))),
            await AskAsync("Messages to others", async () => Outbox(await facts.OutboxAsync(cancel))),
            await AskAsync(
                "Webhooks",
                async () => Webhooks(await facts.FailingWebhooksAsync(Webhook.FailsAfter, cancel))
            ),
            await AskAsync("Servers", async () => Servers(await facts.ServersAsync(cancel))),
            Pages(),
            await AskAsync("Disk", () => Task.FromResult(Disk())),
            await AskAsync("Pictures", () => Task.FromResult(Pictures())),
            await AskAsync(
                "Backup",
                async () => Backup((await jobs.ListAsync(cancel)).Find(j => j.Name == SiteJobs.Backup))
            ),
        ];

    public async Task<IReadOnlyList<JobFact>> JobsAsync(CancellationToken cancel)
    {
        var rows = (await jobs.ListAsync(cancel)).ToDictionary(j => j.Name);
        var asked = (await jobs.RequestsAsync(cancel)).ToDictionary(r => r.Name);
        return
        [
            .. known.All.Select(job =>
                Fact(job, rows.GetValueOrDefault(job.Name)) with
                {
                    Asked = asked.TryGetValue(job.Name, out var request) ? Words(request) : null,
                }
            ),
        ];
    }

    private string Words(JobRequest request) =>
        $"{request.ByName} asked for a run {Ago(request.AskedAt)} ago: "
        + (
            request switch
            {
                { DoneAt: not null, Failure: { } why } => $"it failed on {request.Server}: {why}",
                { DoneAt: { } done } => $"{request.Server} has done it in {Seconds(done - request.TakenAt!.Value)}.",
                { TakenAt: { } taken } when clock.GetUtcNow() - taken > JobBook.Longest =>
                    $"{request.Server} began with it, and has not told how it ended.",
                { TakenAt: not null } => $"{request.Server} is at it. Load this page again to see how it ends.",
                _ => "it waits for a server. Load this page again in a moment.",
            }
        );

    private static string Seconds(TimeSpan time) =>
        time < TimeSpan.FromSeconds(1) ? "less than a second" : string.Create(English, $"{time.TotalSeconds:N0} s");

    private static string Version =>
        typeof(SystemReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "unknown";

    // Nothing that is wrong with one part may hide the rest.
    private static async Task<SystemFact> AskAsync(string name, Func<Task<SystemFact>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(
                name,
                Light.Broken,
                $"It could not be found out: {e.Message}",
                "Look at the log of the database and of this server."
            );
        }
    }

    private static SystemFact Database(string version, long size) =>
        new("Database", Light.Good, $"PostgreSQL {version}; {Bytes(size)}");

    private static SystemFact Migrations((int Applied, IReadOnlyList<string> Pending) migrations) =>
        migrations.Pending.Count == 0
            ? new("Migrations", Light.Good, $"{migrations.Applied} are in the database, none is missing.")
            : new(
                "Migrations",
                Light.Broken,
                $"Missing: {string.Join(", ", migrations.Pending)}",
                "Run the command migrate with a user that owns the database."
            );

    private static SystemFact Tables(List<TableSize> tables) =>
        new("Biggest tables", Light.Good, string.Join("; ", tables.Select(t => $"{t.Name} {Bytes(t.Bytes)}")));

    private SystemFact Overdue(Backlog backlog) =>
        backlog.Count == 0
            ? new("Overdue schedules", Light.Good, "Nothing is overdue.")
            : new(
                "Overdue schedules",
                Light.Broken,
                $"{Stories(backlog.Count)} overdue, the oldest for {Ago(backlog.Oldest!.Value)}.",
                "Look at the job that publishes what is due, below, and run it now."
            );

    private SystemFact Failed(Backlog backlog) =>
        backlog.Count == 0
            ? new("Failed schedules", Light.Good, "Nothing that was due has failed.")
            : new(
                "Failed schedules",
                Light.Look,
                $"{Stories(backlog.Count)} not published or withdrawn at its time, the oldest {Ago(backlog.Oldest!.Value)} ago.",
                "Open the story from the desk: it says why."
            );

    private SystemFact Outbox(Backlog backlog) =>
        backlog.Count == 0 ? new("Messages to others", Light.Good, "None waits to be sent.")
        : clock.GetUtcNow() - backlog.Oldest < TimeSpan.FromMinutes(10)
            ? new("Messages to others", Light.Good, $"{backlog.Count:N0} wait to be sent.")
        : new(
            "Messages to others",
            Light.Look,
            $"{backlog.Count:N0} wait to be sent, the oldest for {Ago(backlog.Oldest!.Value)}.",
            "See whether this server reaches the hub and the search engines; it tries again by itself for a day."
        );

    private SystemFact Webhooks(Backlog failing) =>
        failing.Count == 0
            ? new("Webhooks", Light.Good, "No receiver keeps failing.")
            : new(
                "Webhooks",
                Light.Look,
                $"{failing.Count:N0} {(failing.Count == 1 ? "receiver keeps" : "receivers keep")} failing, the longest for {Ago(failing.Oldest!.Value)}.",
                "Open the receiver under “Webhooks”: its deliveries say why."
            );

    private SystemFact Servers(List<ServerSeen> servers)
    {
        var now = clock.GetUtcNow();
        var words = string.Join(
            "; ",
            servers.Select(s =>
                $"{s.Name}, heard of {Ago(s.At)} ago{(s.Behind > 0 ? $", {s.Behind:N0} changes behind" : "")}"
            )
        );
        return servers.Count == 0
                ? new(
                    "Servers",
                    Light.Good,
                    "No server keeps copies of pages on its disk, so none says that it is there."
                )
            : servers.Exists(s => now - s.At > TimeSpan.FromMinutes(1))
                ? new(
                    "Servers",
                    Light.Look,
                    words,
                    "One has not been heard of for more than a minute: it was stopped, or has lost its way to the database. It is forgotten after a day."
                )
            : new("Servers", Light.Good, words);
    }

    private SystemFact Pages() =>
        !pages.IsOn ? new("Pages in memory", Light.Good, "This server keeps none.")
        : changes.IsAway
            ? new(
                "Pages in memory",
                Light.Broken,
                "The database does not answer: readers get what was kept.",
                "Start the database, or mend the way to it."
            )
        : new(
            "Pages in memory",
            changes.IsInStep ? Light.Good : Light.Look,
            $"{pages.Count:N0} on this server, {Bytes(pages.Size)}; {pages.Made:N0} were made since it started, {pages.Number:N0} times something changed.",
            changes.IsInStep
                ? null
                : "This server does not hear the bell, and asks the database for every page. Look at its log."
        );

    private SystemFact Disk()
    {
        var drive = new DriveInfo(site.DataFolder);
        var (free, all) = (drive.AvailableFreeSpace, Math.Max(drive.TotalSize, 1));
        var words = $"{Bytes(free)} of {Bytes(all)} are free where the data directory lies.";
        return free > 5 * Gigabyte || free > all / 5
            ? new("Disk", Light.Good, words)
            : new(
                "Disk",
                free > Gigabyte ? Light.Look : Light.Broken,
                words,
                "Make room, or give copies of pages less of it (NewsSite__CopiesMegabytes)."
            );
    }

    private SystemFact Backup(Job? last) =>
        !site.Backup.IsOn
            ? new(
                "Backup",
                Light.Look,
                "The site makes none by itself.",
                "Set NewsSite__Backup__Directory to a folder on another disk, keep copies elsewhere, and try one out."
            )
        : last is null ? new("Backup", Light.Look, "None is known yet.", "The first one is made within a minute.")
        : last.Failures > 0
            ? new(
                "Backup",
                Light.Broken,
                $"The last one failed {Ago(last.RanAt)} ago: {last.Failure}",
                "It is tried again within an hour. The older ones stay until one goes well."
            )
        : new(
            "Backup",
            Light.Good,
            $"The last one is {Ago(last.RanAt)} old, made by {last.Server} in {site.BackupFolder}."
        );

    private SystemFact Pictures() =>
        !string.IsNullOrEmpty(site.ObjectStorage.Bucket)
            ? new("Pictures", Light.Good, $"They lie in the bucket {site.ObjectStorage.Bucket}.")
        : Directory.Exists(site.MediaFolder) ? new("Pictures", Light.Good, "They lie in the data directory.")
        : new("Pictures", Light.Good, "There are none yet; they will lie in the data directory.");

    private JobFact Fact(SiteJob job, Job? row)
    {
        if (row is null)
        {
            return new(job, row, Light.Look, "No run is known yet", "Wait a moment, then look again.");
        }

        var late = clock.GetUtcNow() - row.RanAt > job.LateAfter;
        return row.Failures > 0
                ? new(
                    job,
                    row,
                    Light.Broken,
                    "The last run failed",
                    "The message says what is wrong. It is tried again by itself."
                )
            : late
                ? new(job, row, Light.Broken, "It does not run", "See whether a server runs that reaches the database.")
            : new(job, row, Light.Good, "Good", null);
    }

    private static string Stories(int count) =>
        count == 1 ? "1 story is" : string.Create(English, $"{count:N0} stories are");

    /// <returns>12 s, 5 min, 3 h, 4 days.</returns>
    public string Ago(DateTimeOffset at)
    {
        var ago = clock.GetUtcNow() - at;
        return ago.TotalSeconds < 90 ? $"{Math.Max(0, (int)ago.TotalSeconds)} s"
            : ago.TotalMinutes < 90 ? $"{(int)ago.TotalMinutes} min"
            : ago.TotalHours < 48 ? $"{(int)ago.TotalHours} h"
            : $"{(int)ago.TotalDays} days";
    }

    private static string Bytes(long bytes) =>
        bytes < Gigabyte
            ? string.Create(English, $"{bytes / 1024.0 / 1024.0:N1} MB")
            : string.Create(English, $"{bytes / (double)Gigabyte:N1} GB");
}
