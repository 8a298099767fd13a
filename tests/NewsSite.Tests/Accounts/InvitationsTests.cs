using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>Links by which people come in, handed over by an admin.</summary>
public sealed class InvitationsTests(ClockedSite clocked) : IClassFixture<ClockedSite>
{
    private readonly SiteFixture site = clocked.Site;

    [Fact]
    public async Task A_link_lasts_72_hours_and_no_longer()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var (early, _) = await InviteAsync(admin, "Erna Early");
        var (late, _) = await InviteAsync(admin, "Lars Late");
        clocked.Clock.Advance(StaffDesk.InvitationLasts - TimeSpan.FromMinutes(1));
        Assert.True(await UseAsync(early));
        clocked.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await UseAsync(late));
    }

    [Fact]
    public async Task What_ends_an_invitation_ends_its_link()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        (string Name, Func<long, Task> Ends)[] ways =
        [
            (
                "Rosa Role",
                id => site.WithAsync<StaffDesk>(d => d.ChangeRoleAsync(id, StaffRole.Reporter, site.Admin, default))
            ),
            ("Dirk Disabled", id => site.WithAsync<StaffDesk>(d => d.DisableAsync(id, true, site.Admin, default))),
            (
                "Berta Back",
                async id =>
                {
                    await site.WithAsync<StaffDesk>(d => d.DisableAsync(id, true, site.Admin, default));
                    await site.WithAsync<StaffDesk>(d => d.DisableAsync(id, false, site.Admin, default));
                }
            ),
            (
                "Vera Revoked",
                async id =>
                {
                    using var done = await admin.SubmitAsync($"/admin/staff/{id}", [], "handler=Revoke");
                    Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
                }
            ),
            (
                "Nora Newer",
                async id =>
                {
                    using var again = await admin.SubmitAsync($"/admin/staff/{id}", [], "handler=Link");
                    Assert.StartsWith(
                        "/account/set-password",
                        LinkIn(await again.Content.ReadAsStringAsync()),
                        StringComparison.Ordinal
                    );
                }
            ),
        ];
        foreach (var (name, ends) in ways)
        {
            var (link, id) = await InviteAsync(admin, name);
            await ends(id);
            Assert.False(await UseAsync(link), name);
        }
    }

    [Fact]
    public async Task Of_many_who_use_one_link_at_once_one_gets_in()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var (link, _) = await InviteAsync(admin, "Otmar Once");
        var let = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => UseAsync(link)));
        Assert.Single(let, true);
    }

    [Fact]
    public async Task A_link_tells_nobody_whose_account_there_is()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var (link, id) = await InviteAsync(admin, "Enno Enumerated");
        var answers = new List<string>();
        foreach (
            var address in new[]
            {
                link.Replace($"id={id}", "id=999999", StringComparison.Ordinal),
                link + "x",
                $"/account/set-password?id={id}&code=none",
            }
        )
        {
            using var stranger = site.Visitor();
            using var answer = await SetAsync(stranger, address);
            answers.Add((await Visitor.ParseAsync(answer)).QuerySelector("[role=alert]")!.TextContent);
        }

        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Acts_on_ones_own_password_and_second_step_say_where_they_came_from()
    {
        using var admin = await site.VisitorAsync(site.Admin);
        var (link, id) = await InviteAsync(admin, "Ina Invited");
        using var ina = site.Visitor("127.0.0.9");
        using var set = await SetAsync(ina, link);
        await Phone.SetUpAsync(ina, clocked.Clock);
        var entries = await site.WithAsync<NewsroomDb, List<(string, string?, Way?, long?)>>(async db =>
            [
                .. (
                    await db
                        .AuditEntries.Where(e => e.Subject == $"staff:{id}" && e.StaffMemberId == id)
                        .OrderBy(e => e.Id)
                        .ToListAsync()
                ).Select(e => (e.Act, e.Address, e.Way, e.StaffMemberId)),
            ]
        );
        Assert.Equal(["SetPassword", "SignIn", "TurnOnSignInCodes"], entries.Select(e => e.Item1));
        Assert.All(entries, e => Assert.Equal(("127.0.0.9", (Way?)Way.Web), (e.Item2, e.Item3)));
    }

    private async Task<(string Link, long Id)> InviteAsync(Visitor admin, string name)
    {
        var email = name.Replace(' ', '.').ToLowerInvariant() + "@example.org";
        using var added = await admin.SubmitAsync(
            "/admin/staff",
            [("Input.Name", name), ("Input.Email", email), ("Input.Role", "Editor")]
        );
        var link = LinkIn(await added.Content.ReadAsStringAsync());
        var id = await site.WithAsync<NewsroomDb, long>(db =>
            db.Users.Where(s => s.Email == email).Select(s => s.Id).SingleAsync()
        );
        return (link, id);
    }

    private static string LinkIn(string html) =>
        WebUtility.HtmlDecode(Regex.Match(html, "http://news.test(/account/set-password[^<\"]+)").Groups[1].Value);

    private static Task<HttpResponseMessage> SetAsync(Visitor visitor, string link) =>
        visitor.SubmitAsync(link, [("Input.Password", "a password of mine"), ("Input.Again", "a password of mine")]);

    private async Task<bool> UseAsync(string link)
    {
        using var visitor = site.Visitor();
        using var set = await SetAsync(visitor, link);
        return set.Headers.Location?.OriginalString == "/newsroom";
    }
}
