using System.Diagnostics;
using System.Net;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>A real Varnish keeps what is the same for all, and forgets what changed as soon as it changed.</summary>
public sealed class FrontCacheTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Varnish varnish = new();
    private readonly HttpClient reader = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private SiteFixture site = null!;

    public async ValueTask InitializeAsync()
    {
        Varnish.SkipWithout();
        site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:FrontCache:Purge", $"{varnish.Address}")
        );
        await varnish.StartAsync(site.Address);
        reader.BaseAddress = varnish.Address;
    }

    public async ValueTask DisposeAsync()
    {
        reader.Dispose();
        await varnish.DisposeAsync();
        if (site is not null)
        {
            await site.DisposeAsync();
        }
    }

    [Fact]
    public async Task What_changed_is_forgotten_and_nothing_else()
    {
        var (picture, story) = await site.PicturedAsync("Cassowary");
        var other = $"/news/{await site.PublishedAsync("Emu", category: "Elsewhere")}/emu";
        var image = $"/media/{Path.GetFileNameWithoutExtension(picture.FileName)}/320.jpg";

        // What was told again for the stories above is past: from here on nothing but the act can make the cache forget.
        await Task.Delay(NewsSite.News.Published.PurgeLog.Again + TimeSpan.FromSeconds(2.5));
        var card = $"/media/card/{story.Split('/')[2]}-2.jpg";
        string[] addresses = ["/", "/category/marks", "/feed.xml", "/sitemap-news.xml", story, image, other, card];
        foreach (var address in addresses)
        {
            using var first = await GetAsync(address);
            using var second = await GetAsync(address);
            Assert.Equal((address, HttpStatusCode.OK, true), (address, second.StatusCode, IsHit(second)));
            Assert.False(second.Headers.Contains("Surrogate-Key"));
        }

        var id = long.Parse(story.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);
        await site.SaveAsync(id, c => c with { Headline = "Cassowary again" });
        await site.PublishAsync(id, 3, 2);
        foreach (var address in addresses[..5])
        {
            var watch = Stopwatch.StartNew();
            while (!(await TextAsync(address)).Contains("Cassowary again", StringComparison.Ordinal))
            {
                Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{address} is old still.");
            }
        }

        using (var still = await GetAsync(other))
        {
            Assert.True(IsHit(still));
        }

        using (var still = await GetAsync(image))
        {
            Assert.True(IsHit(still));
        }

        await site.WithAsync<WithdrawDesk>(desk =>
            desk.WithdrawAsync(id, new(WithdrawOutcome.Gone, "Wrong"), site.Editor, default)
        );
        await SiteProcess.UntilAsync(async () =>
            await StatusAsync(story) == HttpStatusCode.Gone
            && await StatusAsync(image) == HttpStatusCode.NotFound
            && await StatusAsync(card) == HttpStatusCode.NotFound
            && !(await TextAsync("/")).Contains("Cassowary", StringComparison.Ordinal)
            && !(await TextAsync("/feed.xml")).Contains("Cassowary", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task It_keeps_nothing_of_anybody_and_nothing_that_ends()
    {
        await site.PublishedAsync("Kiwi", category: "Marks", breaking: TimeSpan.FromHours(1));
        using (var visitor = new HttpRequestMessage(HttpMethod.Get, "/"))
        {
            visitor.Headers.Add("Cookie", "a=b");
            using var own = await reader.SendAsync(visitor);
            Assert.DoesNotContain("s-maxage", $"{own.Headers.CacheControl}", StringComparison.Ordinal);
        }

        foreach (var staff in new[] { "/account/sign-in", "/newsroom", "/preview/none" })
        {
            using var first = await GetAsync(staff);
            using var second = await GetAsync(staff);
            Assert.False(IsHit(second), staff);
        }

        using var purge = new HttpRequestMessage(new HttpMethod("PURGE"), "/");
        purge.Headers.Add("Surrogate-Key", "all");
        purge.Headers.Add("X-Forwarded-For", "192.0.2.1");
        using var refused = await reader.SendAsync(purge);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_page_says_how_long_it_is_right_and_what_may_be_done_after_that()
    {
        var story = $"/news/{await site.PublishedAsync("Brolga")}/brolga";
        using (var first = await GetAsync(story))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        }

        // The page says itself how long it is right, and what may be done after that.
        using (var answer = await reader.GetAsync(new Uri(site.Address, story)))
        {
            Assert.Matches(
                "^public, max-age=0, s-maxage=[0-9]+, stale-while-revalidate=30, stale-if-error=86400$",
                answer.Headers.GetValues("Cache-Control").Single()
            );
            Assert.Contains(
                $"story:{story.Split('/')[2]}",
                answer.Headers.GetValues("Surrogate-Key").Single().Split(' ')
            );
        }
    }

    [Fact]
    public async Task What_a_campaign_appends_makes_no_other_page()
    {
        var story = $"/news/{await site.PublishedAsync("Curlew")}/curlew";
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await GetAsync($"{story}?utm_source=one&utm_medium=mail");
            return IsHit(answer);
        });
        foreach (var end in new[] { "", "?fbclid=two", "?utm_campaign=three&gclid=4" })
        {
            using var same = await GetAsync(story + end);
            Assert.True(IsHit(same), end);
        }
    }

    private static bool IsHit(HttpResponseMessage answer) => answer.Headers.GetValues("X-Cache").Single() == "hit";

    private Task<HttpResponseMessage> GetAsync(string address) => reader.GetAsync(address);

    private Task<string> TextAsync(string address) => reader.GetStringAsync(address);

    private async Task<HttpStatusCode> StatusAsync(string address)
    {
        using var answer = await GetAsync(address);
        return answer.StatusCode;
    }
}
