using System.Net;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

public sealed class SignInTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_wrong_password_and_an_unknown_address_are_answered_alike()
    {
        var answers = new List<string>();
        foreach (var email in new[] { SiteFixture.EmailOf(site.Editor), "nobody@example.org" })
        {
            using var visitor = site.Visitor();
            using var answer = await visitor.SubmitAsync(
                "/account/sign-in",
                [("Input.Email", email), ("Input.Password", "wrong password")]
            );
            var page = await Visitor.ParseAsync(answer);
            Assert.Equal(email, page.QuerySelector("#Input_Email")!.GetAttribute("value"));
            Assert.False(page.QuerySelector("#Input_Password")!.HasAttribute("value"));
            answers.Add($"{answer.StatusCode} {page.QuerySelector(".summary")!.TextContent}");
        }

        Assert.Equal(answers[0], answers[1]);
    }

    [Theory]
    [InlineData("/newsroom/write", "/newsroom/write")]
    [InlineData("https://evil.example/", "/newsroom")]
    [InlineData("//evil.example/", "/newsroom")]
    [InlineData("/\\evil.example/", "/newsroom")]
    [InlineData("javascript:alert(1)", "/newsroom")]
    public async Task A_sign_in_leads_to_addresses_of_this_site_only(string returnUrl, string expected)
    {
        using var visitor = site.Visitor();
        using var answer = await visitor.SubmitAsync(
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            [("Input.Email", SiteFixture.EmailOf(site.Editor)), ("Input.Password", SiteFixture.Password)]
        );
        Assert.Equal(expected, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_changed_password_ends_the_other_sessions()
    {
        var actor = await site.AddStaffAsync("Petra Password", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        using var elsewhere = await site.VisitorAsync(actor);
        using var changed = await here.SubmitAsync(
            "/account/password",
            [
                ("Current", SiteFixture.Password),
                ("Input.Password", "another long one"),
                ("Input.Again", "another long one"),
            ]
        );
        await here.PageAsync("/newsroom");
        using var other = await elsewhere.GetAsync("/newsroom");
        Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session()
    {
        using var visitor = await site.VisitorAsync(site.Editor);
        var desk = await visitor.PageAsync("/newsroom");
        desk.QuerySelector("main")!.Append(desk.QuerySelector("form[action='/account/sign-out']")!);
        using var answer = await visitor.SubmitAsync(desk, "/newsroom", [], "sign-out");
        using var next = await visitor.GetAsync("/newsroom");
        Assert.Equal(HttpStatusCode.Redirect, next.StatusCode);
    }

    [Fact]
    public async Task Each_page_of_whoever_is_signed_in_has_a_way_out_and_no_other()
    {
        using var visitor = await site.VisitorAsync(site.Editor);
        using var stranger = site.Visitor();
        const string Out = "form[action='/account/sign-out']";
        foreach (
            var address in new[]
            {
                "",
                "/password",
                "/sign-in-codes",
                "/passkeys",
                "/sessions",
                "/confirm",
                "/sign-in",
                "/set-password",
            }
        )
        {
            var page = await visitor.PageAsync($"/account{address}");
            Assert.Single(page.QuerySelectorAll(Out));
        }

        Assert.Single((await visitor.PageAsync("/newsroom")).QuerySelectorAll(Out));
        Assert.Empty((await stranger.PageAsync("/account/sign-in")).QuerySelectorAll(Out));

        // It works from there.
        var account = await visitor.PageAsync("/account");
        account.QuerySelector("main")!.Append(account.QuerySelector(Out)!);
        using var left = await visitor.SubmitAsync(account, "/account", [], "sign-out");
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/account"));
    }

    [Fact]
    public async Task A_foreign_host_name_is_refused_and_repeated_nowhere()
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        foreach (var address in new[] { "/", "/feed.xml", "/account/sign-in", "/newsroom" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(site.Address, address));
            request.Headers.Host = "evil.example";
            using var answer = await client.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }
}
