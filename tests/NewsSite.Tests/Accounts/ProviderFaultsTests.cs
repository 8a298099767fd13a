using System.Net;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using NewsSite.Web.Shared;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>Signing in by a provider of OpenID Connect that lies, breaks off or is away, and what others make of its answers.</summary>
[Collection<ProviderCollection>]
public sealed class ProviderFaultsTests(Provider provider)
{
    private const string Again = "/account/sign-in?problem=";
    private readonly SiteFixture site = provider.Site();

    [Theory]
    [InlineData("issuer")]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("expired")]
    [InlineData("unsigned")]
    [InlineData("stripped")]
    [InlineData("symmetric")]
    [InlineData("signature")]
    public async Task A_token_that_is_not_as_the_provider_makes_it_lets_nobody_in(string bend)
    {
        var actor = await site.AddStaffAsync($"Bent {bend}", StaffRole.Admin);
        await provider.LinkedAsync(actor);
        await provider.SignsInAsync(actor, bend);
        using var visitor = site.Visitor();
        Assert.StartsWith($"{Again}failed", await Provider.WalkAsync(visitor), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/newsroom"));

        await provider.SignsInAsync(actor);
        using var right = site.Visitor();
        Assert.Equal("/newsroom", await Provider.WalkAsync(right));
    }

    [Fact]
    public async Task What_goes_wrong_on_the_way_ends_at_the_page_of_signing_in()
    {
        var actor = await site.AddStaffAsync("Fay Failure", StaffRole.Admin);
        await provider.LinkedAsync(actor);
        var person = new { sub = Provider.SubjectOf(actor) };
        using var visitor = site.Visitor();
        await provider.NextAsync(new { person, refuse = true });
        Assert.StartsWith($"{Again}refused", await Provider.WalkAsync(visitor), StringComparison.Ordinal);

        // Another person's data, and another provider's answer.
        await provider.NextAsync(new { person, other = "somebody-else" });
        Assert.StartsWith($"{Again}failed", await Provider.WalkAsync(visitor), StringComparison.Ordinal);
        await provider.SignsInAsync(actor);
        using var first = site.Visitor();
        var answer = await Provider.AnswerAsync(first);
        var mixed = $"{answer.Split("&iss=")[0]}&iss=https%3A%2F%2Felsewhere.example";
        Assert.Contains("&iss=", answer, StringComparison.Ordinal);
        await FailsAsync(first, mixed);

        // Somebody else's browser, the same browser again, and what was never begun.
        using var whole = site.Visitor();
        answer = await Provider.AnswerAsync(whole);
        using var thief = site.Visitor();
        await FailsAsync(thief, answer);
        using (var back = await whole.GetAsync(answer))
        {
            Assert.Equal("/newsroom", back.Headers.Location!.OriginalString);
        }

        await FailsAsync(whole, answer);
        foreach (var odd in new[] { "", "?code=x", "?code=x&state=y", "?error=server_error", "?state=%00&code=%00" })
        {
            await FailsAsync(thief, $"/account/from-provider{odd}");
        }

        // A code that was used, with all else right.
        using var replay = site.Visitor();
        var fresh = await Provider.AnswerAsync(replay);
        await FailsAsync(replay, fresh.Replace(CodeOf(fresh), CodeOf(answer), StringComparison.Ordinal));
        using var form = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Address, "/account/from-provider"))
        {
            Content = new StringContent("x"),
        };
        using var posted = await thief.SendAsync(form);
        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);

        await provider.NextAsync(new { person, away = true });
        await AwayAsync(site);

        // One that calls itself by another name, asked by a server that does not know it yet.
        await provider.NextAsync(new { person, issuer = "https://elsewhere.example" });
        await using var second = await SiteFixture.BesideAsync(site);
        await AwayAsync(second);
        await provider.SignsInAsync(actor);

        static async Task AwayAsync(SiteFixture of)
        {
            using var lost = of.Visitor();
            using var sent = await lost.GetAsync("/account/to-provider");
            Assert.Equal($"{Again}away", sent.Headers.Location!.OriginalString, ignoreCase: true);
            Assert.Contains("cannot be reached", await lost.TextAsync($"{Again}away"), StringComparison.Ordinal);
        }

        static string CodeOf(string answer) => answer.Split("code=")[1].Split('&')[0];
    }

    [Theory]
    [InlineData("http://id.example.org", "x", "y", "Authority")]
    [InlineData("id.example.org", "x", "y", "Authority")]
    [InlineData("https://id.example.org/?a=b", "x", "y", "Authority")]
    [InlineData("https://id.example.org", "x", null, "ClientSecret")]
    [InlineData("https://id.example.org", null, "y", "ClientId")]
    [InlineData(null, "x", "y", "Authority")]
    [InlineData("https://id.example.org", "x", "y", null)]
    [InlineData("http://127.0.0.1:9000", "x", "y", null)]
    [InlineData(null, null, null, null)]
    public void A_setting_that_is_wrong_is_named(string? authority, string? id, string? secret, string? named)
    {
        var fault = new ProviderOptions
        {
            Authority = authority,
            ClientId = id,
            ClientSecret = secret,
        }.Fault();
        if (named is null)
        {
            Assert.Null(fault);
        }
        else
        {
            Assert.Contains($"NewsSite__OpenIdConnect__{named}", fault, StringComparison.Ordinal);
        }
    }

    private static async Task FailsAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.GetAsync(address);
        Assert.Equal((address, HttpStatusCode.Redirect), (address, answer.StatusCode));
        Assert.StartsWith($"{Again}failed", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
