using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

public sealed class ConfirmTests(ClockedSite clocked) : IClassFixture<ClockedSite>
{
    private readonly SiteFixture site = clocked.Site;
    private readonly FakeTimeProvider clock = clocked.Clock;

    [Fact]
    public async Task A_dangerous_act_waits_for_the_password_and_is_done_then_as_it_was_sent()
    {
        var actor = await site.AddStaffAsync("Dana Danger", StaffRole.Reporter);
        using var admin = await site.VisitorAsync(site.Admin);
        var address = $"/admin/staff/{actor.Id}";
        using (await admin.SubmitAsync(address, [("Role", "Editor")])) { }

        Assert.Equal(StaffRole.Editor, await RoleAsync(actor));
        clock.Advance(TimeSpan.FromMinutes(11));
        var page = await admin.PageAsync(address);
        using var sent = await admin.SubmitAsync(page, address, [("Role", "Admin")]);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, sent.StatusCode);
        Assert.Equal(StaffRole.Editor, await RoleAsync(actor));
        var form = Visitor.Fields(Visitor.FormOf(page)).Where(f => f.Name != "Role").Append(("Role", "Admin"));
        using var asked = await admin.ResendAsync(sent, form);
        var to = sent.Headers.Location!.OriginalString;
        var question = await Visitor.ParseAsync(asked);
        Assert.Equal("Confirm it is you", question.QuerySelector("h1")!.TextContent);

        using var wrong = await admin.SubmitAsync(question, to, [("Confirm.Password", "not the password")]);
        var again = await Visitor.ParseAsync(wrong);
        Assert.StartsWith("Error: ", again.Title, StringComparison.Ordinal);
        var fields = Visitor.Fields(Visitor.FormOf(again)).Where(f => f.Name != "Confirm.Password").ToList();
        fields.Add(("Confirm.Password", SiteFixture.Password));
        var former = admin.Cookies.GetCookies(site.Address)["newssite"]!.Value;
        using var right = await admin.SubmitAsync(again, to, [("Confirm.Password", SiteFixture.Password)]);

        // The session has a new name, and by the old one nobody gets in.
        using var thief = site.Visitor();
        thief.Cookies.Add(site.Address, new Cookie("newssite", former));
        Assert.Equal(HttpStatusCode.Redirect, await thief.StatusAsync("/admin"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/admin"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, right.StatusCode);
        Assert.Equal(address, right.Headers.Location!.OriginalString);
        Assert.Equal(StaffRole.Editor, await RoleAsync(actor));
        using var done = await admin.ResendAsync(right, fields);
        Assert.Equal(StaffRole.Admin, await RoleAsync(actor));

        // For ten minutes nobody asks again.
        using (await admin.SubmitAsync(address, [("Role", "Reporter")])) { }

        Assert.Equal(StaffRole.Reporter, await RoleAsync(actor));
    }

    [Theory]
    [InlineData("/admin/staff/{0}", "handler=Disable")]
    [InlineData("/admin/staff/{0}", "handler=Link")]
    [InlineData("/admin/categories/{1}", "handler=Delete")]
    [InlineData("/admin/staff", null)]
    [InlineData("/account/sign-in-codes", null)]
    [InlineData("/admin/staff/{0}/frozen", "handler=Thaw")]
    [InlineData("/newsroom/withdraw/{2}", null)]
    [InlineData("/account/sessions", "handler=Others")]
    public async Task These_acts_ask(string template, string? handler)
    {
        var actor = await site.AddStaffAsync($"Ask {Guid.NewGuid():N}", StaffRole.Reporter);
        var category = await site.CategoryAsync("Asked");
        var story = await site.PublishedAsync("Asked");
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(u => u.Id == actor.Id)
                .ExecuteUpdateAsync(u => u.SetProperty(x => x.FrozenAt, clock.GetUtcNow()))
        );
        using var elsewhere = await site.VisitorAsync(site.Admin);
        using var admin = await site.VisitorAsync(site.Admin);
        clock.Advance(TimeSpan.FromMinutes(11));
        var address = template
            .Replace("{0}", $"{actor.Id}", StringComparison.Ordinal)
            .Replace("{1}", $"{category}", StringComparison.Ordinal)
            .Replace("{2}", $"{story}", StringComparison.Ordinal);
        var page = await admin.PageAsync(address);
        using var sent = await admin.SubmitAsync(page, address, [], handler);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, sent.StatusCode);
        Assert.StartsWith("/account/confirm?to=", sent.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirming_leads_to_addresses_of_this_site_only()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using var answer = await admin.SubmitAsync(
            "/account/confirm?to=%2F%2Fevil.example%2F",
            [("Confirm.Password", SiteFixture.Password)]
        );
        Assert.Equal("/newsroom", answer.Headers.Location!.OriginalString);
    }

    private Task<StaffRole> RoleAsync(Actor actor) =>
        site.WithAsync<NewsroomDb, StaffRole>(db =>
            db.Users.Where(u => u.Id == actor.Id).Select(u => u.Role).SingleAsync()
        );
}
