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
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = site.Address,
        };
        var (kept, told) = (new Dictionary<string, string>(), new Dictionary<string, string>());

        // As a proxy hands it on that speaks TLS.
        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent? form = null)
        {
            var message = new HttpRequestMessage(method, address) { Content = form };
            message.Headers.Add("X-Forwarded-Proto", "https");
            message.Headers.TryAddWithoutValidation(
                "Cookie",
                string.Join("; ", kept.Select(c => $"{c.Key}={c.Value}"))
            );
            var answer = await client.SendAsync(message);
            foreach (var line in answer.Headers.TryGetValues("Set-Cookie", out var lines) ? lines : [])
            {
                var name = line.Split('=')[0];
                kept[name] = line.Split(';')[0][(name.Length + 1)..];
                told.TryAdd(name, line);
            }

            return answer;
        }

        async Task<HttpResponseMessage> SubmitAsync(
            string page,
            string address,
            params (string Name, string Value)[] fields
        )
        {
            using var seen = await SendAsync(HttpMethod.Get, page);
            var token = (await Visitor.ParseAsync(seen))
                .QuerySelector("[name=__RequestVerificationToken]")!
                .GetAttribute("value")!;
            return await SendAsync(
                HttpMethod.Post,
                address,
                new FormUrlEncodedContent(
                    fields
                        .Append(("__RequestVerificationToken", token))
                        .Select(f => KeyValuePair.Create(f.Item1, f.Item2))
                )
            );
        }

        using var signedIn = await SubmitAsync(
            "/account/sign-in",
            "/account/sign-in",
            ("Input.Email", SiteFixture.EmailOf(site.Editor)),
            ("Input.Password", SiteFixture.Password)
        );
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.Equal(
            "max-age=31536000; includeSubDomains",
            Assert.Single(signedIn.Headers.GetValues("Strict-Transport-Security"))
        );
        using var ended = await SubmitAsync("/account/password", "/account/sessions?handler=Others");
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(
            ["__Host-newssite", "__Host-newssite-form", "__Host-newssite-notice", "__Host-newssite-step"],
            told.Keys.Order(StringComparer.Ordinal)
        );
        foreach (var line in told.Values)
        {
            var parts = line.Split(';').Skip(1).Select(p => p.Trim().ToLowerInvariant()).ToList();
            Assert.Contains("secure", parts);
            Assert.Contains("httponly", parts);
            Assert.Contains("path=/", parts);
            Assert.Contains(parts, p => p is "samesite=lax" or "samesite=strict");
            Assert.DoesNotContain(parts, p => p.StartsWith("domain", StringComparison.Ordinal));
        }

        // The session stands in its cookie and nowhere else.
        using var desk = await SendAsync(HttpMethod.Get, "/newsroom");
        Assert.Equal(HttpStatusCode.OK, desk.StatusCode);
        Assert.DoesNotContain(
            kept["__Host-newssite"],
            await desk.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }
}
