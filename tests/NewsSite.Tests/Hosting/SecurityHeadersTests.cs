using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>What every answer tells browsers to forbid.</summary>
public sealed class SecurityHeadersTests(PostgresFixture postgres)
{
    [Theory]
    [InlineData("http://news.test")]
    [InlineData("https://news.test")]
    public async Task Every_kind_of_answer_carries_them(string address)
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:Address", address)
        );
        var (picture, story) = await site.PicturedAsync("Told to browsers");
        var gone = await site.PublishedAsync("Soon gone");
        await site.WithdrawAsync(gone);
        using var reader = site.Visitor();
        (string Address, HttpStatusCode Status)[] asked =
        [
            ("/", HttpStatusCode.OK),
            (story, HttpStatusCode.OK),
            // As it leaves when it is kept.
            (story, HttpStatusCode.OK),
            ("/feed.xml", HttpStatusCode.OK),
            ("/robots.txt", HttpStatusCode.OK),
            ($"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/320.jpg", HttpStatusCode.OK),
            ("/nowhere", HttpStatusCode.NotFound),
            ($"/news/{gone}/soon-gone", HttpStatusCode.Gone),
            ("/account/sign-in", HttpStatusCode.OK),
            ("/newsroom", HttpStatusCode.Redirect),
        ];
        // A form is given out over TLS only, where the site has it; a test has not.
        foreach (
            var (page, status) in asked.Where(a =>
                a.Address != "/account/sign-in" || address.StartsWith("http:", StringComparison.Ordinal)
            )
        )
        {
            using var answer = await reader.GetAsync(page);
            Assert.Equal((page, status), (page, answer.StatusCode));
            var (headers, isPicture) = (answer.Headers, page.StartsWith("/media", StringComparison.Ordinal));
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("; frame-ancestors 'none'", policy, StringComparison.Ordinal);
            if (isPicture)
            {
                // Opened by itself it is a page of its own, in which nothing runs.
                Assert.EndsWith("; sandbox", policy, StringComparison.Ordinal);
            }
            else
            {
                Assert.DoesNotMatch(@"unsafe|\*|data:|blob:|http:", policy);
                Assert.Contains("; script-src 'self';", policy, StringComparison.Ordinal);
                Assert.Contains("; form-action 'self';", policy, StringComparison.Ordinal);
                Assert.Contains("; base-uri 'none';", policy, StringComparison.Ordinal);
                Assert.EndsWith(
                    page is "/account/sign-in" or "/newsroom"
                        ? "; require-trusted-types-for 'script'; trusted-types newssite ProseMirrorClipboard"
                        : "; require-trusted-types-for 'script'; trusted-types newssite",
                    policy,
                    StringComparison.Ordinal
                );
            }

            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("strict-origin-when-cross-origin", headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Opener-Policy").Single());
            Assert.Equal(
                isPicture ? "cross-origin" : "same-origin",
                headers.GetValues("Cross-Origin-Resource-Policy").Single()
            );
            Assert.Contains("camera=()", headers.GetValues("Permissions-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(
                address.StartsWith("https", StringComparison.Ordinal),
                headers.Contains("Strict-Transport-Security")
            );
            Assert.DoesNotContain("Server", headers.Select(h => h.Key));
        }
    }
}
