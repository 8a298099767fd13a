using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

public sealed class SecondStepTests(ClockedSite clocked) : IClassFixture<ClockedSite>
{
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);
    private readonly SiteFixture site = clocked.Site;
    private readonly FakeTimeProvider clock = clocked.Clock;

    [Fact]
    public async Task After_the_password_a_code_is_asked_for_and_none_is_taken_twice()
    {
        var actor = await site.AddStaffAsync("Cora Codes", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        using var elsewhere = await site.VisitorAsync(actor);
        var (phone, _) = await Phone.SetUpAsync(here, clock);
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync("/newsroom"));
        Assert.Equal(HttpStatusCode.Redirect, await elsewhere.StatusAsync("/newsroom"));

        using var visitor = await Phone.HalfInAsync(site, actor);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/newsroom"));
        Assert.False(await Phone.TryAsync(visitor, "000000"));

        // The one that the set-up has taken.
        Assert.False(await Phone.TryAsync(visitor, phone.Code));
        clock.Advance(HalfMinute);
        var code = phone.Code;
        Assert.True(await Phone.TryAsync(visitor, code));
        await visitor.PageAsync("/newsroom");

        using var thief = await Phone.HalfInAsync(site, actor);
        Assert.False(await Phone.TryAsync(thief, code));
        Assert.Equal(HttpStatusCode.Redirect, await thief.StatusAsync("/newsroom"));
        Assert.Contains("TurnOnSignInCodes", await ActsAsync(actor));
    }

    [Fact]
    public async Task Of_many_who_send_the_same_code_at_once_one_gets_in()
    {
        var actor = await site.AddStaffAsync("Paula Parallel", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        var (phone, _) = await Phone.SetUpAsync(here, clock);
        clock.Advance(HalfMinute);
        var visitors = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Phone.HalfInAsync(site, actor)));
        var code = phone.Code;
        var let = await Task.WhenAll(visitors.Select(v => Phone.TryAsync(v, code)));
        Assert.Single(let, true);
        Array.ForEach(visitors, v => v.Dispose());
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_new_ones_end_the_old()
    {
        var actor = await site.AddStaffAsync("Rex Recovery", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        var (_, codes) = await Phone.SetUpAsync(here, clock);
        foreach (var typed in new[] { codes[0], codes[1].ToUpperInvariant().Replace('-', ' ') })
        {
            using var visitor = await Phone.HalfInAsync(site, actor);
            Assert.True(await Phone.TryAsync(visitor, typed));
            using var again = await Phone.HalfInAsync(site, actor);
            Assert.False(await Phone.TryAsync(again, typed));
        }

        var page = await here.PageAsync("/account/sign-in-codes");
        Assert.Contains("8 of 10 are left", page.Body!.TextContent, StringComparison.Ordinal);
        using var renewed = await here.SubmitAsync(page, "/account/sign-in-codes", [], "handler=Recovery");
        var fresh = (await Visitor.ParseAsync(renewed)).QuerySelectorAll(".recovery code").Select(c => c.TextContent);
        Assert.Empty(fresh.Intersect(codes));
        using var old = await Phone.HalfInAsync(site, actor);
        Assert.False(await Phone.TryAsync(old, codes[2]));
        Assert.True(await Phone.TryAsync(old, fresh.First()));

        // What is kept would not let anybody in who reads it.
        var kept = await site.WithAsync<NewsroomDb, List<byte[]>>(db =>
            db.RecoveryCodes.Where(c => c.StaffMemberId == actor.Id).Select(c => c.Hash).ToListAsync()
        );
        Assert.All(kept, hash => Assert.Equal(32, hash.Length));
        var acts = await ActsAsync(actor);
        Assert.Equal(3, acts.Count(a => a == "UseRecoveryCode"));
        Assert.Contains("NewRecoveryCodes", acts);
    }

    [Fact]
    public async Task After_wrong_codes_the_right_one_has_to_wait_too()
    {
        var actor = await site.AddStaffAsync("Willa Wrong", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        var (phone, _) = await Phone.SetUpAsync(here, clock);
        clock.Advance(HalfMinute);
        using var visitor = await Phone.HalfInAsync(site, actor);
        for (var n = 0; n < 5; n++)
        {
            Assert.False(await Phone.TryAsync(visitor, $"{n}{n}{n}{n}{n}x"));
        }

        Assert.False(await Phone.TryAsync(visitor, phone.Code));
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await Phone.TryAsync(visitor, phone.Code));
    }

    [Fact]
    public async Task Who_waits_for_the_second_step_is_out_when_the_account_changes()
    {
        var actor = await site.AddStaffAsync("Hal Half", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        await Phone.SetUpAsync(here, clock);
        using var visitor = await Phone.HalfInAsync(site, actor);
        using var changed = await here.SubmitAsync(
            "/account/password",
            [
                ("Current", SiteFixture.Password),
                ("Input.Password", "quite another phrase"),
                ("Input.Again", "quite another phrase"),
            ]
        );
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/account/code"));
    }

    [Fact]
    public async Task Turning_codes_off_asks_for_the_password()
    {
        var actor = await site.AddStaffAsync("Olga Off", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        await Phone.SetUpAsync(here, clock);
        const string Address = "/account/sign-in-codes";
        using var wrong = await here.SubmitAsync(
            await here.PageAsync(Address),
            Address,
            [("Password", "not it at all")],
            "handler=Off"
        );
        Assert.Equal(
            "Error: This is not your password",
            (await Visitor.ParseAsync(wrong)).QuerySelector("#Password-error")!.TextContent
        );
        using var off = await here.SubmitAsync(
            await here.PageAsync(Address),
            Address,
            [("Password", SiteFixture.Password)],
            "handler=Off"
        );
        Assert.Equal(HttpStatusCode.Redirect, off.StatusCode);
        using var plain = await site.VisitorAsync(actor);
        await plain.PageAsync("/newsroom");
        Assert.False(
            await site.WithAsync<NewsroomDb, bool>(db => db.RecoveryCodes.AnyAsync(c => c.StaffMemberId == actor.Id))
        );
        Assert.Contains("TurnOffSignInCodes", await ActsAsync(actor));
    }

    [Fact]
    public async Task A_wrong_code_at_the_set_up_keeps_the_key_and_changes_nothing()
    {
        var actor = await site.AddStaffAsync("Kim Key", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        const string Address = "/account/sign-in-codes";
        var page = await here.PageAsync(Address);
        using var wrong = await here.SubmitAsync(page, Address, [("Code", "12345x")]);
        var again = await Visitor.ParseAsync(wrong);
        Assert.StartsWith("Error: ", again.Title, StringComparison.Ordinal);
        Assert.Equal(page.QuerySelector("code.link")!.TextContent, again.QuerySelector("code.link")!.TextContent);
        using var forged = await here.SubmitAsync(page, Address, [("Code", "123456"), ("Sealed", "AAAA")]);
        Assert.Contains("too long", (await Visitor.ParseAsync(forged)).Body!.TextContent, StringComparison.Ordinal);
        using var next = await site.VisitorAsync(actor);
        await next.PageAsync("/newsroom");
    }

    [Fact]
    public async Task A_link_to_set_a_password_does_not_replace_the_second_step_and_an_admin_can_reset_it()
    {
        var actor = await site.AddStaffAsync("Lena Lost", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        await Phone.SetUpAsync(here, clock);
        using var admin = await site.VisitorAsync(site.Admin);
        var address = $"/admin/staff/{actor.Id}";
        using var linked = await admin.SubmitAsync(await admin.PageAsync(address), address, [], "handler=Link");
        var link = new Uri((await Visitor.ParseAsync(linked)).QuerySelector("code.link")!.TextContent).PathAndQuery;
        using var lena = site.Visitor();
        using var set = await lena.SubmitAsync(
            link,
            [("Input.Password", "quite another phrase"), ("Input.Again", "quite another phrase")]
        );
        Assert.Equal("/account/code", set.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, await lena.StatusAsync("/newsroom"));

        using var reset = await admin.SubmitAsync(await admin.PageAsync(address), address, [], "handler=Reset");
        Assert.Equal(HttpStatusCode.Redirect, reset.StatusCode);
        using var back = site.Visitor();
        await back.SignInAsync(SiteFixture.EmailOf(actor), "quite another phrase");
        await back.PageAsync("/newsroom");
        Assert.Contains("ResetSecondFactor", await ActsAsync(actor));
    }

    private Task<List<string>> ActsAsync(Actor actor) =>
        site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"staff:{actor.Id}").Select(e => e.Act).ToListAsync()
        );
}
