using System.Net;
using System.Text.Json;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>What the log of a site in production tells whoever watches over it.</summary>
public sealed class SecurityLogTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Sign_ins_refusals_and_what_nobody_expected_are_lines_of_the_log_without_a_secret()
    {
        var folder = Directory.CreateTempSubdirectory("newssite-log-").FullName;
        var address = $"http://localhost:{SiteProcess.FreePort()}";
        var actor = await site.AddStaffAsync("Lola Log", StaffRole.Reporter);
        using var here = await site.VisitorAsync(actor);
        var (_, codes) = await Phone.SetUpAsync(here, TimeProvider.System);
        var email = SiteFixture.EmailOf(actor);
        await using var server = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", site.ConnectionString),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", folder),
                ("ASPNETCORE_URLS", address),
            ],
            []
        );
        await server.ReadyAsync(address);
        using var visitor = new Visitor(new Uri(address));
        for (var n = 0; n < 6; n++)
        {
            using var wrong = await PasswordAsync("secret-in-form");
        }

        using var unknown = await visitor.SubmitAsync(
            "/account/sign-in",
            [("Input.Email", "person-nobody-knows@example.org"), ("Input.Password", "secret-in-form")]
        );
        await SiteProcess.UntilAsync(async () =>
        {
            using var right = await PasswordAsync(SiteFixture.Password);
            return right.StatusCode == HttpStatusCode.Redirect;
        });
        using var code = await visitor.SubmitAsync("/account/code", [("Code", "secret-code")]);
        using var letIn = await visitor.SubmitAsync("/account/code", [("Code", codes[0])]);
        Assert.Equal(HttpStatusCode.Redirect, letIn.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await visitor.StatusAsync("/admin/staff?secret-in-query"));
        Assert.Equal(HttpStatusCode.NotFound, await visitor.StatusAsync("/newsroom/history/999999"));
        using var forged = await visitor.SendAsync(HttpMethod.Post, "/account/sessions?handler=Others");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var link = await visitor.SubmitAsync(
            $"/account/set-password?id={actor.Id}&code=secret-of-a-link",
            [("Input.Password", "a long new password"), ("Input.Again", "a long new password")]
        );

        // Something that nobody expects.
        await using (var source = NpgsqlDataSource.Create(site.ConnectionString))
        await using (var rename = source.CreateCommand("alter table newsroom.recovery_code rename to gone"))
        {
            await rename.ExecuteNonQueryAsync();
            Assert.Equal(HttpStatusCode.InternalServerError, await visitor.StatusAsync("/account"));
        }

        await SiteProcess.UntilAsync(() => Task.FromResult(server.Output.Contains("42P01", StringComparison.Ordinal)));
        await server.StopAsync();
        foreach (var secret in new[] { "secret-", email, "nobody-knows", SiteFixture.Password, codes[0] })
        {
            Assert.DoesNotContain(secret, server.Output, StringComparison.OrdinalIgnoreCase);
        }

        var lines = server
            .Output.Split('\n')
            .Where(l => l.StartsWith('{'))
            .Select(l => JsonDocument.Parse(l).RootElement)
            .ToList();
        AssertSaid("LetIn", ("Account", $"{actor.Id}"), ("Way", "password and recovery code"));
        AssertSaid("PasswordRefused", ("Account", $"{actor.Id}"), ("Reason", "wrong"));
        AssertSaid("PasswordRefused", ("Account", $"{actor.Id}"), ("Reason", "braked"));
        AssertSaid("PasswordRefused", ("Account", ""), ("Reason", "wrong"));
        AssertSaid("CodeRefused", ("Account", $"{actor.Id}"), ("Reason", "wrong"));
        AssertSaid("RightRefused", ("Account", $"{actor.Id}"), ("Path", "/admin/staff"));
        AssertSaid("RightRefused", ("Account", $"{actor.Id}"), ("Path", "/newsroom/history/999999"));
        AssertSaid("TokenRefused", ("Path", "/account/sessions"));
        AssertSaid("LinkRefused", ("Account", $"{actor.Id}"));
        Assert.Contains(
            lines,
            l =>
                l.TryGetProperty("@l", out var level)
                && level.GetString() == "Error"
                && l.TryGetProperty("@x", out var failure)
                && failure.GetString()!.Contains("42P01", StringComparison.Ordinal)
                && l.TryGetProperty("RequestId", out _)
        );
        Directory.Delete(folder, recursive: true);

        Task<HttpResponseMessage> PasswordAsync(string password) =>
            visitor.SubmitAsync("/account/sign-in", [("Input.Email", email), ("Input.Password", password)]);

        // Each says when, and from where.
        void AssertSaid(string name, params (string Field, string Value)[] fields) =>
            Assert.True(
                lines.Exists(l =>
                    l.TryGetProperty("EventId", out var id)
                    && id.GetProperty("Name").GetString() == name
                    && l.TryGetProperty("@t", out _)
                    && l.GetProperty("From").GetString()!.Length > 0
                    && Array.TrueForAll(fields, f => l.TryGetProperty(f.Field, out var v) && $"{v}" == f.Value)
                ),
                $"{name} {string.Join(' ', fields)} is missing in:\n{server.Output}"
            );
    }
}
