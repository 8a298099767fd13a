using System.Text;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing.Checks;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Webhooks;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>Where messages go and where they do not, over real connections.</summary>
public sealed class WebhookClientTests
{
    [Fact]
    public void The_signature_is_that_of_the_specification() =>
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            WebhookMessage.Sign(
                Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1614265330,
                """{"test": 2432232314}"""
            )
        );

    [Fact]
    public async Task Nothing_of_this_network_is_told_anything_by_any_name()
    {
        await using var receiver = await Receiver.StartAsync();
        var port = new Uri(receiver.Address).Port;
        using var client = new WebhookClient(new(PublicNetwork.Has), TimeProvider.System);
        foreach (
            var name in new[]
            {
                "127.0.0.1",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f000001",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "0.0.0.0",
                "[::]",
            }
        )
        {
            var end = await SendAsync(client, $"http://{name}:{port}/hook");
            Assert.StartsWith("Not a public address", end.Error, StringComparison.Ordinal);
        }

        Assert.Empty(receiver.Messages);
        using var open = new WebhookClient(WebhookSite.Open, TimeProvider.System);
        Assert.Null((await SendAsync(open, receiver.Address)).Error);
        Assert.Single(receiver.Messages);
    }

    [Fact]
    public async Task Redirects_are_not_followed_and_nobody_who_is_late_or_endless_is_waited_for()
    {
        await using var receiver = await Receiver.StartAsync();
        using var client = new WebhookClient(
            WebhookSite.Open with
            {
                Patience = TimeSpan.FromSeconds(1),
            },
            TimeProvider.System
        );
        receiver.Answer = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        var redirected = await SendAsync(client, receiver.Address);
        Assert.Equal((302, "It answered 302. Redirects are not followed."), (redirected.Status, redirected.Error));
        Assert.Single(receiver.Messages);

        // It took the message, whatever it says for ever after.
        receiver.Answer = async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }
        };
        var begun = TimeProvider.System.GetTimestamp();
        Assert.Null((await SendAsync(client, receiver.Address)).Error);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun).TotalSeconds, 0, 3);

        receiver.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        Assert.Equal("No answer within 1 seconds.", (await SendAsync(client, receiver.Address)).Error);
        Assert.Equal(TimeSpan.FromSeconds(10), new WebhookTargets(PublicNetwork.Has).Patience);

        Assert.Contains("refused", (await SendAsync(client, "http://127.0.0.1:9/")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://hooks.example.org/news?token=1", true)]
    [InlineData("https://8.8.8.8:8443/", true)]
    [InlineData("http://hooks.example.org/", false)]
    [InlineData("ftp://hooks.example.org/", false)]
    [InlineData("/admin", false)]
    [InlineData("https://name:word@hooks.example.org/", false)]
    [InlineData("https://hooks.example.org/#part", false)]
    [InlineData("https://127.0.0.1/", false)]
    [InlineData("https://[::1]/", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("", false)]
    public void An_address_is_whole_secure_and_public(string address, bool isTaken) =>
        Assert.Equal(isTaken, new WebhookTargets(PublicNetwork.Has).FaultOf(address) is null);

    private static Task<WebhookAttempt> SendAsync(WebhookClient client, string address) =>
        client.SendAsync(address, "msg_1", Encoding.UTF8.GetBytes("key"), "{}", default);
}
