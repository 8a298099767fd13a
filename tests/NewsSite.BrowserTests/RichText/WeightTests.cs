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
        var paths = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        page.Request += (_, request) =>
        {
            if (request.Url.EndsWith(".js", StringComparison.Ordinal))
            {
                paths[new Uri(request.Url).AbsolutePath] = true;
            }
        };
        await page.SignInAsync(site.Reporter, "/newsroom");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.DoesNotContain(paths.Keys, path => path.Contains("/editor", StringComparison.Ordinal));

        await page.GotoAsync("/newsroom/write");
        await Expect(page.Text()).ToBeVisibleAsync();
        Assert.Contains(paths.Keys, path => path.Contains("/editor", StringComparison.Ordinal));

        // Asked for once more: a browser forgets what a page had that it left.
        using var visitor = site.Visitor();
        var sizes = new List<(string Path, long Size)>();
        foreach (var path in paths.Keys)
        {
            using var answer = await visitor.GetAsync(path);
            using var small = new MemoryStream();
            await using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                await brotli.WriteAsync(await answer.Content.ReadAsByteArrayAsync());
            }

            sizes.Add((path, small.Length));
        }

        output.WriteLine($"Scripts, brotli: {string.Join(", ", sizes.Select(s => $"{s.Path} {s.Size} B"))}");
        Assert.InRange(sizes.Sum(s => s.Size), 50 * 1024, Limit);
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
