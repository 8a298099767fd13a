using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Live;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Live;

/// <summary>Connections that are held for as long as a page is open, and for no longer.</summary>
public sealed class LiveConnectionTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Signs_of_life_go_on_without_a_database_and_all_is_told_when_it_is_back()
    {
        await using var straight = await SiteFixture.StartAsync(postgres, _ => { });
        var database = new NpgsqlConnectionStringBuilder(straight.ConnectionString);
        await using var gate = new Gate(database.Host!, database.Port);
        database.Port = gate.Port;
        await using var site = await SiteFixture.BesideAsync(
            straight,
            web =>
                web.UseSetting("ConnectionStrings:NewsSite", database.ConnectionString)
                    .ConfigureTestServices(services => services.AddSingleton(new LiveLimits { Beat = Moment }))
        );
        await straight.CategoryAsync("News");
        await using var page = await LivePage.ListeningAsync(site.Address);
        var flash = await straight.PublishedAsync("Bilby flash", breaking: TimeSpan.FromHours(1));
        await page.UntilAsync(e => e.Stories.Contains(flash));

        foreach (var fault in new Action[] { gate.Break, gate.Freeze })
        {
            fault();
            var beats = page.Beats;
            await page.UntilAsync(() => page.Beats > beats + 5);
            await using var late = await LivePage.ListeningAsync(site.Address);
            Assert.Equal(flash, late.Events[0].Json.GetProperty("breaking").GetProperty("story").GetInt64());
            var missed = await straight.PublishedAsync($"Bilby {fault.Method.Name}");
            beats = page.Beats;
            await page.UntilAsync(() => page.Beats > beats + 2);
            Assert.DoesNotContain(page.Changes, e => e.Stories.Contains(missed));
            gate.Mend();
            await page.UntilAsync(e => e.Stories.Contains(missed));
            await late.UntilAsync(e => e.Stories.Contains(missed));
        }

        Assert.Equal(3, page.Changes.Count());
        Assert.False(page.HasEnded);
    }

    [Fact]
    public async Task Who_does_not_take_what_is_sent_is_cut_off_and_nobody_else_waits()
    {
        await using var site = await StartAsync(
            new()
            {
                Beat = Moment,
                Patience = TimeSpan.FromSeconds(2),
                Most = 2,
            }
        );
        await site.CategoryAsync("News");
        await site.PublishedAsync(new string('x', 60));
        await using var page = await LivePage.ListeningAsync(site.Address);
        using var still = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        still.ReceiveBufferSize = 1;
        await still.ConnectAsync(new IPEndPoint(IPAddress.Loopback, site.Address.Port));
        await still.SendAsync(
            Encoding.ASCII.GetBytes($"GET /live HTTP/1.1\r\nHost: localhost:{site.Address.Port}\r\n\r\n")
        );
        await SiteProcess.UntilAsync(() => Task.FromResult(still.Available > 0));
        Assert.False(await HasRoomAsync(site));

        // More than fits into the buffer of a reader who takes nothing.
        var watch = Stopwatch.StartNew();
        for (var n = 0; !await HasRoomAsync(site); n++)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(50), "It is held still.");
            var id = await site.PublishedAsync($"Dibbler {n} {new string('x', 200)}");
            var told = Stopwatch.StartNew();
            await page.UntilAsync(e => e.Stories.Contains(id));
            Assert.InRange(told.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        }

        Assert.False(page.HasEnded);
    }

    [Fact]
    public async Task Who_asks_and_leaves_is_not_held()
    {
        await using var site = await StartAsync(new() { Most = 1, Beat = TimeSpan.FromHours(1) });
        var watch = Stopwatch.StartNew();
        for (var n = 0; n < 5; n++)
        {
            LivePage? page = null;
            await SiteProcess.UntilAsync(async () =>
            {
                await (page?.DisposeAsync() ?? ValueTask.CompletedTask);
                page = await LivePage.OpenAsync(site.Address);
                return page.Answer.StatusCode == HttpStatusCode.OK;
            });
            Assert.False(await HasRoomAsync(site));
            await page!.DisposeAsync();
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_site_that_stops_waits_for_nobody_who_listens()
    {
        var site = await StartAsync(new());
        var pages = new List<LivePage>();
        for (var n = 0; n < 50; n++)
        {
            pages.Add(await LivePage.ListeningAsync(site.Address));
        }

        var watch = Stopwatch.StartNew();
        await site.DisposeAsync();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(8));
        foreach (var page in pages)
        {
            await page.UntilAsync(() => page.HasEnded);
            await page.DisposeAsync();
        }
    }

    private static async Task<bool> HasRoomAsync(SiteFixture site)
    {
        await using var page = await LivePage.OpenAsync(site.Address);
        return page.Answer.StatusCode == HttpStatusCode.OK;
    }

    private Task<SiteFixture> StartAsync(LiveLimits limits) =>
        SiteFixture.StartAsync(postgres, web => web.ConfigureTestServices(services => services.AddSingleton(limits)));
}
