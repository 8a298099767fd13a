using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>A page of somebody else, in the browser of an admin who is signed in: it can show, send and read nothing of ours.</summary>
public sealed class ForeignPagesTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    private const string Foreign = "http://foreign.example/";

    [Fact]
    public async Task No_page_can_be_put_into_a_frame()
    {
        var page = await SignedInAsync();
        string[] addresses = ["/", "/account/sign-in", "/newsroom", "/admin/staff"];
        await ShowAsync(
            page,
            string.Join("", addresses.Select(a => $"<iframe src='{new Uri(site.Address, a)}'></iframe>"))
                + "<iframe src='/other'></iframe>"
        );

        // A frame is a frame: another page of theirs is shown in one.
        var shown = page.Frames.Skip(1).Select(f => f.Url).ToList();
        Assert.Equal([.. addresses.Select(_ => "chrome-error://chromewebdata/"), Foreign + "other"], shown);
    }

    [Fact]
    public async Task A_form_that_it_sends_carries_no_session_and_ends_none()
    {
        var page = await SignedInAsync();
        foreach (var path in new[] { "/account/sign-out", "/admin/tags", "/newsroom/write" })
        {
            var sent = new TaskCompletionSource<IRequest>();
            void See(object? _, IRequest request)
            {
                if (request.Method == "POST")
                {
                    sent.TrySetResult(request);
                }
            }

            await ShowAsync(
                page,
                $"<form method=post action='{new Uri(site.Address, path)}'><button>Win</button></form>"
            );
            page.Request += See;
            await page.GetByText("Win").ClickAsync();
            var headers = await (await sent.Task).AllHeadersAsync();
            page.Request -= See;
            Assert.False(headers.ContainsKey("cookie"), path);
            Assert.True(headers["origin"] == Foreign.TrimEnd('/'), path);
        }

        // A form of ours does carry it, and whoever was signed in still is.
        await page.GotoAsync("/newsroom");
        Assert.EndsWith("/newsroom", page.Url, StringComparison.Ordinal);
        var own = await page.RunAndWaitForRequestAsync(
            () => page.EvaluateAsync("document.querySelector('form[action=\"/account/sign-out\"]').requestSubmit()"),
            request => request.Method == "POST"
        );
        Assert.Contains("newssite=", (await own.AllHeadersAsync())["cookie"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_reads_nothing_and_keeps_no_hold_of_a_window()
    {
        var page = await SignedInAsync();
        const string Read = """
            async (address) => {
              const how = [{ credentials: "include" }, { credentials: "include", mode: "no-cors" }];
              return Promise.all(how.map(h => fetch(address, h).then(a => a.type, () => "refused")));
            }
            """;
        var address = new Uri(site.Address, "/newsroom").ToString();
        Assert.Equal(["basic", "basic"], await page.EvaluateAsync<string[]>(Read, address));
        await ShowAsync(page, "");
        Assert.Equal(["refused", "refused"], await page.EvaluateAsync<string[]>(Read, address));

        // A window that it opens is cut off from it as soon as our page is there.
        var opened = await page.RunAndWaitForPopupAsync(() =>
            page.EvaluateAsync("(address) => { window.held = open(address); }", address)
        );
        await opened.WaitForURLAsync("**/newsroom");
        await page.WaitForFunctionAsync("held.closed");
        Assert.Null(await opened.EvaluateAsync<object?>("window.opener"));
    }

    private static async Task ShowAsync(IPage page, string body)
    {
        await page.Context.UnrouteAsync(Foreign + "**");
        await page.Context.RouteAsync(
            Foreign + "**",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        ContentType = "text/html",
                        Body = "<!DOCTYPE html>" + (route.Request.Url == Foreign ? body : "Theirs"),
                    }
                )
        );
        await page.GotoAsync(Foreign);
    }

    private async Task<IPage> SignedInAsync()
    {
        var page = await browser.OpenAsync(site.Address);
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Email address").FillAsync(SiteFixture.EmailOf(site.Admin));
        await page.GetByLabel("Password").FillAsync(SiteFixture.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/newsroom");
        return page;
    }
}
