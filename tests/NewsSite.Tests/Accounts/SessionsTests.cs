using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

public sealed class SessionsTests(ClockedSite clocked) : IClassFixture<ClockedSite>
{
    private readonly SiteFixture site = clocked.Site;
    private readonly FakeTimeProvider clock = clocked.Clock;

    [Fact]
    public async Task A_person_sees_the_own_sessions_and_ends_one_or_all_others()
    {
        var actor = await site.AddStaffAsync("Sara Sessions", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        using var phone = await BrowsingAsync(actor, "Mozilla/5.0 (iPhone) AppleWebKit/605 Version/26.0 Safari/604.1");
        using var laptop = await BrowsingAsync(actor, "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) <b>Firefox/144.0</b>");
        const string Address = "/account/sessions";
        var page = await here.PageAsync(Address);
        var rows = page.QuerySelectorAll(".rows__row").Select(r => r.TextContent).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Single(rows, r => r.Contains("This one", StringComparison.Ordinal));
        Assert.Single(rows, r => r.Contains("Safari on iPhone", StringComparison.Ordinal));
        Assert.Single(rows, r => r.Contains("Firefox on Linux", StringComparison.Ordinal));
        Assert.All(rows, r => Assert.Contains("From 127.0.0.1, by password", r, StringComparison.Ordinal));

        var row = page.QuerySelectorAll(".rows__row")
            .First(r => r.TextContent.Contains("iPhone", StringComparison.Ordinal));
        var id = row.QuerySelector("[name=session]")!.GetAttribute("value")!;
        using var ended = await here.SubmitAsync(page, Address, [("session", id)], "handler=End");
        Assert.Equal(HttpStatusCode.Redirect, await phone.StatusAsync("/newsroom"));
        Assert.Equal(HttpStatusCode.OK, await laptop.StatusAsync("/newsroom"));

        using var all = await here.SubmitAsync(await here.PageAsync(Address), Address, [], "handler=Others");
        Assert.Equal(HttpStatusCode.Redirect, await laptop.StatusAsync("/newsroom"));
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync("/newsroom"));
    }

    [Fact]
    public async Task Nobody_but_an_admin_ends_the_session_of_somebody_else()
    {
        var actor = await site.AddStaffAsync("Vera Victim", StaffRole.Reporter);
        using var vera = await site.VisitorAsync(actor);
        var id = (await SessionsAsync(actor)).Single().Id;
        using var editor = await site.VisitorAsync(site.Editor);
        using var other = await site.VisitorAsync(site.Editor);
        const string Own = "/account/sessions";
        using var refused = await editor.SubmitAsync(Own, [("session", $"{id}")], "handler=End");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        await vera.PageAsync("/newsroom");
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<SessionBook>(book => book.EndAllAsync(actor.Id!.Value, null, site.Editor, default))
        );

        using var admin = await site.VisitorAsync(site.Admin);
        var address = $"/admin/staff/{actor.Id}";
        var page = await admin.PageAsync(address);
        Assert.Contains("From 127.0.0.1", page.QuerySelector(".rows")!.TextContent, StringComparison.Ordinal);
        using var ended = await admin.SubmitAsync(page, address, [], "handler=EndAll");
        Assert.Equal(HttpStatusCode.Redirect, await vera.StatusAsync("/newsroom"));
        var acts = await site.WithAsync<NewsroomDb, List<long?>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"staff:{actor.Id}" && e.Act == "EndSessions")
                .Select(e => e.StaffMemberId)
                .ToListAsync()
        );
        Assert.Equal([site.Admin.Id], acts);
    }

    [Fact]
    public async Task Each_sign_in_is_a_session_of_its_own_and_one_that_was_left_cannot_be_used_again()
    {
        var actor = await site.AddStaffAsync("Fia Fixed", StaffRole.Reporter);
        using var visitor = await site.VisitorAsync(actor);
        var first = Cookie(visitor);
        await visitor.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password);
        Assert.NotEqual(first, Cookie(visitor));

        // The one that the browser had is no more, nor that of somebody else who signs in after.
        Assert.Single(await SessionsAsync(actor));
        var other = await site.AddStaffAsync("Otto After", StaffRole.Reporter);
        using var shared = await site.VisitorAsync(other);
        await shared.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password);
        Assert.Empty(await SessionsAsync(other));

        var kept = Cookie(visitor);
        var desk = await visitor.PageAsync("/newsroom");
        desk.QuerySelector("main")!.AppendChild(desk.QuerySelector("form[action='/account/sign-out']")!);
        using var left = await visitor.SubmitAsync(desk, "/newsroom", [], "sign-out");
        using var thief = site.Visitor();
        using var replay = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, "/newsroom"));
        thief.Cookies.Add(site.Address, new Cookie("newssite", kept));
        using var answer = await thief.SendAsync(replay);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Its_name_is_chance_in_every_bit()
    {
        var actor = await site.AddStaffAsync("Bert Bits", StaffRole.Reporter);
        var member = await site.WithAsync<NewsroomDb, StaffMember>(db => db.Users.SingleAsync(u => u.Id == actor.Id));
        var ids = new List<byte[]>();
        for (var n = 0; n < 64; n++)
        {
            var session = await site.WithAsync<SessionBook, StaffSession>(book =>
                book.BeginAsync(member, "127.0.0.1", "a browser", "password", default)
            );
            ids.Add(session.Id.ToByteArray());
        }

        // Where a bit is the same in all, it is no chance.
        for (var bit = 0; bit < 128; bit++)
        {
            Assert.Equal(2, ids.Select(id => (id[bit / 8] >> (bit % 8)) & 1).Distinct().Count());
        }
    }

    [Fact]
    public async Task A_session_at_rest_for_half_a_day_has_ended()
    {
        var actor = await site.AddStaffAsync("Rosa Rest", StaffRole.Reporter);
        using var rosa = await site.VisitorAsync(actor);
        clock.Advance(TimeSpan.FromHours(11));
        await rosa.PageAsync("/newsroom");
        clock.Advance(TimeSpan.FromHours(11));
        await rosa.PageAsync("/newsroom");
        clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(HttpStatusCode.Redirect, await rosa.StatusAsync("/newsroom"));
    }

    [Fact]
    public async Task A_session_that_began_a_month_ago_has_ended_however_much_it_is_used()
    {
        var actor = await site.AddStaffAsync("Lena Longest", StaffRole.Reporter);
        using var lena = await site.VisitorAsync(actor);
        await BeganAsync(TimeSpan.FromDays(29.9));
        await lena.PageAsync("/newsroom");
        await BeganAsync(TimeSpan.FromDays(30));
        Assert.Equal(HttpStatusCode.Redirect, await lena.StatusAsync("/newsroom"));

        Task BeganAsync(TimeSpan ago)
        {
            var at = clock.GetUtcNow() - ago;
            return site.WithAsync<NewsroomDb>(db =>
                db.StaffSessions.Where(s => s.StaffMemberId == actor.Id)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.StartedAt, at))
            );
        }
    }

    [Theory]
    [InlineData("role")]
    [InlineData("disable")]
    [InlineData("password")]
    [InlineData("codes")]
    public async Task What_changes_who_may_enter_ends_the_other_sessions_at_once(string change)
    {
        var actor = await site.AddStaffAsync($"Ella Ends {change}", StaffRole.Editor);
        using var here = await site.VisitorAsync(actor);
        using var elsewhere = await site.VisitorAsync(actor);
        await elsewhere.PageAsync("/newsroom");
        var id = actor.Id!.Value;
        switch (change)
        {
            case "role":
                await site.WithAsync<StaffDesk>(d => d.ChangeRoleAsync(id, StaffRole.Reporter, site.Admin, default));
                break;
            case "disable":
                await site.WithAsync<StaffDesk>(d => d.DisableAsync(id, true, site.Admin, default));
                break;
            case "password":
                using (
                    await here.SubmitAsync(
                        "/account/password",
                        [
                            ("Current", SiteFixture.Password),
                            ("Input.Password", "quite another phrase"),
                            ("Input.Again", "quite another phrase"),
                        ]
                    )
                ) { }

                break;
            default:
                await Phone.SetUpAsync(here, clock);
                break;
        }

        Assert.Equal(HttpStatusCode.Redirect, await elsewhere.StatusAsync("/newsroom"));
        var isOwn = change is "password" or "codes";
        Assert.Equal(isOwn ? HttpStatusCode.OK : HttpStatusCode.Redirect, await here.StatusAsync("/newsroom"));
        Assert.All(await SessionsAsync(actor), s => Assert.True(isOwn));
    }

    private async Task<Visitor> BrowsingAsync(Actor actor, string agent)
    {
        var visitor = site.Visitor();
        visitor.Agent = agent;
        await visitor.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password);
        return visitor;
    }

    private string Cookie(Visitor visitor) => visitor.Cookies.GetCookies(site.Address)["newssite"]!.Value;

    private Task<List<StaffSession>> SessionsAsync(Actor actor) =>
        site.WithAsync<SessionBook, List<StaffSession>>(book => book.ListAsync(actor.Id!.Value, default));
}
