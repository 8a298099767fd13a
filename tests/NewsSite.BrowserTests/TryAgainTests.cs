using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>Whoever meets the site while its database is away need not press anything to see that it is back.</summary>
public sealed class TryAgainTests(PostgresFixture postgres, BrowserFixture browser) : IAsyncLifetime
{
    // The second try comes within 25 seconds.
    private const float Soon = 40_000;
    private SiteFixture site = null!;
    private Gate gate = null!;

    public async ValueTask InitializeAsync()
    {
        var database = new NpgsqlConnectionStringBuilder(await postgres.CloneAsync());
        gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
                    .UseSetting("NewsSite:PageCacheMegabytes", "0")
        );
    }

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        await gate.DisposeAsync();
    }

    [Fact]
    public async Task A_page_comes_by_itself_and_what_was_typed_waits_until_it_can_be_sent()
    {
        await site.PublishedAsync("A story of the numbat");
        var reader = await browser.OpenAsync(site.Address, 390);
        var editor = await browser.OpenAsync(site.Address);
        await editor.GotoAsync("/account/sign-in?returnUrl=/admin/authors");
        await editor.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Admin));
        await editor.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await editor.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await editor.Locator("section[aria-labelledby=add]").GetByLabel("Name").FillAsync("Nina Numbat");

        gate.Break();
        await reader.GotoAsync("/search?q=numbat");
        await Expect(reader.Locator("h1")).ToHaveTextAsync("Search is out for a moment");
        await Expect(reader.GetByText("This page tries again by itself while you wait.")).ToBeVisibleAsync();
        await editor.GetByRole(AriaRole.Button, new() { Name = "Add author" }).ClickAsync();
        await Expect(editor.GetByText("Nothing that you typed is lost.")).ToBeVisibleAsync();
        await Expect(editor.Locator("[data-back]")).ToBeHiddenAsync();
        Assert.Empty(await Accessibility.FaultsAsync(reader));
        Assert.Empty(await Accessibility.FaultsAsync(editor));

        gate.Mend();
        await Expect(reader.Locator("h1")).Not.ToHaveTextAsync("Search is out for a moment", new() { Timeout = Soon });
        await Expect(reader.GetByText("A story of the numbat").First).ToBeVisibleAsync();
        await Expect(editor.Locator("[data-back]")).ToBeVisibleAsync(new() { Timeout = Soon });
        await editor.GetByRole(AriaRole.Button, new() { Name = "Send it again" }).ClickAsync();
        await Expect(editor.GetByText("Nina Numbat").First).ToBeVisibleAsync();
    }
}
