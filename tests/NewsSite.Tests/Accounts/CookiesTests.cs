using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>What the site leaves in the browsers of its staff.</summary>
public sealed class CookiesTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Over_TLS_each_is_for_this_host_alone_and_out_of_reach_of_scripts()
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:Address", "https://news.test")
                    .UseSetting("FORWARDEDHEADERS_ENABLED", "true")
        );
        using var editor = new ProxiedVisitor(site);
        await editor.SignInAsync(SiteFixture.EmailOf(site.Editor));
        using var ended = await editor.SubmitAsync("/account/password", "/account/sessions?handler=Others");
        Assert.Equal(
            "max-age=31536000; includeSubDomains",
            Assert.Single(ended.Headers.GetValues("Strict-Transport-Security"))
        );
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(
            ["__Host-newssite", "__Host-newssite-form", "__Host-newssite-notice", "__Host-newssite-step"],
            editor.Told.Keys.Order(StringComparer.Ordinal)
        );
        foreach (var line in editor.Told.Values)
        {
            var parts = line.Split(';').Skip(1).Select(p => p.Trim().ToLowerInvariant()).ToList();
            Assert.Contains("secure", parts);
            Assert.Contains("httponly", parts);
            Assert.Contains("path=/", parts);
            Assert.Contains(parts, p => p is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(parts, p => p.StartsWith("domain", StringComparison.Ordinal));
        }

        // The session stands in its cookie and nowhere else.
        using var desk = await editor.SendAsync(HttpMethod.Get, "/newsroom");
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
        Assert.DoesNotContain(
            editor.Kept["__Host-newssite"],
            await desk.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }
}
