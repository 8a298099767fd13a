using System.Collections.Concurrent;
using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Had nothing been cleaned: each payload as it was written, in a page of ours that has nothing but its policy.</summary>
public sealed class RawPayloadsTests(SiteFixture site, BrowserFixture browser, ITestOutputHelper output)
    : IClassFixture<SiteFixture>
{
    private const int Sample = 48;

    // In four places each: ten thousand.
    private const int Many = 2_600;
    private const int Windows = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // As Payloads.Poke, and by the browser's own acts; what would only lead away is left alone.
    private const string Press = """
        () => {
          for (const e of document.querySelectorAll("a, area, button, input, details, summary, form")) {
            if (!/^https?:/i.test(e.href ?? "") || e.hasAttribute("onclick")) {
              e.focus?.();
              e.click?.();
            }
          }
          return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))));
        }
        """;

    [Fact]
    public async Task The_policy_alone_stops_each_payload_as_it_was_written()
    {
        var all = Payloads.All();
        List<string> payloads = [.. all.Take(Payloads.IsLong ? Many : Sample)];
        using var visitor = site.Visitor();
        using var answer = await visitor.GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var told = new ConcurrentDictionary<(int Payload, bool IsBare), string>();
        await Task.WhenAll(Enumerable.Range(0, Windows).Select(window => ShowAsync(payloads, window, policy, told)));
        var ran = told.Keys.Count(k => k.IsBare);
        output.WriteLine(
            $"{payloads.Count} payloads in 4 places each: {ran} run where there is no policy, {told.Keys.Count(k => !k.IsBare)} with it"
        );
        Assert.Empty(told.Where(t => !t.Key.IsBare).Select(t => $"{payloads[t.Key.Payload]}: {t.Value}").Take(20));

        // Many of the list are for old browsers, or for places that are not among the four; they must not be most.
        Assert.InRange(ran, payloads.Count / 10, payloads.Count);
    }

    private async Task ShowAsync(
        IReadOnlyList<string> payloads,
        int window,
        string policy,
        ConcurrentDictionary<(int Payload, bool IsBare), string> told
    )
    {
        var now = (Payload: 0, IsBare: false);
        IPage? page = null;
        for (var n = window; n < payloads.Count; n += Windows)
        {
            foreach (var isBare in new[] { true, false })
            {
                if (page is null || page.IsClosed)
                {
                    page = await OpenAsync();
                }

                now = (n, isBare);
                try
                {
                    await page.GotoAsync($"/raw/{n}", new() { WaitUntil = WaitUntilState.Load, Timeout = 5_000 });
                    await page.EvaluateAsync(Payloads.Poke).WaitAsync(Patience);
                    await page.EvaluateAsync(Press).WaitAsync(Patience);
                }
                catch (Exception e) when (e is PlaywrightException or TimeoutException)
                {
                    // It led elsewhere, or holds the page up: the next is shown in a new one.
                    await page.Context.CloseAsync();
                }
            }
        }

        async Task<IPage> OpenAsync()
        {
            var opened = await browser.OpenAsync(site.Address);
            await opened.Context.ExposeFunctionAsync("fired", (string what) => told.TryAdd(now, what));
            await opened.AddInitScriptAsync(Payloads.Hooks);
            await opened.Context.RouteAsync(
                "**/*",
                async route =>
                {
                    if (new Uri(route.Request.Url).AbsolutePath.StartsWith("/raw/", StringComparison.Ordinal))
                    {
                        await route.FulfillAsync(new() { Body = Page(payloads[now.Payload]), Headers = Headers() });
                        return;
                    }

                    // A script of somebody else's runs as well as one on the page.
                    if (
                        route.Request.ResourceType == "script"
                        && !route.Request.Url.StartsWith($"{site.Address}", StringComparison.Ordinal)
                    )
                    {
                        told.TryAdd(now, $"asked for {route.Request.Url}");
                    }

                    await route.AbortAsync();
                }
            );
            return opened;
        }

        Dictionary<string, string> Headers() =>
            now.IsBare
                ? new() { ["Content-Type"] = "text/html; charset=utf-8" }
                : new() { ["Content-Type"] = "text/html; charset=utf-8", ["Content-Security-Policy"] = policy };
    }

    private static string Page(string x) =>
        $"""<!doctype html><title>Raw</title><body><input value="{x}"><input value='{x}'><a href="{x}">a</a><div>{x}</div>""";
}
