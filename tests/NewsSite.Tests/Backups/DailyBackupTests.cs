using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Backups;
using NewsSite.News.Database;
using NewsSite.News.Jobs;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Backups;

/// <summary>The backup that the site makes by itself: when, by whom, how many are kept, and who is told that it failed.</summary>
public sealed class DailyBackupTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-daily-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task One_of_the_servers_makes_it_a_failure_is_seen_and_only_older_backups_beyond_the_number_go()
    {
        var directory = Path.Combine(folder, "backups");
        await File.WriteAllTextAsync(directory, "a file is in the way");
        await using var site = await SiteFixture.StartAsync(
            postgres,
            host =>
                host.UseSetting("NewsSite:Backup:Directory", directory)
                    .UseSetting("NewsSite:Backup:Keep", "2")
                    .UseSetting("Serilog:MinimumLevel:Default", "Fatal")
        );
        await using var second = await SiteFixture.BesideAsync(site);
        using var admin = await site.VisitorAsync(site.Admin);
        await UntilAsync(site, job => job.Failures > 0);
        var page = (await admin.PageAsync("/admin/system"));
        Assert.Equal("Broken", page.QuerySelector("[data-job=backup] .chip")!.TextContent);
        Assert.Contains("The last one failed", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The schedule asked for a run", page.Body.TextContent, StringComparison.Ordinal);

        // What lies there by now, ours and others'.
        File.Delete(directory);
        string[] ours = ["newssite-20200101-000000", "newssite-20200102-000000", "newssite-20200103-000000"];
        string[] others = ["newssite-20200101-000001", "newssite-photos", "2019", "newssite-20190101-000000-old"];
        foreach (var name in ours.Concat(others))
        {
            Directory.CreateDirectory(Path.Combine(directory, name));
            await File.WriteAllTextAsync(Path.Combine(directory, name, "manifest.json"), "{}");
            if (name != others[0])
            {
                await File.WriteAllTextAsync(Path.Combine(directory, name, "manifest.sha256"), "");
            }
        }

        using var asked = await admin.SubmitAsync("/admin/system", [("job", "backup")]);
        await UntilAsync(site, job => job.Failures == 0);
        var now = Directory.EnumerateDirectories(directory).Select(Path.GetFileName).ToList();
        Assert.Equal(others.Append(ours[2]).Order(), now.Where(n => !IsOfToday(n!)).Order());
        Assert.Single(now, n => IsOfToday(n!));
        Assert.NotEmpty((await BackupCheck.RunAsync(BackupFolder.Open(directory), null, default)).Tables);
        page = await admin.PageAsync("/admin/system");
        Assert.Equal("Good", page.QuerySelector("[data-job=backup] .chip")!.TextContent);
        Assert.Contains("The last one is", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_asked_for_once_a_day_and_again_after_an_hour_where_it_failed_or_its_server_was_lost()
    {
        await using var database = NewsroomDbOf(await postgres.CloneAsync());
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero));
        var book = new JobBook(database, clock);
        var due = clock.GetUtcNow().AddHours(-9);
        Task<bool> AskAsync() => book.AskInTimeAsync("backup", due, TimeSpan.FromHours(1), default);
        async Task<bool> TakeAsync() => (await book.TakeAsync(["backup"], "one", default)).Count == 1;

        Assert.True(await AskAsync());
        Assert.False(await AskAsync());
        Assert.True(await TakeAsync());
        Assert.False(await TakeAsync());

        // Its server was lost: not at once, for it may be at it still.
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(await AskAsync());
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await AskAsync());
        Assert.True(await TakeAsync());
        await EndAsync("no room");
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(await AskAsync());
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await AskAsync());
        Assert.True(await TakeAsync());
        await EndAsync(null);
        clock.Advance(TimeSpan.FromHours(12));
        Assert.False(await AskAsync());

        // The next day.
        due = due.AddDays(1);
        Assert.True(await AskAsync());

        async Task EndAsync(string? failure)
        {
            await book.NoteAsync("backup", clock.GetUtcNow(), 1, "one", failure, default);
            await book.EndAsync("backup", "one", failure, default);
        }
    }

    [Theory]
    [InlineData("2026-03-17T02:59:59Z", "2026-03-16T03:00:00Z")]
    [InlineData("2026-03-17T03:00:00Z", "2026-03-17T03:00:00Z")]
    [InlineData("2026-07-01T02:30:00Z", "2026-07-01T02:00:00Z")]
    [InlineData("2026-07-01T01:59:00Z", "2026-06-30T02:00:00Z")]
    // The night on which the clocks skip half past one, and the one after it.
    [InlineData("2026-03-29T01:29:59Z", "2026-03-28T01:30:00Z", "01:30")]
    [InlineData("2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", "01:30")]
    [InlineData("2026-03-30T00:30:00Z", "2026-03-30T00:30:00Z", "01:30")]
    public void It_is_due_at_a_time_of_the_newsrooms_day(string now, string due, string at = "03:00") =>
        Assert.Equal(
            DateTimeOffset.Parse(due, null),
            new BackupOptions { At = at }.LastDue(
                DateTimeOffset.Parse(now, null),
                TimeZoneInfo.FindSystemTimeZoneById("Europe/London")
            )
        );

    private static bool IsOfToday(string name) =>
        string.CompareOrdinal(name, "newssite-2021") > 0 && name.Length == 24 && char.IsAsciiDigit(name[9]);

    private static NewsroomDb NewsroomDbOf(string connectionString) =>
        new(
            new DbContextOptionsBuilder<NewsroomDb>().UseNpgsql(connectionString).UseSnakeCaseNamingConvention().Options
        );

    private static Task UntilAsync(SiteFixture site, Func<Job, bool> holds) =>
        SiteProcess.UntilAsync(async () =>
            (await site.WithAsync<JobBook, List<Job>>(book => book.ListAsync(default))).Exists(j =>
                j.Name == "backup" && holds(j)
            )
        );
}
