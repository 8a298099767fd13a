using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NewsSite.News.Wire;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using Xunit;

namespace NewsSite.Tests.Wire;

[Collection<WireCollection>]
public sealed class WireTimerTests(WireSite wire)
{
    [Fact]
    public async Task The_site_asks_by_itself()
    {
        wire.Answer("/by-itself", WireSite.Rss("<title>By itself</title><guid>by-itself-1</guid>"));
        var id = await wire.Site.WithAsync<WireSources, long>(sources =>
            sources.AddAsync(
                new("By itself", new Uri(wire.Web, "/by-itself").ToString(), "Agency", 30, null, IsOn: true, false),
                wire.Site.Admin,
                default
            )
        );
        Assert.Single(wire.Site.Services.GetServices<IHostedService>().OfType<WireTimer>());
        using var timer = ActivatorUtilities.CreateInstance<WireTimer>(wire.Site.Services);
        await timer.StartAsync(default);
        await SiteProcess.UntilAsync(async () => (await wire.RowsAsync(id)).Count > 0);
        await timer.StopAsync(default);
        Assert.Equal("By itself", Assert.Single(await wire.RowsAsync(id)).Headline);
    }
}
