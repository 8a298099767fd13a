using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests;

/// <summary>What only a browser can prove of the staff door: passkeys, by Chromium's own authenticator in software.</summary>
public sealed class PasskeyTests(PostgresFixture postgres, BrowserFixture browser)
{
    [Fact]
    public async Task A_passkey_lets_its_owner_in_and_is_good_for_no_other_address()
    {
        var port = SiteProcess.FreePort();
        var home = new Uri($"http://localhost:{port}");
        Action<IWebHostBuilder> configure = builder =>
            builder.UseSetting("NewsSite:Address", home.OriginalString.TrimEnd('/'));
        await using var site = await SiteFixture.StartAsync(postgres, configure, port);
        var page = await browser.OpenAsync(home);
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        var passkey = page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" });

        // Made.
        await SignInAsync(page);
        await page.WaitForURLAsync("**/newsroom");
        await page.GotoAsync("/account/passkeys");
        await page.GetByLabel("Name").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Passkey added");
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await page.GetByLabel("Name").First.FillAsync("My own laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save name" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Name saved");
        await Expect(page.GetByLabel("Name").First).ToHaveValueAsync("My own laptop");
        await Shot(page, "passkeys-one");

        // Used, in place of both steps.
        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in?returnUrl=%2Fadmin");
        Assert.Equal("Sign in with a passkey", (await page.Locator("main button:visible").AllInnerTextsAsync())[0]);
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await Shot(page, "sign-in-passkey");
        await passkey.ClickAsync();
        await page.WaitForURLAsync("**/admin");
        Assert.Equal("passkey", (await SessionsAsync(site))[0].Way);

        // Owed after the password, because it is a second factor.
        await SignOutAsync(page);
        await SignInAsync(page);
        await page.WaitForURLAsync("**/account/code**");
        Assert.Empty(await Accessibility.FaultsAsync(page));
        await Shot(page, "code-passkey");
        await page.GotoAsync("/newsroom");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"));
        await page.GotoAsync("/account/code");
        await passkey.ClickAsync();
        await page.WaitForURLAsync("**/newsroom");
        await SignOutAsync(page);

        // The browser has the passkey at another port of the same host, too; the signed origin gives it away.
        await using (var foreign = await SiteFixture.BesideAsync(site, configure, SiteProcess.FreePort()))
        {
            await page.GotoAsync($"http://localhost:{foreign.Address.Port}/account/sign-in");
            await passkey.ClickAsync();
            await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("That passkey was not accepted");
            await page.GotoAsync($"http://localhost:{foreign.Address.Port}/newsroom");
            await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/account/sign-in"));
        }

        // Under another name of the host the server still asks for the one of its settings, and the browser refuses.
        await page.GotoAsync($"http://127.0.0.1:{port}/account/sign-in");
        Assert.Equal("localhost", await AskedForAsync(page));
        await passkey.ClickAsync();
        await Expect(page.Locator("[data-passkey-error]")).Not.ToBeEmptyAsync();

        // Of somebody disabled.
        await page.GotoAsync(home + "account/sign-in");
        await site.AddStaffAsync("Second Admin", StaffRole.Admin);
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(site.Admin.Id!.Value, true, Actor.System, default));
        await passkey.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("That passkey was not accepted");
        await site.WithAsync<StaffDesk>(desk => desk.DisableAsync(site.Admin.Id!.Value, false, Actor.System, default));

        // Removed.
        await passkey.ClickAsync();
        await page.WaitForURLAsync("**/newsroom");
        await page.GotoAsync("/account/passkeys");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove My own laptop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Passkey removed");
        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in");
        await passkey.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("That passkey was not accepted");
        var acts = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"staff:{site.Admin.Id}").Select(e => e.Act).ToListAsync()
        );
        Assert.Superset(new HashSet<string> { "AddPasskey", "RenamePasskey", "RemovePasskey" }, acts.ToHashSet());
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email address").FillAsync("ada.admin@example.org");
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.GotoAsync("/newsroom");
        await page.Locator(".me summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
    }

    private static async Task<string?> AskedForAsync(IPage page)
    {
        var options = await page.EvaluateAsync<string>(
            """
            async () => {
              const token = document.querySelector("[name=__RequestVerificationToken]").value;
              const body = new URLSearchParams({ __RequestVerificationToken: token });
              return (await fetch("/account/sign-in?handler=PasskeyOptions", { method: "POST", body })).text();
            }
            """
        );
        using var json = JsonDocument.Parse(options);
        return json.RootElement.GetProperty("rpId").GetString();
    }

    private static Task<List<StaffSession>> SessionsAsync(SiteFixture site) =>
        site.WithAsync<SessionBook, List<StaffSession>>(book => book.ListAsync(site.Admin.Id!.Value, default));

    private static async Task Shot(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("NEWSSITE_SCREENSHOTS") is { } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var colours in new[] { ColorScheme.Dark, ColorScheme.Light })
            {
                await page.EmulateMediaAsync(new() { ColorScheme = colours });
                await page.ScreenshotAsync(
                    new()
                    {
                        Path = Path.Combine(folder, $"{name}-1280-{colours}.png".ToLowerInvariant()),
                        FullPage = true,
                    }
                );
            }
        }
    }
}
