using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>Whoever asks first for a page, and however: the next reader gets it as if nobody had.</summary>
public sealed class PoisoningTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Canary = "qzxcanary";

    // What proxies, frameworks and browsers send and some sites let into their pages.
    private static readonly (string Name, string Value)[] Headers =
    [
        ("X-Forwarded-Host", "qzxcanary.example"),
        ("X-Forwarded-Server", "qzxcanary.example"),
        ("X-Forwarded-Scheme", "qzxcanary"),
        ("X-Forwarded-Proto", "qzxcanary"),
        ("X-Forwarded-Port", "qzxcanary"),
        ("X-Forwarded-Prefix", "/qzxcanary"),
        ("X-Forwarded-Path", "/qzxcanary"),
        ("X-Forwarded-For", "qzxcanary"),
        ("X-Forwarded-SSL", "qzxcanary"),
        ("Forwarded", "host=qzxcanary.example;proto=qzxcanary"),
        ("X-Host", "qzxcanary.example"),
        ("X-HTTP-Host-Override", "qzxcanary.example"),
        ("X-Original-Host", "qzxcanary.example"),
        ("X-Original-URL", "/qzxcanary"),
        ("X-Rewrite-URL", "/qzxcanary"),
        ("X-Real-IP", "qzxcanary"),
        ("X-Client-IP", "qzxcanary"),
        ("True-Client-IP", "qzxcanary"),
        ("CF-Connecting-IP", "qzxcanary"),
        ("Client-IP", "qzxcanary"),
        ("Via", "1.1 qzxcanary"),
        ("X-HTTP-Method-Override", "POST"),
        ("X-HTTP-Method", "POST"),
        ("X-Method-Override", "POST"),
        ("X-Requested-With", "qzxcanary"),
        ("Origin", "https://qzxcanary.example"),
        ("Referer", "https://qzxcanary.example/"),
        ("User-Agent", "qzxcanary"),
        ("Accept", "qzxcanary/*"),
        ("Accept-Language", "qz-xcanary"),
        ("Accept-Charset", "qzxcanary"),
        ("Authorization", "Basic qzxcanary"),
        ("Proxy-Authorization", "Basic qzxcanary"),
        ("X-Api-Version", "qzxcanary"),
        ("X-Request-Id", "qzxcanary"),
        ("X-Correlation-Id", "qzxcanary"),
        ("traceparent", "qzxcanary"),
        ("baggage", "user=qzxcanary"),
        ("Purpose", "qzxcanary"),
        ("X-Wap-Profile", "https://qzxcanary.example/"),
        ("X-Amz-Website-Redirect-Location", "/qzxcanary"),
        ("Surrogate-Capability", "qzxcanary=1"),
    ];

    [Fact]
    public async Task No_header_gets_into_what_the_next_reader_is_sent()
    {
        var addresses = (await RoutesTests.FillAsync(site))
            // A form's token is another each time, and is kept by nobody.
            .Where(row =>
                row.Answers[0] is "200" or "404"
                && row.Route != "live"
                && !row.Address.StartsWith("/account/", StringComparison.Ordinal)
            )
            .Select(row => row.Address)
            .Append("/nothing/here")
            .Distinct()
            .ToList();
        Assert.InRange(addresses.Count, 30, 200);
        var changes = await InStepAsync();
        using var reader = site.Visitor();
        var wrong = new List<string>();
        foreach (var (n, address) in addresses.Index())
        {
            var first = await ShownAsync(reader, new(HttpMethod.Get, address));
            // They go one way; a sample of the second will do.
            foreach (var method in n % 6 == 0 ? [HttpMethod.Get, HttpMethod.Head] : new[] { HttpMethod.Get })
            {
                changes.Forget(Shown.All);
                using var odd = new HttpRequestMessage(method, $"{address}?{Canary}=1");
                foreach (var (name, value) in Headers)
                {
                    odd.Headers.TryAddWithoutValidation(name, value);
                }

                await ShownAsync(reader, odd);
                var next = await ShownAsync(reader, new(HttpMethod.Get, address));
                if (next != first || next.Contains(Canary, StringComparison.OrdinalIgnoreCase))
                {
                    var at = first.Zip(next).TakeWhile(pair => pair.First == pair.Second).Count();
                    wrong.Add($"{method} {address}: …{Part(first, at)}… became …{Part(next, at)}…");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Made_up_queries_add_no_page()
    {
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("One copy for all");
        await InStepAsync();
        using var reader = site.Visitor();
        string[] addresses = ["/", "/category/news", $"/news/{id}/one-copy-for-all", "/corrections", "/feed.xml"];
        foreach (var address in addresses)
        {
            await reader.TextAsync(address);
        }

        var store = site.Services.GetRequiredService<PageStore>();
        var (size, made) = (store.Size, store.Made);
        await Parallel.ForAsync(
            0,
            1_500,
            async (n, cancel) =>
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    $"{addresses[n % addresses.Length]}?made{n}=up&{n:x}[]=&utm_source={n}"
                );
                using var answer = await reader.SendAsync(request, cancel);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        );
        Assert.Equal((size, made), (store.Size, store.Made));
    }

    private async Task<SiteChanges> InStepAsync()
    {
        var changes = site.Services.GetRequiredService<SiteChanges>();
        await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
        return changes;
    }

    private static string Part(string text, int at) =>
        text[Math.Max(0, at - 60)..Math.Min(text.Length, at + 60)].ReplaceLineEndings(" ");

    // All of an answer that is not of its moment.
    private static async Task<string> ShownAsync(Visitor reader, HttpRequestMessage request)
    {
        string[] own =
        [
            "Date",
            "Age",
            "ETag",
            "Last-Modified",
            "Made",
            "Transfer-Encoding",
            "Cache-Status",
            "Server-Timing",
            "Content-Length",
        ];
        using var answer = await reader.SendAsync(request);
        return string.Join(
                '\n',
                answer
                    .Headers.Concat(answer.Content.Headers)
                    .Where(h => !own.Contains(h.Key))
                    .OrderBy(h => h.Key, StringComparer.Ordinal)
                    .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
                    .Prepend($"{(int)answer.StatusCode}")
            ) + await answer.Content.ReadAsStringAsync();
    }
}
