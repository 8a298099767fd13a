using System.Net;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

public sealed class StaffTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_new_person_comes_in_through_a_link_that_works_once()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        using var added = await admin.SubmitAsync(
            "/admin/staff",
            [("Input.Name", "Nils Neu"), ("Input.Email", "nils@example.org"), ("Input.Role", "Editor")]
        );
        var link = (await Visitor.ParseAsync(added)).QuerySelector("code.link")!.TextContent;
        Assert.StartsWith("http://news.test/account/set-password?", link, StringComparison.Ordinal);
        var address = new Uri(link).PathAndQuery;

        using var nils = site.Visitor();
        using var tooShort = await nils.SubmitAsync(address, [("Input.Password", "short"), ("Input.Again", "short")]);
        Assert.Equal(HttpStatusCode.OK, tooShort.StatusCode);
        using var set = await nils.SubmitAsync(
            address,
            [("Input.Password", "a password of mine"), ("Input.Again", "a password of mine")]
        );
        Assert.Equal("/newsroom", set.Headers.Location!.OriginalString);
        await nils.PageAsync("/newsroom");

        using var thief = site.Visitor();
        using var again = await thief.SubmitAsync(
            address,
            [("Input.Password", "a password of hers"), ("Input.Again", "a password of hers")]
        );
        Assert.Contains(
            "used or is too old",
            (await Visitor.ParseAsync(again)).Body!.TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_disabled_account_is_out_with_its_next_request_and_cannot_come_back()
    {
        var actor = await site.AddStaffAsync("Dora Disabled", StaffRole.Editor);
        using var dora = await site.VisitorAsync(actor);
        await dora.PageAsync("/newsroom");
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(actor.Id!.Value, true, site.Admin, default));
        using var next = await dora.GetAsync("/newsroom");
        Assert.Equal(HttpStatusCode.Redirect, next.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            dora.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password)
        );
    }

    [Fact]
    public async Task A_changed_role_ends_the_sessions_and_holds_in_the_next()
    {
        var actor = await site.AddStaffAsync("Rolf Rolechange", StaffRole.Admin);
        using var rolf = await site.VisitorAsync(actor);
        await rolf.PageAsync("/admin");
        using var admin = await site.VisitorAsync(site.Admin);
        using var saved = await admin.SubmitAsync($"/admin/staff/{actor.Id}", [("Role", "Reporter")]);
        Assert.Equal(HttpStatusCode.Redirect, await rolf.StatusAsync("/newsroom"));
        await rolf.SignInAsync(SiteFixture.EmailOf(actor), SiteFixture.Password);
        using var next = await rolf.GetAsync("/admin");
        Assert.Equal("/account/denied", new Uri(site.Address, next.Headers.Location!).AbsolutePath);
    }

    [Fact]
    public async Task The_last_admin_can_be_neither_disabled_nor_demoted()
    {
        var only = await site.AddStaffAsync("Otis Only", StaffRole.Editor);
        await site.WithAsync<StaffDesk>(desk =>
            desk.ChangeRoleAsync(only.Id!.Value, StaffRole.Admin, site.Admin, default)
        );
        await site.WithAsync<StaffDesk>(desk =>
            desk.ChangeRoleAsync(only.Id!.Value, StaffRole.Editor, site.Admin, default)
        );
        await Assert.ThrowsAsync<StaffRefusedException>(() =>
            site.WithAsync<StaffDesk>(desk =>
                desk.ChangeRoleAsync(site.Admin.Id!.Value, StaffRole.Editor, site.Admin, default)
            )
        );
        await Assert.ThrowsAsync<StaffRefusedException>(() =>
            site.WithAsync<StaffDesk>(desk => desk.DisableAsync(site.Admin.Id!.Value, true, site.Admin, default))
        );
    }
}
