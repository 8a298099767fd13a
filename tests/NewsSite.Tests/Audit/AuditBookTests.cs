using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Audit;

/// <summary>What acts leave behind: who, what, from where, and the fields before and after.</summary>
public sealed class AuditBookTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_form_of_an_admin_leaves_who_from_where_and_each_field_before_and_after()
    {
        var id = await site.CategoryAsync("Fairs");
        using var admin = await site.VisitorAsync(site.Admin);
        using var saved = await admin.SubmitAsync(
            $"/admin/categories/{id}",
            [("Input.Name", "Fairs and markets"), ("Input.Slug", "markets"), ("Input.ColourKey", "culture")],
            $"/{id}"
        );
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);

        var entries = await OfAsync($"category:{id}");
        Assert.Equal(["CreateCategory", "ChangeCategory"], entries.Select(e => e.Act));
        Assert.Equal((site.Admin.Id, Way.CommandLine, null), From(entries[0]));
        Assert.Equal((site.Admin.Id, Way.Web, "127.0.0.1"), From(entries[1]));
        Assert.Contains(new FieldChange("Name", null, "Fairs"), FieldChange.Read(entries[0].Changes));
        Assert.Equal(
            [
                new("ColourKey", "news", "culture"),
                new("Name", "Fairs", "Fairs and markets"),
                new("Slug", "fairs", "markets"),
            ],
            FieldChange.Read(entries[1].Changes).OrderBy(c => c.Field, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_account_that_is_made_and_changed_tells_its_fields_and_no_secret()
    {
        var actor = await site.AddStaffAsync("Selma Secret", StaffRole.Reporter);
        using var admin = await site.VisitorAsync(site.Admin);
        using (var saved = await admin.SubmitAsync($"/admin/staff/{actor.Id}", [("Role", "Editor")])) { }
        using (var link = await admin.SubmitAsync($"/admin/staff/{actor.Id}", [], "handler=Link")) { }
        using (var off = await admin.SubmitAsync($"/admin/staff/{actor.Id}", [], "handler=Disable")) { }

        var entries = await OfAsync($"staff:{actor.Id}");
        Assert.Equal(["AddStaff", "ChangeRights", "MakeSetUpLink", "DisableStaff"], entries.Select(e => e.Act));
        Assert.Equal((null, Way.CommandLine, null), From(entries[0]));
        var made = FieldChange.Read(entries[0].Changes);
        Assert.Contains(new FieldChange("Name", null, "Selma Secret"), made);
        Assert.Contains(new FieldChange("Email", null, "selma.secret@example.org"), made);
        Assert.Equal([new("Role", "Reporter", "Editor")], FieldChange.Read(entries[1].Changes));
        Assert.Equal(["DisabledAt", "LinkUntil"], FieldChange.Read(entries[3].Changes).Select(c => c.Field));
        var (hash, stamp) = await site.WithAsync<NewsroomDb, (string, string)>(async db =>
        {
            var member = await db.Users.SingleAsync(s => s.Id == actor.Id);
            return (member.PasswordHash!, member.SecurityStamp!);
        });
        Assert.All(
            entries,
            e =>
            {
                Assert.DoesNotContain(hash, $"{e.Changes}", StringComparison.Ordinal);
                Assert.DoesNotContain(stamp, $"{e.Changes}", StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_long_text_is_told_where_it_differs()
    {
        var desk = new StandingPageForm("house-style", "House style", Text("once"), 1, new DateOnly(2026, 3, 17));
        await site.WithAsync<StandingPageDesk>(d => d.SaveAsync(desk, null, site.Admin, default));
        var seen = await site.WithAsync<NewsroomDb, uint>(db =>
            db.StandingPages.Where(p => p.Slug == desk.Slug).Select(p => p.RowVersion).SingleAsync()
        );
        await site.WithAsync<StandingPageDesk>(d =>
            d.SaveAsync(desk with { Body = Text("twice") }, seen, site.Admin, default)
        );

        var change = Assert.Single(FieldChange.Read((await OfAsync("standing-page:house-style"))[1].Changes));
        Assert.Equal("Body", change.Field);
        Assert.InRange(change.Before!.Length, 100, 200);
        Assert.Contains("raised once more", change.Before, StringComparison.Ordinal);
        Assert.Contains("raised twice more", change.After, StringComparison.Ordinal);

        static string Text(string how) =>
            string.Concat(Enumerable.Repeat("Words before it. ", 100))
            + $"The wall is raised {how} more. "
            + string.Concat(Enumerable.Repeat("Words after it. ", 100));
    }

    [Fact]
    public async Task A_story_tells_the_versions_and_what_the_scheduler_did_for_whom()
    {
        var draft = await site.DraftAsync("Goes out for Edda");
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(
                draft.ArticleId,
                DateTimeOffset.UtcNow.AddSeconds(1),
                new PublishOrder(1, null),
                site.Editor,
                default
            )
        );
        await SiteProcess.UntilAsync(async () =>
            (await OfAsync($"article:{draft.ArticleId}")).Exists(e => e.Act == "Publish")
        );
        await site.WithdrawAsync(draft.ArticleId);

        var entries = await OfAsync($"article:{draft.ArticleId}");
        var published = entries.Single(e => e.Act == "Publish");
        Assert.Equal((site.Editor.Id, Way.Scheduler, null), From(published));
        Assert.Equal([new("LiveNumber", null, "1")], FieldChange.Read(published.Changes));
        var withdrawn = entries.Single(e => e.Act == "Withdraw");
        Assert.Equal([new("LiveNumber", "1", null)], FieldChange.Read(withdrawn.Changes));
        Assert.Equal("article", withdrawn.Kind);
    }

    [Theory]
    [InlineData("true", "203.0.113.7")]
    [InlineData("false", "127.0.0.1")]
    public async Task The_address_is_the_one_that_the_proxy_names_and_only_where_there_is_one(
        string behind,
        string told
    )
    {
        await using var own = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("FORWARDEDHEADERS_ENABLED", behind)
        );
        var id = await own.CategoryAsync("Behind");
        using var admin = await own.VisitorAsync(own.Admin);
        var page = await admin.PageAsync($"/admin/categories/{id}");
        var form = page.QuerySelectorAll<IHtmlFormElement>("main form")
            .First(f => f.QuerySelector("#Input_Name") is not null);
        var fields = Visitor
            .Fields(form)
            .Select(f => KeyValuePair.Create(f.Name, f.Name == "Input.Name" ? "Ahead" : f.Value));
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/admin/categories/{id}")
        {
            Content = new FormUrlEncodedContent(fields),
        };
        message.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var saved = await admin.SendAsync(message);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var entry = await own.WithAsync<NewsroomDb, AuditEntry>(db =>
            db.AuditEntries.SingleAsync(e => e.Act == "ChangeCategory")
        );
        Assert.Equal((own.Admin.Id, Way.Web, told), From(entry));
    }

    private static (long?, Way?, string?) From(AuditEntry entry) => (entry.StaffMemberId, entry.Way, entry.Address);

    private Task<List<AuditEntry>> OfAsync(string subject) =>
        site.WithAsync<NewsroomDb, List<AuditEntry>>(db =>
            db.AuditEntries.AsNoTracking().Where(e => e.Subject == subject).OrderBy(e => e.Id).ToListAsync()
        );
}
