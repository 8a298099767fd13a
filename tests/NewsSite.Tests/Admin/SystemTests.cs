using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Jobs;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>The page that says how the site is, while it is well and while it is not.</summary>
public sealed class SystemTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = "/admin/system";

    [Fact]
    public async Task A_job_that_fails_is_told_and_so_is_that_it_runs_again()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        await UntilJobAsync(fails: false);
        await RunAsync("alter table newsroom.scheduled_act rename to scheduled_act_away");
        try
        {
            await UntilJobAsync(fails: true);
            var page = await admin.PageAsync(Address);
            var job = page.QuerySelector("[data-job=due]")!;
            Assert.Equal("Broken", job.QuerySelector(".chip")!.TextContent);
            Assert.Contains(
                "scheduled_act",
                job.QuerySelector(".health__failure")!.TextContent,
                StringComparison.Ordinal
            );

            // What cannot be found out leaves the rest.
            Assert.Contains("PostgreSQL", page.Body!.TextContent, StringComparison.Ordinal);
            Assert.Contains("It could not be found out", page.Body.TextContent, StringComparison.Ordinal);
            await UntilAskedAsync(admin, "due", "it failed on", "scheduled_act");
        }
        finally
        {
            await RunAsync("alter table newsroom.scheduled_act_away rename to scheduled_act");
        }

        await UntilJobAsync(fails: false);
        var well = (await admin.PageAsync(Address)).QuerySelector("[data-job=due]")!;
        Assert.Equal("Good", well.QuerySelector(".chip")!.TextContent);
        Assert.Null(well.QuerySelector(".health__failure"));
        Assert.Contains("has run since", well.TextContent, StringComparison.Ordinal);
        Assert.True(
            await site.WithAsync<NewsroomDb, bool>(db =>
                db.AuditEntries.AnyAsync(e =>
                    e.Act == "RunJob" && e.Subject == "job:due" && e.StaffMemberId == site.Admin.Id
                )
            )
        );
    }

    [Fact]
    public async Task A_story_whose_time_has_come_and_gone_is_counted()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var id = (await site.DraftAsync("Held up")).ArticleId;
        await using var connection = new NpgsqlConnection(site.ConnectionString);
        await connection.OpenAsync();
        await using var holding = await connection.BeginTransactionAsync();
        await using (
            var hold = new NpgsqlCommand($"select from newsroom.article where id = {id} for no key update", connection)
        )
        {
            await hold.ExecuteNonQueryAsync();
        }

        await RunAsync(
            $"""
            insert into newsroom.scheduled_act (article_id, kind, due_at, "order", by_name)
            values ({id}, 'Withdraw', now() - interval '5 minutes', '"x"', 'Test')
            """
        );
        var text = (await admin.PageAsync(Address)).Body!.TextContent;
        await RunAsync($"delete from newsroom.scheduled_act where article_id = {id}");
        Assert.Contains("1 story is overdue, the oldest for 5 min", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_jobs_that_exist_are_run_and_only_by_admins()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using var none = await admin.SubmitAsync(Address, [("job", "none")]);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        await UntilAskedAsync(admin, "readings", "has done it in");
        using var never = await admin.SubmitAsync(Address, [("job", "pictures")]);
        Assert.Equal(HttpStatusCode.NotFound, never.StatusCode);
        Assert.Contains(
            "It cannot be run out of turn. Each server does it all the time",
            (await admin.PageAsync(Address)).QuerySelector("[data-job=pictures]")!.TextContent,
            StringComparison.Ordinal
        );
        var form = await admin.PageAsync(Address);
        using var editor = await site.VisitorAsync(site.Editor);
        using var refused = await editor.SubmitAsync(form, Address, [("job", "readings")]);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.DoesNotContain("/admin/system", $"{refused.Headers.Location}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_is_asked_for_one_server_takes_once()
    {
        // A name that no server knows, so that none takes it from the test.
        const string Name = "none-of-them";
        var asked = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => site.WithAsync<JobBook, bool>(b => b.AskAsync(Name, site.Admin, default)))
        );
        Assert.Single(asked, isNew => isNew);
        var taken = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n => site.WithAsync<JobBook, List<string>>(b => b.TakeAsync([Name], $"server {n}", default)))
        );
        Assert.Equal([Name], taken.SelectMany(names => names));

        // While it runs there is no second, and after its end there is.
        Assert.False(await site.WithAsync<JobBook, bool>(b => b.AskAsync(Name, site.Admin, default)));
        var server = $"server {Array.FindIndex(taken, names => names.Count > 0)}";
        await site.WithAsync<JobBook>(b => b.EndAsync(Name, server, null, default));
        Assert.True(await site.WithAsync<JobBook, bool>(b => b.AskAsync(Name, site.Admin, default)));
        await RunAsync("delete from newsroom.job_request where name = 'none-of-them'");
    }

    // Presses the button, and looks until the page tells how it ended.
    private static async Task UntilAskedAsync(Visitor admin, string job, params string[] words)
    {
        using var pressed = await admin.SubmitAsync(Address, [("job", job)]);
        Assert.Equal(HttpStatusCode.Redirect, pressed.StatusCode);
        Assert.StartsWith(
            "It is asked for",
            (await admin.PageAsync(Address)).QuerySelector(".notice")!.TextContent,
            StringComparison.Ordinal
        );
        await SiteProcess.UntilAsync(async () =>
            (await admin.PageAsync(Address)).QuerySelector($"[data-job={job}] [data-asked]")?.TextContent is { } text
            && Array.TrueForAll(words, w => text.Contains(w, StringComparison.Ordinal))
        );
    }

    private Task UntilJobAsync(bool fails) =>
        SiteProcess.UntilAsync(() =>
            site.WithAsync<NewsroomDb, bool>(db => db.Jobs.AnyAsync(j => j.Name == "due" && j.Failures > 0 == fails))
        );

    private Task RunAsync(string sql) => site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync(sql));
}
