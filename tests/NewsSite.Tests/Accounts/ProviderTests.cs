using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>Signing in by a provider of OpenID Connect: whom it lets in, and how an account is linked.</summary>
[Collection<ProviderCollection>]
public sealed class ProviderTests(Provider provider)
{
    private const string Again = "/account/sign-in?problem=";
    private readonly SiteFixture site = provider.Site();

    [Fact]
    public async Task Whoever_links_an_account_once_is_let_in_from_then_on_on_every_server_until_the_link_is_removed()
    {
        var actor = await site.AddStaffAsync("Olive Open", StaffRole.Editor);
        await provider.SignsInAsync(actor);
        using var olive = site.Visitor();
        Assert.Equal($"{Again}link&returnUrl=%2Faccount%2Fprovider", await Provider.WalkAsync(olive));
        Assert.Equal(HttpStatusCode.Redirect, await olive.StatusAsync("/newsroom"));
        var page = await olive.PageAsync($"{Again}link&returnUrl=%2Faccount%2Fprovider");
        Assert.Contains($"{Provider.Name} knows you", page.QuerySelector(".notice")!.TextContent, default);
        using var signedIn = await olive.SubmitAsync(
            page,
            "/account/sign-in",
            [("Input.Email", SiteFixture.EmailOf(actor)), ("Input.Password", SiteFixture.Password)]
        );
        Assert.Equal("/account/provider", signedIn.Headers.Location!.OriginalString);

        // The provider alone does not link anything, and neither does a session that has not proved for a while whose it is.
        using var early = site.Visitor();
        Assert.StartsWith($"{Again}link", await Provider.WalkAsync(early), StringComparison.Ordinal);
        await ConfirmedAsync(actor, DateTimeOffset.UtcNow.AddMinutes(-11));
        using var asked = await olive.SubmitAsync("/account/provider", [], "handler=Link");
        Assert.StartsWith("/account/confirm", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        await ConfirmedAsync(actor, DateTimeOffset.UtcNow);
        using var elsewhere = await site.VisitorAsync(actor);
        using var linked = await olive.SubmitAsync("/account/provider", [], "handler=Link");
        Assert.Equal(HttpStatusCode.Redirect, linked.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await elsewhere.StatusAsync("/newsroom"));
        Assert.Contains(
            $"Linked to {SiteFixture.EmailOf(actor)}",
            await olive.TextAsync("/account"),
            StringComparison.Ordinal
        );

        using var next = site.Visitor();
        Assert.Equal(
            "/newsroom/write",
            await Provider.WalkAsync(next, "/account/to-provider?returnUrl=%2Fnewsroom%2Fwrite")
        );
        await next.PageAsync("/newsroom/write");
        Assert.Contains("by single sign-on", await next.TextAsync("/account/sessions"), StringComparison.Ordinal);
        var role = await site.WithAsync<NewsroomDb, StaffRole>(db =>
            db.Users.Where(u => u.Id == actor.Id).Select(u => u.Role).SingleAsync()
        );
        Assert.Equal(StaffRole.Editor, role);

        // Begun on one server, ended on another: cookies know no ports.
        await using (var second = await SiteFixture.BesideAsync(site))
        {
            using var hopping = site.Visitor();
            var answer = await Provider.AnswerAsync(hopping);
            using var back = await hopping.GetAsync($"{new Uri(second.Address, answer)}");
            Assert.Equal("/newsroom", back.Headers.Location!.OriginalString);
            Assert.Equal(HttpStatusCode.OK, await hopping.StatusAsync("/newsroom"));
        }

        using var removed = await next.SubmitAsync("/account/provider", [], "handler=Unlink");
        using var gone = site.Visitor();
        Assert.StartsWith($"{Again}link", await Provider.WalkAsync(gone), StringComparison.Ordinal);
        var acts = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"staff:{actor.Id}").Select(e => e.Act).ToListAsync()
        );
        Assert.Single(acts, "LinkProvider");
        Assert.Single(acts, "UnlinkProvider");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("unproved")]
    [InlineData("contradicted")]
    [InlineData("disabled")]
    [InlineData("frozen")]
    public async Task Nobody_else_is_let_in_and_no_account_is_made(string who)
    {
        var actor = await site.AddStaffAsync($"Nell {who}", StaffRole.Reporter);
        var email = SiteFixture.EmailOf(actor);
        await site.WithAsync<NewsroomDb>(async db =>
        {
            var member = await db.Users.SingleAsync(u => u.Id == actor.Id);
            member.DisabledAt = who == "disabled" ? DateTimeOffset.UtcNow : null;
            member.FrozenAt = who == "frozen" ? DateTimeOffset.UtcNow : null;

            // Linked before that, which does not help.
            if (who is "disabled" or "frozen")
            {
                db.UserLogins.Add(
                    new()
                    {
                        LoginProvider = provider.Address,
                        ProviderKey = who,
                        UserId = member.Id,
                    }
                );
            }

            await db.SaveChangesAsync();
        });
        var before = await StaffAsync();
        await provider.NextAsync(
            new
            {
                person = new
                {
                    sub = who,
                    email = who == "nobody" ? "nobody@example.org" : email,
                    email_verified = who switch
                    {
                        "unproved" => false,
                        "contradicted" => (object)"perhaps",
                        _ => true,
                    },
                },
            }
        );
        using var visitor = site.Visitor();
        Assert.StartsWith($"{Again}no-account", await Provider.WalkAsync(visitor), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/newsroom"));
        var page = await visitor.PageAsync($"{Again}no-account");
        Assert.Contains("none of the accounts here", page.QuerySelector(".summary")!.TextContent, default);
        Assert.Equal(before, await StaffAsync());

        Task<int> StaffAsync() => site.WithAsync<NewsroomDb, int>(db => db.Users.CountAsync());
    }

    [Fact]
    public async Task The_second_step_is_asked_for_whatever_the_provider_says_of_its_own()
    {
        var actor = await site.AddStaffAsync("Sid Second", StaffRole.Editor);
        await provider.LinkedAsync(actor);
        using var here = await site.VisitorAsync(actor);
        var (_, codes) = await Phone.SetUpAsync(here, TimeProvider.System);
        await provider.SignsInAsync(actor);
        using var visitor = site.Visitor();
        const string Code = "/account/code?returnUrl=%2Faccount";
        Assert.Equal(Code, await Provider.WalkAsync(visitor, "/account/to-provider?returnUrl=%2Faccount"));
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/newsroom"));
        using var done = await visitor.SubmitAsync(Code, [("Code", codes[0])]);
        Assert.Equal("/account", done.Headers.Location!.OriginalString);
        Assert.Contains(
            "by single sign-on and recovery code",
            await visitor.TextAsync("/account/sessions"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Nobody_links_a_person_with_the_address_of_somebody_else_nor_one_who_is_linked()
    {
        var (mine, theirs) = (
            await site.AddStaffAsync("Mia Mine", StaffRole.Reporter),
            await site.AddStaffAsync("Theo Theirs", StaffRole.Admin)
        );
        await provider.SignsInAsync(theirs);
        using var mia = await site.VisitorAsync(mine);
        Assert.Equal("/account/provider", await Provider.WalkAsync(mia));
        using var refused = await mia.SubmitAsync("/account/provider", [], "handler=Link");
        var page = await Visitor.ParseAsync(refused);
        Assert.Contains("cannot be linked", page.QuerySelector(".summary")!.TextContent, default);

        await provider.LinkedAsync(theirs);
        var told = new ProvidedPerson(provider.Address, Provider.SubjectOf(theirs), SiteFixture.EmailOf(mine));
        Assert.False(await site.WithAsync<ProviderDesk, bool>(d => d.LinkAsync(mine, told, Guid.Empty, default)));
    }

    [Theory]
    [InlineData("https://evil.example/", "/newsroom")]
    [InlineData("//evil.example/", "/newsroom")]
    [InlineData("/\\evil.example/", "/newsroom")]
    [InlineData("/account/sessions", "/account/sessions")]
    public async Task It_leads_to_addresses_of_this_site_only(string returnUrl, string expected)
    {
        var actor = await site.AddStaffAsync($"Rita {Guid.NewGuid():N}", StaffRole.Reporter);
        await provider.LinkedAsync(actor);
        await provider.SignsInAsync(actor);
        using var visitor = site.Visitor();
        Assert.Equal(
            expected,
            await Provider.WalkAsync(visitor, $"/account/to-provider?returnUrl={Uri.EscapeDataString(returnUrl)}")
        );
    }

    [Fact]
    public async Task It_begins_here_only_and_by_code_with_all_that_binds_it_to_the_browser()
    {
        using var visitor = site.Visitor();
        using var forced = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, "/account/to-provider"));
        forced.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var kept = await visitor.SendAsync(forced);
        Assert.Equal("/account/sign-in", kept.Headers.Location!.OriginalString);

        using var sent = await visitor.GetAsync("/account/to-provider");
        var asked = sent.Headers.Location!;

        // What is asked for went to the provider before; the browser carries its number only.
        Assert.Contains("request_uri=", asked.Query, StringComparison.Ordinal);
        Assert.DoesNotContain("redirect_uri", asked.Query, StringComparison.Ordinal);
        var cookies = sent.Headers.GetValues("Set-Cookie").ToList();
        Assert.Equal(2, cookies.Count);
        Assert.All(
            cookies,
            c =>
            {
                Assert.Contains("path=/;", c, StringComparison.Ordinal);
                Assert.Contains("samesite=lax", c, StringComparison.Ordinal);
                Assert.Contains("httponly", c, StringComparison.Ordinal);
            }
        );
        var page = await visitor.PageAsync("/account/sign-in?returnUrl=%2Fadmin");
        Assert.Equal("/account/to-provider?returnUrl=%2Fadmin", page.QuerySelector("#Provider")!.GetAttribute("href"));
    }

    private Task ConfirmedAsync(Actor actor, DateTimeOffset at) =>
        site.WithAsync<NewsroomDb>(db =>
            db.StaffSessions.Where(s => s.StaffMemberId == actor.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, at))
        );
}
