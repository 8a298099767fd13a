using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>The audit log as admins read it: filters, pages, proof, and the file that they take away.</summary>
public sealed class AuditPageTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task It_says_who_did_what_to_what_and_how_the_fields_differ()
    {
        var id = await site.CategoryAsync("Night buses");
        using var admin = await site.VisitorAsync(site.Admin);
        using (
            var saved = await admin.SubmitAsync(
                $"/admin/categories/{id}",
                [("Input.Name", "Night trains"), ("Input.Slug", "night-trains")],
                $"/{id}"
            )
        ) { }

        var page = await admin.PageAsync($"/admin/audit?subject=category:{id}");
        var entry = page.QuerySelectorAll(".audit__entry")[0];
        Assert.Equal("Change section Night trains", Text(entry.QuerySelector(".audit__act")));
        Assert.Equal($"/admin/categories/{id}", entry.QuerySelector(".audit__act a")!.GetAttribute("href"));
        Assert.StartsWith("Ada Admin, ", Text(entry.QuerySelector(".audit__meta")), StringComparison.Ordinal);
        Assert.Contains(", web from 127.0.0.1", Text(entry.QuerySelector(".audit__meta")), StringComparison.Ordinal);
        var name = entry.QuerySelectorAll("tbody tr").Single(r => r.QuerySelector("th")!.TextContent == "Name");
        Assert.Equal("deleted: buses", name.QuerySelector("del")!.TextContent);
        Assert.Equal("inserted: trains", name.QuerySelector("ins")!.TextContent);
        Assert.Contains(
            page.QuerySelectorAll(".chips a"),
            a => Text(a).Contains("Section: Night trains", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Each_filter_leaves_what_it_names_and_a_day_that_is_none_is_said_and_kept()
    {
        await AddAsync("Filtered", "kindred:1", site.Editor.Id, "2024-03-05 00:30+00");
        await AddAsync("Filtered", "kindred:2", site.Reporter.Id, "2024-03-05 23:59:59.999999+00");
        await AddAsync("Other", "kindred:2", site.Reporter.Id, "2024-03-06 00:00+00");
        await AddAsync("Filtered", "unlike:1", site.Reporter.Id, "2024-07-01 23:30+00");
        using var admin = await site.VisitorAsync(site.Admin);
        foreach (
            var (query, expected) in new[]
            {
                ("kind=kindred", "Other kindred:2, Filtered kindred:2, Filtered kindred:1"),
                ("kind=kindred&act=Filtered", "Filtered kindred:2, Filtered kindred:1"),
                ($"act=Filtered&person={site.Editor.Id}", "Filtered kindred:1"),
                ($"kind=kindred&person={site.Reporter.Id}", "Other kindred:2, Filtered kindred:2"),
                ("subject=kindred:2", "Other kindred:2, Filtered kindred:2"),
                ("kind=kindred&from=2024-03-05&to=2024-03-05", "Filtered kindred:2, Filtered kindred:1"),
                ("kind=kindred&from=2024-03-06", "Other kindred:2"),
                ("kind=kindred&to=2024-03-04", ""),
                // Summer time in London: half past midnight of the next day.
                ("kind=unlike&from=2024-07-02&to=2024-07-02", "Filtered unlike:1"),
                ("kind=unlike&to=2024-07-01", ""),
                ("kind=kindred&person=command", ""),
                ("person=nobody", ""),
                ("act=%00", ""),
            }
        )
        {
            var page = await admin.PageAsync($"/admin/audit?{query}");
            var found = page.QuerySelectorAll(".audit__entry")
                .Select(e =>
                    $"{e.QuerySelector("strong")!.TextContent} "
                    + new Uri(site.Address, e.QuerySelector(".audit__meta a:last-child")!.GetAttribute("href"))
                        .Query.Split("subject=")[1]
                        .Split('&')[0]
                        .Replace("%3A", ":", StringComparison.Ordinal)
                );
            Assert.Equal((query, expected), (query, string.Join(", ", found)));
        }

        var wrong = await admin.PageAsync("/admin/audit?from=yesterday");
        Assert.StartsWith("Error: ", wrong.Title, StringComparison.Ordinal);
        Assert.Contains("Enter a day", wrong.QuerySelector(".summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("yesterday", wrong.QuerySelector("#from")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.BadRequest, await admin.StatusAsync("/admin/audit?handler=Export&from=yesterday"));
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended_whatever_is_written_meanwhile()
    {
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.audit_entry (at, act, subject)
                select timestamptz '2024-01-01' + n / 4 * interval '1 second', 'Paged', 'paged:' || n from generate_series(1, 130) n
                """
            )
        );
        using var admin = await site.VisitorAsync(site.Admin);
        var seen = new List<string>();
        for (var address = "/admin/audit?act=Paged"; address is not null; )
        {
            var page = await admin.PageAsync(address);
            seen.AddRange(page.QuerySelectorAll(".audit__act span").Select(s => s.TextContent));
            address = page.QuerySelectorAll<IHtmlAnchorElement>(".stories__pager a")
                .SingleOrDefault(a => Text(a) == "Older")
                ?.GetAttribute("href");
            await AddAsync("Paged", "paged:new", null, "2025-01-01 00:00+00");
        }

        Assert.Equal(Enumerable.Range(1, 130).Reverse().Select(n => $"{n}"), seen);
    }

    [Fact]
    public async Task A_story_and_a_person_lead_to_what_was_done_to_them_and_by_them()
    {
        var id = await site.PublishedAsync("A story that is followed");
        using var admin = await site.VisitorAsync(site.Admin);
        var story = await admin.PageAsync($"/newsroom/history/{id}");
        var link = story.QuerySelector("a[href^='/admin/audit']")!.GetAttribute("href")!;
        var page = await admin.PageAsync(link);
        Assert.Equal(["Publish A story that is followed"], page.QuerySelectorAll(".audit__act").Select(Text));
        Assert.Equal("Live version none inserted: 1", Text(page.QuerySelector(".audit__entry tbody tr")));

        var person = await admin.PageAsync($"/admin/staff/{site.Editor.Id}");
        var links = person.QuerySelectorAll("a[href^='/admin/audit']").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Contains(
            "A story that is followed",
            (await admin.PageAsync(links[0])).QuerySelector(".audit")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal("Add person Edda Editor", Text((await admin.PageAsync(links[1])).QuerySelector(".audit__act")));

        using var editor = await site.VisitorAsync(site.Editor);
        Assert.Null((await editor.PageAsync($"/newsroom/history/{id}")).QuerySelector("a[href^='/admin/audit']"));
    }

    [Fact]
    public async Task The_file_holds_the_filtered_entries_and_no_formula()
    {
        await AddAsync("Exported", "exported:1", site.Admin.Id, "2024-03-05 12:00+00", "=HYPERLINK(\"http://x\")");
        await AddAsync("Exported", "exported:2", null, "2024-03-05 12:00:01+00", "two\nlines, and a comma");
        await AddAsync("Left out", "exported:3", null, "2024-03-05 12:00:02+00");
        using var admin = await site.VisitorAsync(site.Admin);
        using var answer = await admin.GetAsync("/admin/audit?act=Exported&handler=Export");
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var text = await answer.Content.ReadAsStringAsync();
        var lines = text.Split("\r\n");
        Assert.Equal("entry,at,person,name,act,subject,detail,way,address,changes", lines[0]);
        Assert.Contains(
            ",2024-03-05T12:00:01.000000Z,,NewsSite,Exported,exported:2,\"two\nlines, and a comma\",,,",
            lines[1],
            StringComparison.Ordinal
        );
        Assert.Contains(
            $",{site.Admin.Id},Ada Admin,Exported,exported:1,\"'=HYPERLINK(\"\"http://x\"\")\",,,",
            lines[2],
            StringComparison.Ordinal
        );
        Assert.Equal([""], lines[3..]);
    }

    [Fact]
    public async Task A_file_of_very_many_is_read_from_the_database_no_faster_than_it_is_taken()
    {
        const int Many = 30_000;
        await site.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.audit_entry (at, act, subject, detail)
                select timestamptz '2023-01-01' + n * interval '1 second', 'Many', 'many:' || n, repeat('x', 4000)
                from generate_series(1, {Many}) n
                """
            )
        );
        using var admin = await site.VisitorAsync(site.Admin);
        using var answer = await admin.BeginAsync("/admin/audit?act=Many&handler=Export");

        // Nobody takes anything: the database has to wait with what it still has, for the site keeps none of it.
        await SiteProcess.UntilAsync(() =>
            site.WithAsync<NewsroomDb, bool>(db =>
                db.Database.SqlQuery<bool>(
                        $"""
                        select exists (
                            select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                                and query like '%audit_entry%' and state = 'active' and wait_event = 'ClientWrite'
                        ) as "Value"
                        """
                    )
                    .SingleAsync()
            )
        );
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var count = 0;
        while (await lines.ReadLineAsync() is not null)
        {
            count++;
        }

        Assert.Equal(Many + 1, count);
    }

    [Fact]
    public async Task A_broken_chain_is_said_at_the_top_and_a_whole_one_below()
    {
        await using var own = await SiteFixture.StartAsync(postgres, _ => { });
        using var admin = await own.VisitorAsync(own.Admin);
        var whole = await admin.PageAsync("/admin/audit?prove=true");
        Assert.Contains(
            "holds over all 5 entries",
            Text(whole.QuerySelector(".audit__chain")),
            StringComparison.Ordinal
        );
        Assert.Null(whole.QuerySelector(".summary"));
        await own.WithAsync<NewsroomDb>(db =>
            db.Database.ExecuteSqlRawAsync(
                """
                alter table newsroom.audit_entry disable trigger append_only;
                update newsroom.audit_entry set detail = 'Reporter' where id = (select max(id) from newsroom.audit_entry)
                """
            )
        );
        var broken = await admin.PageAsync("/admin/audit");
        Assert.Contains(
            "is not what was sealed as link 5",
            Text(broken.QuerySelector(".summary")),
            StringComparison.Ordinal
        );
    }

    private static string Text(IElement? element) =>
        string.Join(' ', (element?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private Task AddAsync(string act, string subject, long? person, string at, string? detail = null) =>
        site.WithAsync<NewsroomDb>(db =>
        {
            var when = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).ToUniversalTime();
            return db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.audit_entry (at, act, subject, staff_member_id, detail)
                values ({when}, {act}, {subject}, {person}, {detail})
                """
            );
        });
}
