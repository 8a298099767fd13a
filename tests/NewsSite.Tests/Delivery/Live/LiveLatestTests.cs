using System.Net;
using System.Text.Json;
using NewsSite.News.LiveBlogs;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Live;

/// <summary>Who cannot listen asks now and then: kept like a page, right like a page; and through a cache in front.</summary>
public sealed class LiveLatestTests(PostgresFixture postgres)
{
    private const string Latest = "/live/latest.json";

    [Fact]
    public async Task It_says_the_same_as_the_stream_and_is_sent_from_memory_until_something_changes()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Kowari one", breaking: TimeSpan.FromHours(1));
        using var reader = site.Visitor();
        using var first = await reader.GetAsync(Latest);
        Assert.Equal("application/json", first.Content.Headers.ContentType!.MediaType);
        Assert.True(first.Headers.CacheControl!.NoCache);
        var says = await first.Content.ReadAsStringAsync();

        // Who listens is told by a thread of its own, which may hear of it a moment later.
        await SiteProcess.UntilAsync(async () =>
        {
            await using var page = await LivePage.ListeningAsync(site.Address);
            return page.Events[0].Data == says;
        });

        // Behind the back of the bell: whoever still reads the old words had them from memory.
        await using (var database = NpgsqlDataSource.Create(site.ConnectionString))
        {
            await using var silently = database.CreateCommand(
                "set session_replication_role = replica; update site.article set headline = 'Behind the back'"
            );
            await silently.ExecuteNonQueryAsync();
        }

        Assert.Equal(says, await reader.TextAsync(Latest));
        using (var known = new HttpRequestMessage(HttpMethod.Get, Latest))
        {
            known.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var same = await reader.SendAsync(known);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        }

        await site.SaveAsync(id, c => c with { Headline = "Kowari two" });
        await site.PublishAsync(id, 2, 1);
        var next = JsonDocument.Parse(await reader.TextAsync(Latest)).RootElement;
        Assert.Equal("Kowari two", next.GetProperty("stories")[0].GetProperty("headline").GetString());
        Assert.Equal(JsonValueKind.Null, next.GetProperty("breaking").ValueKind);
        Assert.True(
            next.GetProperty("id").GetInt64() > JsonDocument.Parse(says).RootElement.GetProperty("id").GetInt64()
        );
        await site.WithdrawAsync(id);
        Assert.DoesNotContain("Kowari", await reader.TextAsync(Latest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_blog_is_told_with_its_newest_post_as_long_as_it_is_live_whatever_else_goes_on()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var blog = await site.LiveBlogAsync("Numbat now");
        await site.PostLiveAsync(blog, "One");
        for (var n = 0; n < 25; n++)
        {
            await site.PublishedAsync($"Something else {n}");
        }

        using var reader = site.Visitor();
        Assert.Equal(1, await PostsAsync());
        await site.PostLiveAsync(blog, "A draft", isDraft: true);
        Assert.Equal(1, await PostsAsync());
        await site.PostLiveAsync(blog, "Two");
        Assert.Equal(2, await PostsAsync());
        await site.SetLiveAsync(blog, new(LiveBlogState.Closed, null, null));
        await site.PublishedAsync("One more");
        for (var n = 0; n < 25; n++)
        {
            await site.PublishedAsync($"Something after {n}");
        }

        Assert.Null(await PostsAsync());

        async Task<int?> PostsAsync() =>
            JsonDocument
                .Parse(await reader.TextAsync(Latest))
                .RootElement.GetProperty("stories")
                .EnumerateArray()
                .Where(s => s.GetProperty("story").GetInt64() == blog)
                .Select(s => (int?)s.GetProperty("posts").GetInt32())
                .SingleOrDefault();
    }

    [Fact]
    public async Task A_cache_in_front_hands_on_each_event_when_it_comes_and_keeps_what_is_asked_for()
    {
        Varnish.SkipWithout();
        await using var varnish = new Varnish();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            web => web.UseSetting("NewsSite:FrontCache:Purge", $"{varnish.Address}")
        );
        await site.CategoryAsync("News");
        await varnish.StartAsync(site.Address);
        await using var page = await LivePage.ListeningAsync(varnish.Address);
        await using var other = await LivePage.ListeningAsync(varnish.Address);
        using var reader = new HttpClient { BaseAddress = varnish.Address };
        for (var n = 0; n < 3; n++)
        {
            var id = await site.PublishedAsync($"Mulgara {n}");
            await page.UntilAsync(e => e.Stories.Contains(id));
            await other.UntilAsync(e => e.Stories.Contains(id));
            await SiteProcess.UntilAsync(async () =>
                (await reader.GetStringAsync(Latest)).Contains($"Mulgara {n}", StringComparison.Ordinal)
            );
        }

        await using var again = await LivePage.ListeningAsync(varnish.Address, page.Changes.First().Id);
        await again.UntilAsync(() => again.Changes.Count() == 2);
        await SiteProcess.UntilAsync(async () =>
        {
            using var kept = await reader.GetAsync(Latest);
            return kept.Headers.GetValues("X-Cache").Single() == "hit";
        });
    }
}
