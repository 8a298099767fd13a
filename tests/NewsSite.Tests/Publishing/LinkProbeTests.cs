using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Checks;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Links that are asked for over a real connection.</summary>
public sealed class LinkProbeTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task Only_what_is_gone_for_certain_is_called_dead()
    {
        await using var web = await WebAsync();
        using var probe = new LinkProbe(isOn: true, mayConnect: _ => true);
        string At(string path) => $"{web.Urls.First()}{path}";
        var broken = await probe.BrokenAsync(
            [
                At("/here"),
                At("/gone"),
                At("/missing"),
                At("/shy"),
                At("/broken"),
                At("/forbidden"),
                At("/slow"),
                At("/moved"),
                At("/file"),
            ],
            default
        );
        Assert.Equal([At("/gone"), At("/missing"), At("/moved")], broken.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("A link leads nowhere: 127.0.0.1 has no such page", broken[At("/gone")]);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_told_apart_from_one_that_cannot_be_asked_for()
    {
        using var probe = new LinkProbe(isOn: true, mayConnect: _ => true);
        var broken = await probe.BrokenAsync(
            ["http://127.0.0.1:1/closed", "mailto:a@b.example", "/news/1/own"],
            default
        );
        Assert.Empty(broken);
    }

    [Fact]
    public async Task Nothing_of_this_network_is_asked_for_by_any_name_or_redirect()
    {
        var asked = 0;
        await using var web = await WebAsync(() => asked++);
        var port = new Uri(web.Urls.First()).Port;
        using var probe = new LinkProbe(isOn: true, PublicNetwork.Has);
        string[] names =
        [
            "127.0.0.1",
            "localhost",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
        ];
        Assert.Empty(await probe.BrokenAsync(names.Select(n => $"http://{n}:{port}/gone"), default));
        Assert.Equal(0, asked);

        // As soon as the network may be asked, it is: the test above looks at the right port.
        using var open = new LinkProbe(isOn: true, mayConnect: _ => true);
        Assert.Single(await open.BrokenAsync([$"http://localhost:{port}/gone"], default));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("93.184.215.14", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("2001:db8::1", false)]
    public void Public_is_what_strangers_reach(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicNetwork.Has(IPAddress.Parse(address)));

    [Fact]
    public async Task A_link_to_a_story_of_ours_that_readers_cannot_see_is_dead_until_it_goes_out()
    {
        var draft = await site.DraftAsync("Not out yet");
        var live = await site.PublishedAsync("Out");
        var content = draft.Content with
        {
            Body =
                $"See [one](/news/{draft.ArticleId}/not-out-yet) and [two](/news/{live}/out) and [none](/news/999999999).",
        };
        Assert.Equal([$"/news/{draft.ArticleId}/not-out-yet", "/news/999999999"], await DeadAsync(content));
        await site.PublishAsync(draft.ArticleId, 1);
        Assert.Equal(["/news/999999999"], await DeadAsync(content));
    }

    private async Task<List<string?>> DeadAsync(NewsSite.News.Articles.ArticleContent content)
    {
        var checks = await site.WithAsync<CheckDesk, IReadOnlyList<Check>>(desk => desk.ForAsync(content, default));
        return [.. checks.Where(c => c is { Rule: "Dead link", Level: CheckLevel.Warn }).Select(c => c.Passage)];
    }

    private static async Task<WebApplication> WebAsync(Action? asked = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var web = builder.Build();
        web.Run(async context =>
        {
            asked?.Invoke();
            var isHead = HttpMethods.IsHead(context.Request.Method);
            switch (context.Request.Path.Value)
            {
                case "/slow":
                    await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { });
                    break;
                case "/moved":
                    context.Response.Redirect("/missing");
                    break;
                case "/file":
                    context.Response.Redirect("file:///etc/passwd");
                    break;
                default:
                    context.Response.StatusCode = context.Request.Path.Value switch
                    {
                        "/here" => 200,
                        "/gone" => 410,
                        "/shy" => isHead ? 404 : 200,
                        "/broken" => 500,
                        "/forbidden" => 403,
                        _ => 404,
                    };
                    break;
            }
        });
        await web.StartAsync();
        return web;
    }
}
