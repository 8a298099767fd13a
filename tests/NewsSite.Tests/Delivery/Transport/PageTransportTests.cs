using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Delivery.Transport;

/// <summary>Over bare connections, because a browser does not tell who answered it.</summary>
public sealed class PageTransportTests(PostgresFixture postgres, SiteFixture site)
    : IClassFixture<SiteFixture>,
        IAsyncLifetime
{
    // A page that the server sends itself has its date in another place.
    private const string Direct = "HTTP/1.1 200 OK\r\nDate: ";
    private static readonly string[] Encodings = ["br", "gzip"];
    private const int Times = 24;
    private string story = "";

    public async ValueTask InitializeAsync()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("A plover", tags: ["Waders"]);
        story = $"/news/{id}/a-plover";
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_page_that_was_sent_before_is_sent_again_as_the_server_would()
    {
        foreach (
            var address in new[] { story, "/", "/category/news", "/feed.xml", "/sections", "/sitemap.xml", "/archive" }
        )
        {
            foreach (var encoding in Encodings)
            {
                var again = await DirectAsync(address, encoding);

                // It has not heard of this header, and leaves the request to the server.
                using var other = new BareLine(site.Address);
                await other.SendAsync(Request(address, encoding, "X-Odd: 1"));
                var served = await other.ReadAsync();
                Assert.DoesNotContain(Direct, served.Head, StringComparison.Ordinal);
                Assert.Equal(served.Body, again.Body);
                Assert.Equal(Fields(served.Head), Fields(again.Head));
            }
        }
    }

    [Theory]
    [InlineData("Cookie: a=b")]
    [InlineData("Authorization: Basic YTpi")]
    [InlineData("Save-Data: on")]
    [InlineData("Connection: close")]
    [InlineData("If-None-Match: *")]
    [InlineData("Accept-Encoding: identity")]
    public async Task Whoever_brings_something_of_their_own_is_answered_by_the_server(string header)
    {
        await DirectAsync(story, "br");
        using var line = new BareLine(site.Address);
        await line.SendAsync(
            Request(story, header.StartsWith("Accept", StringComparison.Ordinal) ? null : "br", header)
        );
        Assert.DoesNotContain(Direct, (await line.ReadAsync()).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_gets_a_page_under_another_host_than_ours()
    {
        await DirectAsync(story, "br");
        using var line = new BareLine(site.Address);
        await line.SendAsync(
            Request(story, "br").Replace("Host: news.test", "Host: evil.test", StringComparison.Ordinal)
        );
        Assert.StartsWith("HTTP/1.1 400 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_in_pieces_and_several_at_once_are_answered_in_their_order()
    {
        await DirectAsync(story, "br");
        using (var line = new BareLine(site.Address))
        {
            var request = Request(story, "br");
            await line.SendAsync(request[..20]);
            await Task.Delay(50);
            await line.SendAsync(request[20..]);
            Assert.StartsWith("HTTP/1.1 200 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
        }

        using (var line = new BareLine(site.Address))
        {
            await line.SendAsync(Request(story, "br") + Request("/no-such-page", "br") + Request("/", "br"));
            Assert.StartsWith("HTTP/1.1 200 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 404 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_connection_is_answered_directly_until_it_asks_for_something_else()
    {
        await DirectAsync("/", "br");
        await DirectAsync(story, "br");
        using var line = new BareLine(site.Address);
        foreach (var address in new[] { story, "/", story })
        {
            await line.SendAsync(Request(address, "br"));
            Assert.StartsWith(Direct, (await line.ReadAsync()).Head, StringComparison.Ordinal);
        }

        await line.SendAsync(Request("/no-such-page", "br"));
        Assert.StartsWith("HTTP/1.1 404 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
        await line.SendAsync(Request(story, "br"));
        Assert.StartsWith("HTTP/1.1 200 ", (await line.ReadAsync()).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_changed_is_not_sent_again()
    {
        var id = await site.PublishedAsync("A curlew");
        var address = $"/news/{id}/a-curlew";
        await DirectAsync(address, "br");
        for (var n = 2; n < 12; n++)
        {
            await site.SaveAsync(id, c => c with { Standfirst = $"Edition {n}." });
            await site.PublishAsync(id, n, n - 1);
            using var line = new BareLine(site.Address);
            await line.SendAsync(Request(address, "br"));
            Assert.Contains($"Edition {n}.", (await line.ReadAsync()).Text(), StringComparison.Ordinal);
            Assert.Contains($"Edition {n}.", (await DirectAsync(address, "br")).Text(), StringComparison.Ordinal);
        }

        await site.WithdrawAsync(id);
        using var gone = new BareLine(site.Address);
        await gone.SendAsync(Request(address, "br"));
        Assert.StartsWith("HTTP/1.1 410 ", (await gone.ReadAsync()).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_over_is_not_sent_again()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var own = await SiteFixture.StartAsync(
            postgres,
            builder => builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock))
        );
        var made = Made(await DirectAsync(own, "/", "br"));
        Assert.Equal(made, Made(await DirectAsync(own, "/", "br")));
        clock.Advance(TimeSpan.FromDays(2));
        using var line = new BareLine(own.Address);
        await line.SendAsync(Request("/", "br"));
        Assert.NotEqual(made, Made(await line.ReadAsync()));
    }

    [Fact]
    public async Task A_slow_reader_gets_every_byte_and_holds_up_nobody()
    {
        var address = await LongStoryAsync(site);
        var whole = await DirectAsync(address, "br");
        Assert.InRange(whole.Body.Length, 100_000, int.MaxValue);
        using var slow = new BareLine(site.Address, room: 2048);
        await AskAsync(slow, address);
        for (var n = 0; n < 20; n++)
        {
            using var other = new BareLine(site.Address);
            await other.SendAsync(Request(address, "br"));
            Assert.Equal(whole.Body, (await other.ReadAsync()).Body);
        }

        for (var n = 0; n < Times; n++)
        {
            Assert.Equal(whole.Body, (await slow.ReadAsync()).Body);
        }
    }

    [Fact]
    public async Task Whoever_says_nothing_or_reads_nothing_is_let_go()
    {
        await using var own = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.Configure<KestrelServerOptions>(kestrel =>
                    {
                        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(1);
                        kestrel.Limits.MinResponseDataRate = new(1_000_000, TimeSpan.FromSeconds(1.5));
                    })
                )
        );
        using var silent = new BareLine(own.Address);
        Assert.Equal(0, await silent.RestAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        var address = await LongStoryAsync(own);
        var whole = await DirectAsync(own, address, "br");
        using var deaf = new BareLine(own.Address, room: 2048);
        await AskAsync(deaf, address);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Assert.InRange(await deaf.RestAsync(), 1, Times * whole.Body.Length);
    }

    [Fact]
    public async Task A_site_that_stops_lets_everybody_go()
    {
        BareLine idle;
        await using (var own = await SiteFixture.StartAsync(postgres, _ => { }))
        {
            idle = new(own.Address);
        }

        using (idle)
        {
            Assert.Equal(0, await idle.RestAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        }
    }

    // Again and again, without reading, until all that lies between is full.
    private static async Task AskAsync(BareLine line, string address)
    {
        try
        {
            for (var n = 0; n < Times; n++)
            {
                await line.SendAsync(Request(address, "br"));
                await Task.Delay(150);
            }
        }
        catch (IOException)
        {
            // The site has had enough.
        }
    }

    // Of very many words, which do not shrink much.
    private static async Task<string> LongStoryAsync(SiteFixture site)
    {
        var dice = new Random(3);
        var words = new StringBuilder();
        while (words.Length < 190_000)
        {
            words
                .Append(dice.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 12))
                .Append(' ');
        }

        var draft = await site.DraftAsync("A long story", words.ToString(), "News");
        await site.PublishAsync(draft.ArticleId, 1);
        return $"/news/{draft.ArticleId}/a-long-story";
    }

    private Task<BareAnswer> DirectAsync(string address, string encoding) => DirectAsync(site, address, encoding);

    [Fact]
    public async Task Who_has_half_of_an_answer_when_the_site_stops_gets_the_rest()
    {
        // A machine that is held up may have lost step with the database at that moment: then nothing is sent directly.
        var isDirect = false;
        for (var attempt = 0; attempt < 3 && !isDirect; attempt++)
        {
            isDirect = await HalfIsEndedAsync();
        }

        Assert.True(isDirect);
    }

    /// <returns>Whether it was sent directly.</returns>
    private async Task<bool> HalfIsEndedAsync()
    {
        var own = await SiteFixture.StartAsync(postgres, _ => { });
        var address = await LongStoryAsync(own);
        var whole = await DirectAsync(own, address, "br");
        using var slow = new BareLine(own.Address, room: 2048);
        await AskAsync(slow, address);
        var stopping = own.DisposeAsync();
        await Task.Delay(1000);
        for (var n = 0; n < 3; n++)
        {
            var answer = await slow.ReadAsync();
            Assert.Equal(whole.Body, answer.Body);
            if (!answer.Head.StartsWith(Direct, StringComparison.Ordinal))
            {
                await slow.RestAsync();
                await stopping;
                return false;
            }
        }

        var rest = await slow.RestAsync();
        await stopping;
        Assert.InRange(rest, 1, int.MaxValue);

        // Only what was begun, and that to its end.
        Assert.InRange(rest % (whole.Head.Length + whole.Body.Length), 0, 100);
        return true;
    }

    // As it is sent once it was sent before.
    private static async Task<BareAnswer> DirectAsync(SiteFixture site, string address, string encoding)
    {
        BareAnswer answer = new("", []);
        await SiteProcess.UntilAsync(async () =>
        {
            using var line = new BareLine(site.Address);
            await line.SendAsync(Request(address, encoding));
            answer = await line.ReadAsync();
            return answer.Head.StartsWith(Direct, StringComparison.Ordinal);
        });
        return answer;
    }

    private static string Request(string address, string? encoding, string? more = null) =>
        $"GET {address} HTTP/1.1\r\nHost: news.test\r\n"
        + (encoding is null ? "" : $"Accept-Encoding: {encoding}\r\n")
        + (more is null ? "" : $"{more}\r\n")
        + "\r\n";

    private static string Made(BareAnswer answer) =>
        Fields(answer.Head).Single(line => line.StartsWith("Made: ", StringComparison.Ordinal));

    private static IEnumerable<string> Fields(string head) =>
        head.Split("\r\n")
            .Where(line => !line.StartsWith("Date: ", StringComparison.Ordinal))
            .Where(line => !line.StartsWith("Age: ", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
