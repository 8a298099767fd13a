using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Playwright;
using NewsSite.Tests.Support;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace NewsSite.BrowserTests.RichText;

/// <summary>The editor is heavy for a page and light for an editor; only who writes fetches it.</summary>
public sealed class WeightTests(SiteFixture site, BrowserFixture browser, ITestOutputHelper output)
    : IClassFixture<SiteFixture>
{
    private const int Limit = 180 * 1024;

    [Fact]
    public async Task The_editor_comes_only_where_somebody_writes_and_keeps_to_its_budget()
    {
        var page = await browser.OpenAsync(site.Address);
        var scripts = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var reads = new ConcurrentBag<Task>();
        page.Response += (_, answer) =>
        {
            if (answer.Url.EndsWith(".js", StringComparison.Ordinal))
            {
                reads.Add(ReadAsync(answer));
            }
        };
        await page.SignInAsync(site.Reporter, "/newsroom");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await Task.WhenAll(reads);
        Assert.DoesNotContain(scripts.Keys, name => name.StartsWith("editor", StringComparison.Ordinal));

        await page.GotoAsync("/newsroom/write");
        await Expect(page.Text()).ToBeVisibleAsync();
        await Task.WhenAll(reads);
        Assert.Contains(scripts.Keys, name => name.StartsWith("editor", StringComparison.Ordinal));
        output.WriteLine($"Scripts, brotli: {string.Join(", ", scripts.Select(s => $"{s.Key} {s.Value} B"))}");
        Assert.InRange(scripts.Values.Sum(), 50 * 1024, Limit);

        async Task ReadAsync(IResponse answer)
        {
            using var small = new MemoryStream();
            await using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                await brotli.WriteAsync(await answer.BodyAsync());
            }

            scripts[Path.GetFileName(new Uri(answer.Url).AbsolutePath)] = (int)small.Length;
        }
    }

    [Fact]
    public async Task Who_chose_Markdown_does_not_fetch_the_editor()
    {
        var page = await browser.OpenAsync(site.Address);
        var names = new ConcurrentBag<string>();
        page.Request += (_, request) => names.Add(Path.GetFileName(new Uri(request.Url).AbsolutePath));
        await page.Context.AddInitScriptAsync("localStorage.setItem('newsroom.markdown', '1')");
        await page.SignInAsync(site.Reporter, "/newsroom/write");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rich text" })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Contains(names, name => name.StartsWith("newsroom.", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.StartsWith("editor", StringComparison.Ordinal));
    }
}
