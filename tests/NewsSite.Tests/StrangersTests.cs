using System.Net;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests;

/// <summary>Whoever is not signed in, and tries every handle.</summary>
public sealed class StrangersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_stranger_can_send_nothing_to_staff_pages_by_any_spelling()
    {
        using var stranger = site.Visitor();
        foreach (
            var path in new[]
            {
                "newsroom",
                "newsroom/write",
                "newsroom/pictures/new",
                "admin",
                "admin/staff",
                "admin/audit",
                "newsroom/live/1",
                "newsroom/wire",
                "admin/wire",
                "admin/addresses",
                "admin/addresses/import",
                "admin/import",
                "admin/import/upload",
                "admin/import/1",
                "admin/webhooks",
                "admin/tags",
                "admin/authors",
                "newsroom/profile",
                "admin/tags/merge",
                "admin/categories",
                "account/password",
                "account",
                "account/sign-in-codes",
                "account/passkeys",
                "account/sessions",
                "account/provider",
                "account/confirm",
            }
        )
        {
            foreach (
                var spelling in new[]
                {
                    $"/{path}",
                    $"/{path}/",
                    $"//{path}",
                    $"/{path.ToUpperInvariant()}",
                    $"/{path};x",
                    $"/./{path}",
                    $"/{path}%2f",
                }
            )
            {
                foreach (
                    var method in new[]
                    {
                        HttpMethod.Get,
                        HttpMethod.Head,
                        HttpMethod.Post,
                        HttpMethod.Put,
                        HttpMethod.Delete,
                    }
                )
                {
                    using var answer = await stranger.SendAsync(
                        method,
                        site.Address.GetLeftPart(UriPartial.Authority) + spelling
                    );
                    Assert.NotEqual(
                        (HttpStatusCode.OK, $"{method} {spelling}"),
                        (answer.StatusCode, $"{method} {spelling}")
                    );
                }
            }
        }
    }
}
