using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
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
            using var pressed = await admin.SubmitAsync(Address, [("job", "due")]);
            Assert.Equal(HttpStatusCode.Redirect, pressed.StatusCode);
            Assert.StartsWith(
                "It failed",
                (await admin.PageAsync(Address)).QuerySelector(".notice")!.TextContent,
                StringComparison.Ordinal
            );
        }
        finally
        {
            await RunAsync("alter table newsroom.scheduled_act_away rename to scheduled_act");
        }

        await UntilJobAsync(fails: false);
        var well = (await admin.PageAsync(Address)).QuerySelector("[data-job=due]")!;
        Assert.Equal("Good", well.QuerySelector(".chip")!.TextContent);
        Assert.Contains("scheduled_act", well.QuerySelector(".health__failure")!.TextContent, StringComparison.Ordinal);
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
        using var done = await admin.SubmitAsync(Address, [("job", "readings")]);
        Assert.StartsWith(
            "Done",
            (await admin.PageAsync(Address)).QuerySelector(".notice")!.TextContent,
            StringComparison.Ordinal
        );
        var form = await admin.PageAsync(Address);
        using var editor = await site.VisitorAsync(site.Editor);
        using var refused = await editor.SubmitAsync(form, Address, [("job", "readings")]);
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        Assert.DoesNotContain("/admin/system", $"{refused.Headers.Location}", StringComparison.Ordinal);
    }

    private Task UntilJobAsync(bool fails) =>
        SiteProcess.UntilAsync(() =>
            site.WithAsync<NewsroomDb, bool>(db => db.Jobs.AnyAsync(j => j.Name == "due" && j.Failures > 0 == fails))
        );

    private Task RunAsync(string sql) => site.WithAsync<NewsroomDb>(db => db.Database.ExecuteSqlRawAsync(sql));
}
