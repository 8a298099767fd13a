using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.BrowserTests;

/// <summary>Readers whose browser says that it saves data.</summary>
public sealed class SaveDataTests(SiteFixture site, BrowserFixture browser) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task They_get_no_fonts_and_smaller_pictures_and_caches_are_told()
    {
        var (_, address) = await site.PicturedAsync("Thrift on the line");
        var (plain, plainVary) = await VisitAsync(address, saves: false);
        var (saving, savingVary) = await VisitAsync(address, saves: true);

        Assert.Contains(plain, path => path.EndsWith(".woff2", StringComparison.Ordinal));
        Assert.DoesNotContain(saving, path => path.EndsWith(".woff2", StringComparison.Ordinal));
        Assert.Equal(1200, Picture(plain));
        Assert.Equal(960, Picture(saving));
        Assert.All([plainVary, savingVary], vary => Assert.Contains("Save-Data", vary, StringComparison.Ordinal));
    }

    private async Task<(List<string> Paths, string Vary)> VisitAsync(string address, bool saves)
    {
        var page = await browser.OpenAsync(site.Address);
        if (saves)
        {
            await page.SetExtraHTTPHeadersAsync([new("Save-Data", "on")]);
        }

        var paths = new List<string>();
        page.Request += (_, request) => paths.Add(new Uri(request.Url).AbsolutePath);
        var answer = await page.GotoAsync(address);
        await page.EvaluateAsync("Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode())])");
        return (paths, await answer!.HeaderValueAsync("vary") ?? "");
    }

    private static int Picture(List<string> paths) =>
        int.Parse(
            Path.GetFileNameWithoutExtension(paths.Single(p => p.EndsWith(".avif", StringComparison.Ordinal))),
            System.Globalization.CultureInfo.InvariantCulture
        );
}
