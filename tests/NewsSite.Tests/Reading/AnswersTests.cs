using System.Net;
using System.Net.Http.Headers;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Reading;

/// <summary>How public addresses answer, apart from what they say: caches, conditions, HEAD, cookies, strange questions.</summary>
public sealed class AnswersTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Page = "no-cache";

    // An address, and how long caches may keep what it answers. Variables: a live story, its old address, a picture.
    private static readonly (string Address, string Caching)[] Table =
    [
        ("/", Page),
        ("{story}", Page),
        ("{story}-old", Page),
        ("/category/marks", Page),
        ("/author/rita-reporter", Page),
        ("/tag/marsupials", Page),
        ("/search", Page),
        ("/search?q=numbat", Page),
        ("/sections", Page),
        ("/follow", Page),
        ("/archive", Page),
        ("/archive/2026/3/7", Page),
        ("/corrections", Page),
        ("/about/staff", Page),
        ("/offline", Page),
        ("/nowhere", "no-store, no-cache"),
        ("/health/live", "no-store, no-cache"),
        ("/health/ready", "no-store, no-cache"),
        ("/feed.xml", "public, max-age=60"),
        ("/feed.json", "public, max-age=60"),
        ("/category/marks/feed.xml", "public, max-age=60"),
        ("/author/rita-reporter/feed.json", "public, max-age=60"),
        ("/corrections/feed.xml", "public, max-age=60"),
        ("/sitemap.xml", "public, max-age=600"),
        ("/sitemap-news.xml", "public, max-age=60"),
        ("/sitemaps/stories-2026-03.xml", "public, max-age=3600"),
        ("/sitemaps/sections.xml", "public, max-age=3600"),
        ("/sitemaps/topics.xml", "public, max-age=3600"),
        ("/sitemaps/authors.xml", "public, max-age=3600"),
        ("/sitemaps/pages.xml", "public, max-age=3600"),
        ("/robots.txt", "public, no-cache"),
        ("/ads.txt", "public, no-cache"),
        ("/trust.txt", "public, no-cache"),
        ("/site.webmanifest", "public, no-cache"),
        ("/service-worker.js", "no-cache"),
        ("{picture}", "public, max-age=31536000, immutable"),
        ("{card}", "public, max-age=86400"),
        ("/newsroom", "private, no-store"),
        ("/newsroom/media/none/640.avif", "private, no-store"),
        ("/admin/staff", "private, no-store"),
        ("/account/denied", "private, no-store"),
    ];

    [Fact]
    public async Task Each_answer_says_how_long_it_holds_and_a_head_says_the_same_and_nobody_gets_a_cookie()
    {
        var wrong = new List<string>();
        using var reader = site.Visitor();
        foreach (var (address, caching) in await AddressesAsync())
        {
            using var answer = await SendAsync(reader, HttpMethod.Get, address);
            using var head = await SendAsync(reader, HttpMethod.Head, address);
            if ($"{answer.Headers.CacheControl}" != $"{CacheControlHeaderValue.Parse(caching)}")
            {
                wrong.Add($"{address}: {answer.Headers.CacheControl}");
            }

            if (answer.Headers.Contains("Set-Cookie") || head.Headers.Contains("Set-Cookie"))
            {
                wrong.Add($"{address}: sets a cookie");
            }

            if (Told(answer) is var told && Told(head) != told && await DifferForGoodAsync(reader, address))
            {
                wrong.Add($"{address}: HEAD tells {Told(head)}, GET {told}");
            }

            if (answer.Content.Headers.ContentEncoding.Count > 0 && !answer.Headers.Vary.Contains("Accept-Encoding"))
            {
                wrong.Add($"{address}: packed without Vary");
            }

            if ((await head.Content.ReadAsByteArrayAsync()).Length > 0)
            {
                wrong.Add($"{address}: HEAD has a body");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task What_is_known_already_is_not_sent_again()
    {
        var wrong = new List<string>();
        using var reader = site.Visitor();
        foreach (
            var (address, _) in (await AddressesAsync()).Where(a =>
                a.Caching.StartsWith("public", StringComparison.Ordinal)
                && (
                    a.Address.Contains("feed", StringComparison.Ordinal)
                    || a.Address.Contains("sitemap", StringComparison.Ordinal)
                    || a.Address.Contains("media", StringComparison.Ordinal)
                )
            )
        )
        {
            using var answer = await SendAsync(reader, HttpMethod.Get, address);
            if (answer.Headers.ETag is null && answer.Content.Headers.LastModified is null)
            {
                wrong.Add($"{address}: no validator");
                continue;
            }

            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var again = await SendAsync(
                    reader,
                    method,
                    address,
                    ask =>
                    {
                        ask.IfModifiedSince = answer.Content.Headers.LastModified;
                        if (answer.Headers.ETag is { } tag)
                        {
                            ask.IfNoneMatch.Add(tag);
                        }
                    }
                );
                if (again.StatusCode != HttpStatusCode.NotModified)
                {
                    wrong.Add($"{address}: {method} {again.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("/sitemaps/stories-2026-03-2147483647.xml", 404)]
    [InlineData("/sitemaps/stories-2026-03-42951.xml", 404)]
    [InlineData("/sitemaps/stories-0001-01.xml", 404)]
    [InlineData("/sitemaps/stories-9999-12.xml", 404)]
    [InlineData("/sitemaps/topics-2147483647.xml", 200)]
    [InlineData("/sitemaps/topics-99999999999.xml", 404)]
    [InlineData("/category/marks?before=9223372036854775807-9223372036854775807", 404)]
    [InlineData("/category/marks?before=253402300799999999-9223372036854775807", 200)]
    [InlineData("/category/marks?before=0-0", 200)]
    [InlineData("/category/marks?before=%00", 404)]
    [InlineData("/corrections?before=1-99999999999999999999", 404)]
    [InlineData("/category/%ff", 404)]
    [InlineData("/category/%ed%a0%80", 404)]
    [InlineData("/news/9223372036854775808", 404)]
    [InlineData("/news/-1/x", 404)]
    [InlineData("/archive/2999/12/31", 200)]
    [InlineData("/archive/0001/01/01", 404)]
    [InlineData("/archive/2026/02/29", 404)]
    [InlineData("/archive/2147483648", 404)]
    [InlineData("/search?q=a%00b", 200)]
    [InlineData("/search?q=%ff%ed%a0%80", 200)]
    [InlineData("/search?q=numbat&page=2147483647", 200)]
    [InlineData("/search?q=numbat&page=-99999999999", 200)]
    [InlineData("/search?q=numbat&sort=newest&before=253402300799999999-1", 200)]
    [InlineData("/search?q=numbat&from=2999-12-31&to=1800-01-01", 200)]
    [InlineData("/search?q=numbat&to=2999-12-31", 200)]
    [InlineData("/search?q=numbat&from=0001-01-01", 200)]
    [InlineData("/search?q=%27%20%26%20%7Ec1%20%7C%20%3A*", 200)]
    [InlineData("/search?section=%27%29%20--&tag=%00&author=%ff", 200)]
    [InlineData("/media/..%2f..%2fx/640.avif", 404)]
    [InlineData("/media/card/9223372036854775807-2147483647.jpg", 404)]
    [InlineData("//evil.example/news", 404)]
    [InlineData("/about//evil.example", 404)]
    public async Task A_strange_question_gets_a_plain_answer(string address, int status)
    {
        await site.CategoryAsync("Marks");
        using var reader = site.Visitor();
        using var answer = await reader.GetAsync(site.Address.GetLeftPart(UriPartial.Authority) + address);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_letter_that_the_database_has_no_place_for_is_refused()
    {
        using var stranger = site.Visitor();
        using var refused = await stranger.SubmitAsync(
            "/account/sign-in",
            [("Input.Email", "a\0b@example.org"), ("Input.Password", "x")]
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("That did not work", (await Visitor.ParseAsync(refused)).QuerySelector("h1")!.TextContent);
        using var editor = await site.VisitorAsync(site.Editor);
        var id = await site.PublishedAsync("Nul numbat");
        foreach (var address in new[] { "/newsroom/tags?q=a%00b", $"/newsroom/related/{id}?q=a%00b" })
        {
            using var answer = await editor.GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK), (address, answer.StatusCode));
        }
    }

    [Fact]
    public async Task No_redirect_leads_away_and_no_address_breaks_a_header()
    {
        var (_, story) = await site.PicturedAsync("Leads here");
        using var reader = site.Visitor();
        foreach (var end in new[] { "%0d%0aX-Evil:1", "//evil.example", "%5c%5cevil.example", "?to=//evil.example" })
        {
            using var answer = await reader.GetAsync(story[..story.LastIndexOf('/')] + "/" + end);
            Assert.False(answer.Headers.Contains("X-Evil"));
            if (answer.Headers.Location is { } to)
            {
                Assert.Equal(story, to.OriginalString);
            }
        }
    }

    private async Task<List<(string Address, string Caching)>> AddressesAsync()
    {
        var (picture, story) = await site.PicturedAsync($"Answers {Guid.NewGuid():N}");
        await site.PublishedAsync(
            "Answers numbat",
            tags: ["Marsupials"],
            at: new DateTimeOffset(2026, 3, 7, 12, 0, 0, TimeSpan.Zero)
        );
        return
        [
            .. Table.Select(row =>
                (
                    row.Address.Replace("{story}", story, StringComparison.Ordinal)
                        .Replace(
                            "{picture}",
                            $"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/320.jpg",
                            StringComparison.Ordinal
                        )
                        .Replace("{card}", $"/media/card/{story.Split('/')[2]}-2.jpg", StringComparison.Ordinal),
                    row.Caching
                )
            ),
        ];
    }

    private static string Told(HttpResponseMessage answer) =>
        string.Join(
            " | ",
            new[]
            {
                $"{(int)answer.StatusCode}",
                $"{answer.Content.Headers.ContentType}",
                $"{answer.Headers.CacheControl}",
                $"{answer.Headers.ETag}",
                $"{answer.Headers.Vary}",
                $"{answer.Headers.Location}",
                string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")),
            }
        );

    // While a machine stands still a page is sent as it is made, and kept by a later reader only.
    private static async Task<bool> DifferForGoodAsync(Visitor reader, string address)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            using var answer = await SendAsync(reader, HttpMethod.Get, address);
            using var head = await SendAsync(reader, HttpMethod.Head, address);
            if (Told(answer) == Told(head))
            {
                return false;
            }

            await Task.Delay(50);
        }

        return true;
    }

    private static Task<HttpResponseMessage> SendAsync(
        Visitor reader,
        HttpMethod method,
        string address,
        Action<HttpRequestHeaders>? with = null
    )
    {
        var ask = new HttpRequestMessage(method, address);
        ask.Headers.AcceptEncoding.ParseAdd("br");
        with?.Invoke(ask.Headers);
        return reader.SendAsync(ask);
    }
}
