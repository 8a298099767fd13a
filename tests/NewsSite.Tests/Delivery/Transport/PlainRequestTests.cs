using System.Text;
using NewsSite.Web.Delivery.Transport;
using Xunit;

namespace NewsSite.Tests.Delivery.Transport;

public sealed class PlainRequestTests
{
    private const string Browser =
        "GET /news/12/a-story HTTP/1.1\r\nHost: news.test:5080\r\nConnection: keep-alive\r\n"
        + "sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nsec-ch-ua-mobile: ?0\r\nsec-ch-ua-platform: \"Linux\"\r\n"
        + "Upgrade-Insecure-Requests: 1\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36\r\n"
        + "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n"
        + "Sec-Fetch-User: ?1\r\nSec-Fetch-Dest: document\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
        + "Accept-Language: en-GB,en;q=0.9\r\n\r\n";

    [Fact]
    public void What_a_browser_asks_is_read()
    {
        Assert.True(PlainRequest.TryRead(Browser, out var plain));
        Assert.Equal("/news/12/a-story", plain.Path);
        Assert.Equal("news.test:5080", plain.Host);
        Assert.Equal("gzip, deflate, br, zstd", plain.AcceptEncoding);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nhost:a\r\n\r\n")]
    [InlineData("GET /feed.xml HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nVia: 1.1 proxy\r\n\r\n")]
    public void The_least_is_enough(string request) => Assert.True(PlainRequest.TryRead(request, out _));

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a")]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n")]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /  HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n")]
    [InlineData("get / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /%61 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /A HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost : a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n Host: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia: b\r\n c: d\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia: b\rc\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia: b\nc\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia: b\0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nVia\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nGET ")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Via\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: *\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nRange: bytes=0-1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nSave-Data: on\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Http-Method-Override: POST\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\nAccept-Encoding: gzip\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public void What_is_not_sure_to_be_so_is_left_to_the_server(string request) =>
        Assert.False(PlainRequest.TryRead(request, out _));

    [Fact]
    public void Whatever_is_read_is_one_whole_request_by_every_rule_however_it_was_bent()
    {
        var dice = new Random(5);
        string[] splinters =
        [
            "\r\n",
            "\r",
            "\n",
            "\0",
            ":",
            " ",
            "\t",
            "Cookie: a=b\r\n",
            "Content-Length: 5\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Host: b\r\n",
            "Connection: close\r\n",
            "\u00e4",
            "%",
            "?a=b",
            " HTTP/1.1\r\n",
            "GET / ",
        ];
        var read = 0;
        for (var step = 0; step < 200_000; step++)
        {
            var bent = new StringBuilder(Browser);
            for (var n = dice.Next(1, 4); n > 0; n--)
            {
                var at = dice.Next(bent.Length);
                switch (dice.Next(3))
                {
                    case 0:
                        bent.Insert(at, splinters[dice.Next(splinters.Length)]);
                        break;
                    case 1:
                        bent.Remove(at, Math.Min(dice.Next(1, 30), bent.Length - at));
                        break;
                    default:
                        bent[at] = (char)dice.Next(256);
                        break;
                }
            }

            var text = bent.ToString();
            if (PlainRequest.TryRead(text, out var plain))
            {
                read++;
                AssertIsOne(text, plain.Path.ToString(), plain.Host.ToString());
            }
        }

        Assert.InRange(read, 1000, int.MaxValue);
    }

    // Said once more, in another way: as RFC 9112 has it.
    private static void AssertIsOne(string text, string path, string host)
    {
        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
        Assert.Equal(text.Length - 4, text.IndexOf("\r\n\r\n", StringComparison.Ordinal));
        Assert.DoesNotContain(text, c => c is (< ' ' or > '~') and not ('\r' or '\n'));
        var lines = text[..^4].Split("\r\n");
        Assert.DoesNotContain(lines, line => line.Contains('\r', StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains('\n', StringComparison.Ordinal));
        Assert.Equal($"GET {path} HTTP/1.1", lines[0]);
        Assert.Matches("^/[a-z0-9._/-]*$", path);
        var fields = lines[1..].Select(line => line.Split(':', 2)).ToList();
        Assert.All(fields, field => Assert.Matches("^[A-Za-z0-9-]+$", field[0]));
        var names = fields.Select(field => field[0].ToLowerInvariant()).ToList();
        Assert.Equal(host, fields[names.IndexOf("host")][1].Trim(' '));
        Assert.Equal(1, names.Count(name => name == "host"));
        Assert.Empty(
            names.Intersect(["cookie", "authorization", "content-length", "transfer-encoding", "expect", "upgrade"])
        );
    }
}
