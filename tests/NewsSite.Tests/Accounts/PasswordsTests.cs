using System.Net;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Accounts;

/// <summary>A person's own password, as the forms take it.</summary>
public sealed class PasswordsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Address = "/account/password";

    [Fact]
    public async Task Its_fields_hide_what_is_typed_and_leave_managers_their_way()
    {
        using var reporter = await site.VisitorAsync(site.Reporter);
        using var stranger = site.Visitor();
        foreach (var (visitor, page, count) in new[] { (stranger, "/account/sign-in", 1), (reporter, Address, 3) })
        {
            var fields = (await visitor.PageAsync(page)).QuerySelectorAll(
                "main input[name$=Password], main input[name$=Current], main input[name$=Again]"
            );
            Assert.Equal(count, fields.Length);
            foreach (var field in fields)
            {
                Assert.Equal("password", field.GetAttribute("type"));
                Assert.EndsWith("-password", field.GetAttribute("autocomplete"), StringComparison.Ordinal);
                Assert.False(field.HasAttribute("pattern") || field.HasAttribute("onpaste"));
                Assert.True(int.Parse(field.GetAttribute("maxlength") ?? "1000", null) >= 64);
            }
        }
    }

    [Fact]
    public async Task It_is_changed_by_whoever_knows_it_and_to_nothing_that_is_guessed_first()
    {
        var actor = await site.AddStaffAsync("Gusta Guessed", StaffRole.Reporter);
        using var gusta = await site.VisitorAsync(actor);
        foreach (
            var (current, next, field) in new[]
            {
                ("not it at all", "three brown kettles", "Current"),
                ("", "three brown kettles", "Current"),
                (SiteFixture.Password, "elevenchars", "Input_Password"),
                (SiteFixture.Password, "password1234", "Input_Password"),
                (SiteFixture.Password, "GustaGuessed2026", "Input_Password"),
            }
        )
        {
            using var refused = await ChangeAsync(gusta, current, next);
            var page = await Visitor.ParseAsync(refused);
            Assert.True(page.QuerySelector($"#{field}-error") is not null, next);
        }

        using var changed = await ChangeAsync(gusta, SiteFixture.Password, "three brown kettles");
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
    }

    [Fact]
    public async Task A_long_one_of_any_letters_is_compared_to_the_letter()
    {
        var actor = await site.AddStaffAsync("Lora Long", StaffRole.Reporter);
        using var lora = await site.VisitorAsync(actor);
        var password = " Über den Dächern, 春の海 – no Digits " + string.Concat(Enumerable.Repeat("kelp & tar ", 5));
        Assert.InRange(password.Length, 65, 150);
        using var changed = await ChangeAsync(lora, SiteFixture.Password, password);
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        foreach (var other in new[] { password.Trim(), password.ToLowerInvariant(), password[..64], password + "x" })
        {
            Assert.False(await MayEnterAsync(other));
        }

        Assert.True(await MayEnterAsync(password));

        async Task<bool> MayEnterAsync(string typed)
        {
            using var visitor = site.Visitor();
            using var answer = await visitor.SubmitAsync(
                "/account/sign-in",
                [("Input.Email", SiteFixture.EmailOf(actor)), ("Input.Password", typed)]
            );
            return answer.StatusCode == HttpStatusCode.Redirect;
        }
    }

    private static Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string current, string next) =>
        visitor.SubmitAsync(Address, [("Current", current), ("Input.Password", next), ("Input.Again", next)]);
}
