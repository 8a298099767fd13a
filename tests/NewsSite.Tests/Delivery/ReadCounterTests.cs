using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery;

public sealed class ReadCounterTests(SiteFixture site, PostgresFixture postgres) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_reading_is_counted_once_however_often_the_page_is_loaded_again()
    {
        var looped = await site.PublishedAsync("Loaded again and again");
        var other = await site.PublishedAsync("Read once");
        using var reader = site.Visitor();
        for (var n = 0; n < 20; n++)
        {
            using var answer = await reader.SendAsync(HttpMethod.Post, $"/read/{looped}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        using var last = await reader.SendAsync(HttpMethod.Post, $"/read/{other}");
        await SiteProcess.UntilAsync(async () => await CountAsync(other) > 0);
        Assert.Equal(1, await CountAsync(looped));
        Assert.Equal(1, await CountAsync(other));
    }

    [Fact]
    public async Task What_is_no_live_story_is_never_counted()
    {
        var draft = (await site.DraftAsync("Not out yet")).ArticleId;
        var live = await site.PublishedAsync("Out");
        using var reader = site.Visitor();
        foreach (var id in new[] { draft, 987_654_321, live })
        {
            using var answer = await reader.SendAsync(HttpMethod.Post, $"/read/{id}");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        await SiteProcess.UntilAsync(async () => await CountAsync(live) > 0);
        Assert.Equal(0, await CountAsync(draft));
        Assert.Equal(0, await CountAsync(987_654_321));
    }

    [Fact]
    public void Another_browser_or_another_story_counts_and_the_same_again_after_a_while()
    {
        var clock = new SetClock(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
        var readers = new ReadersSeen(clock);
        var address = IPAddress.Parse("192.0.2.1");
        Assert.True(readers.IsFirst(address, "one", 1));
        Assert.False(readers.IsFirst(address, "one", 1));
        Assert.True(readers.IsFirst(address, "two", 1));
        Assert.True(readers.IsFirst(address, "one", 2));
        clock.Now += TimeSpan.FromMinutes(31);
        Assert.False(readers.IsFirst(address, "one", 1));
        clock.Now += TimeSpan.FromMinutes(31);
        Assert.True(readers.IsFirst(address, "one", 1));
    }

    [Fact]
    public void One_address_cannot_count_without_end()
    {
        var readers = new ReadersSeen(TimeProvider.System);
        var address = IPAddress.Parse("192.0.2.1");
        var counted = Enumerable.Range(0, ReadersSeen.PerAddress + 50).Count(n => readers.IsFirst(address, "one", n));
        Assert.Equal(ReadersSeen.PerAddress, counted);
        Assert.True(readers.IsFirst(IPAddress.Parse("192.0.2.2"), "0", 1));
    }

    [Fact]
    public void One_address_cannot_lift_a_story_by_itself()
    {
        var readers = new ReadersSeen(TimeProvider.System);
        var address = IPAddress.Parse("192.0.2.1");
        Assert.Equal(ReadersSeen.PerStory, Enumerable.Range(0, 500).Count(n => readers.IsFirst(address, $"{n}", 1)));
        Assert.True(readers.IsFirst(address, "0", 2));
    }

    [Fact]
    public void A_household_is_one_address_whichever_protocol_it_speaks()
    {
        var readers = new ReadersSeen(TimeProvider.System);
        Assert.True(readers.IsFirst(IPAddress.Parse("2001:db8:1:2::1"), "one", 1));
        Assert.False(readers.IsFirst(IPAddress.Parse("2001:db8:1:2:ffff:ffff:ffff:ffff"), "one", 1));
        Assert.True(readers.IsFirst(IPAddress.Parse("2001:db8:1:3::1"), "one", 1));
        Assert.True(readers.IsFirst(IPAddress.Parse("::ffff:192.0.2.1"), "one", 1));
        Assert.False(readers.IsFirst(IPAddress.Parse("192.0.2.1"), "one", 1));
        Assert.True(readers.IsFirst(IPAddress.Parse("::ffff:192.0.2.2"), "one", 1));
    }

    [Theory]
    [InlineData("Sec-Purpose", "prefetch;prerender")]
    [InlineData("Purpose", "prefetch")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]
    [InlineData("User-Agent", "SomeCrawler/1.0")]
    public async Task What_is_no_reader_is_not_counted(string header, string value)
    {
        var (read, other) = (await site.PublishedAsync("Not read"), await site.PublishedAsync("Read"));
        using var reader = site.Visitor();
        using var message = new HttpRequestMessage(HttpMethod.Post, $"/read/{read}");
        message.Headers.TryAddWithoutValidation(header, value);
        using var answer = await reader.SendAsync(message);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        using var last = await reader.SendAsync(HttpMethod.Post, $"/read/{other}");
        await SiteProcess.UntilAsync(async () => await CountAsync(other) > 0);
        Assert.Equal(0, await CountAsync(read));
    }

    [Theory]
    [InlineData("true", 3)]
    [InlineData("false", 1)]
    public async Task Behind_a_proxy_readers_are_told_apart_and_a_stop_writes_what_was_counted(
        string behind,
        int counted
    )
    {
        var own = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("FORWARDEDHEADERS_ENABLED", behind)
        );
        var id = await own.PublishedAsync("Read behind a proxy");
        using (var reader = own.Visitor())
        {
            foreach (var address in new[] { "192.0.2.1", "192.0.2.2", "192.0.2.1", "203.0.113.9, 192.0.2.3" })
            {
                using var message = new HttpRequestMessage(HttpMethod.Post, $"/read/{id}");
                message.Headers.Add("X-Forwarded-For", address);
                using var answer = await reader.SendAsync(message);
            }
        }

        await own.DisposeAsync();
        await using var source = NpgsqlDataSource.Create(own.ConnectionString + ";Pooling=false");
        await using var sum = source.CreateCommand("select sum(count)::int from newsroom.reading_count");
        Assert.Equal(counted, await sum.ExecuteScalarAsync());
    }

    [Fact]
    public async Task The_list_holds_what_was_read_most_in_the_last_day_and_nothing_old_or_withdrawn()
    {
        var now = DateTimeOffset.UtcNow;
        var ids = new List<long>();
        for (var n = 0; n < 7; n++)
        {
            ids.Add(await site.PublishedAsync($"Read story {n}", category: "Read"));
        }

        var old = await site.PublishedAsync("Old favourite", at: now.AddDays(-40));
        var gone = await site.PublishedAsync("Gone favourite");
        await site.WithAsync<ReadingBook>(book =>
            book.AddAsync(
                ids.Select((id, n) => (id, n)).ToDictionary(x => x.id, x => 1000 + x.n),
                now.AddHours(-2),
                default
            )
        );
        await site.WithAsync<ReadingBook>(book =>
            book.AddAsync(new Dictionary<long, int> { [old] = 9000, [gone] = 8000 }, now, default)
        );
        await site.WithAsync<ReadingBook>(book =>
            book.AddAsync(new Dictionary<long, int> { [ids[0]] = 50_000 }, now.AddHours(-30), default)
        );
        await site.WithdrawAsync(gone);
        await site.WithAsync<MostReadDesk>(desk => desk.RefreshAsync(default));

        using var reader = site.Visitor();
        var page = await reader.PageAsync($"/news/{ids[0]}/read-story-0");
        var titles = page.QuerySelectorAll(".most-read li").Select(l => l.TextContent.Trim()).ToList();
        Assert.Equal([6, 5, 4, 3, 2], titles.Select(t => t[^1] - '0'));

        // A withdrawal takes the story from the list at once.
        await site.WithdrawAsync(ids[6]);
        var after = await reader.PageAsync($"/news/{ids[0]}/read-story-0");
        Assert.DoesNotContain(after.QuerySelectorAll(".most-read li"), l => l.TextContent.Contains("Read story 6"));
    }

    private Task<int> CountAsync(long id) =>
        site.WithAsync<NewsroomDb, int>(db => db.ReadingCounts.Where(r => r.ArticleId == id).SumAsync(r => r.Count));

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
