using System.Globalization;
using System.Net;
using AngleSharp.Html.Dom;
using NewsSite.News.LiveBlogs;
using NewsSite.Tests.Support;
using Xunit;
using static NewsSite.Tests.Reading.MachineWords;

namespace NewsSite.Tests.Reading;

public sealed class LivePostsTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact]
    public async Task A_page_that_is_kept_shows_each_act_at_once_and_no_draft()
    {
        var id = await site.PublishedAsync("Bridge closed live");
        var address = $"/news/{id}/bridge-closed-live";
        using var reader = site.Visitor();
        await KeptAsync(reader, address);
        await site.WithAsync<NewsSite.News.Publishing.LiveBlogs.LiveBlogDesk>(d =>
            d.StartAsync(id, site.Editor, default)
        );
        await KeptAsync(reader, address);
        Assert.Contains("● Live", Band(await reader.PageAsync(address)), StringComparison.Ordinal);

        var first = await site.PostLiveAsync(id, "Bridge closed", "Both *lanes*.", isKey: true);
        var second = await site.PostLiveAsync(id, null, "Ferries diverted.");
        await site.PostLiveAsync(id, "Numbat draft", isDraft: true);
        var page = await reader.PageAsync(address);
        Assert.Equal(["p-2", "p-1"], Posts(page));
        Assert.Equal("lanes", page.QuerySelector("#p-1 .prose em")!.TextContent);
        Assert.DoesNotContain("Numbat", page.Body!.TextContent, StringComparison.Ordinal);
        var key = page.QuerySelector("[aria-labelledby=key-events] a")!;
        Assert.Equal(("Bridge closed", "#p-1"), (key.TextContent, key.GetAttribute("href")));
        Assert.Equal($"{address}/live/1#p-2", page.QuerySelector("#p-2 .live-entry__meta a")!.GetAttribute("href"));

        await KeptAsync(reader, address);
        await site.LiveAsync(d => d.EditAsync(id, first.Id, new("Bridge shut", "All."), 1, site.Editor, default));
        page = await reader.PageAsync(address);
        Assert.Contains("Edited", page.QuerySelector("#p-1")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Bridge shut", page.QuerySelector("#p-1 h2")!.TextContent, StringComparison.Ordinal);

        await KeptAsync(reader, address);
        await site.LiveAsync(d => d.PinAsync(id, first.Id, true, site.Editor, default));
        page = await reader.PageAsync(address);
        Assert.Equal(["p-1", "p-2"], Posts(page));
        Assert.NotNull(page.QuerySelector(".live-posts__pinned #p-1"));

        await KeptAsync(reader, address);
        await site.LiveAsync(d => d.RemoveAsync(id, second.Id, site.Editor, default));
        page = await reader.PageAsync(address);
        Assert.Contains("This post was removed at", page.QuerySelector("#p-2")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Ferries", page.Body!.TextContent, StringComparison.Ordinal);

        await KeptAsync(reader, address);
        await site.SetLiveAsync(id, new(LiveBlogState.Paused, "Back at 06:30", "The **day**.", OldestFirst: true));
        page = await reader.PageAsync(address);
        Assert.Contains("Back at 06:30", Band(page), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector(".live-band--live"));
        Assert.Equal("day", page.QuerySelector("[aria-labelledby=summary] strong")!.TextContent);
        await KeptAsync(reader, address);
        await site.SetLiveAsync(id, new(LiveBlogState.Closed, null, null));
        Assert.Contains("This live page closed at", Band(await reader.PageAsync(address)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thousand_posts_are_on_pages_that_never_move_and_a_link_to_the_first_works_for_ever()
    {
        var id = await site.LiveBlogAsync("A thousand posts");
        var address = $"/news/{id}/a-thousand-posts";
        using var reader = site.Visitor();
        await site.PostManyAsync(id, 44);
        var page = await reader.PageAsync(address);
        Assert.Equal(Numbers(44, 1), Posts(page));
        Assert.Null(page.QuerySelector($"a[href^='{address}/live/'][href$='/1']"));
        var link = page.QuerySelector("#p-1 .live-entry__meta a")!.GetAttribute("href")!;
        Assert.Equal($"{address}/live/1#p-1", link);
        Assert.Equal(Numbers(31, 44), Posts(await reader.PageAsync($"{address}/live/2")));
        await site.PostManyAsync(id, 16);
        page = await reader.PageAsync(address);
        Assert.Equal(Numbers(60, 31), Posts(page));
        Assert.Equal("/live/1", page.QuerySelector(".pager a:last-child")!.GetAttribute("href")![address.Length..]);

        // Whole, and it leads to what is still to be posted.
        var made = await KeptAsync(reader, $"{address}/live/1");
        var whole = await reader.TextAsync($"{address}/live/1");
        var second = await reader.TextAsync($"{address}/live/2");
        Assert.Contains("/live/3", second, StringComparison.Ordinal);
        using (var ahead = await reader.BeginAsync($"{address}/live/3"))
        {
            Assert.Equal((HttpStatusCode.Redirect, address), (ahead.StatusCode, $"{ahead.Headers.Location}"));
        }

        await site.PostManyAsync(id, 100);
        await site.PostManyAsync(id, 840);
        Assert.Equal(whole, await reader.TextAsync($"{address}/live/1"));
        Assert.Equal(second, await reader.TextAsync($"{address}/live/2"));
        Assert.Equal(made, await KeptAsync(reader, $"{address}/live/1"));
        Assert.Equal(Numbers(61, 90), Posts(await reader.PageAsync($"{address}/live/3")));
        page = await reader.PageAsync(address);
        Assert.Equal(Numbers(1000, 961), Posts(page));
        var first = await reader.PageAsync(link.Split('#')[0]);
        Assert.Contains("Words of post 1.", first.QuerySelector("#p-1")!.TextContent, StringComparison.Ordinal);
        Assert.Equal($"{Root}{address}/live/1", first.QuerySelector("link[rel=canonical]")!.GetAttribute("href"));
        Assert.Equal(Numbers(991, 1000), Posts(await reader.PageAsync($"{address}/live/34")));
        foreach (var none in new[] { "/live/35", "/live/0", "/live/1000001", "/live/x" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync(address + none));
        }

        using var moved = await reader.BeginAsync($"/news/{id}/other-words/live/7");
        Assert.Equal(
            (HttpStatusCode.MovedPermanently, $"{address}/live/7"),
            (moved.StatusCode, $"{moved.Headers.Location}")
        );
        await site.WithdrawAsync(id);
        Assert.Equal(HttpStatusCode.NotFound, await reader.StatusAsync($"{address}/live/1"));
    }

    [Fact]
    public async Task Machines_are_told_of_the_coverage_and_its_newest_posts_in_each_state()
    {
        var id = await site.LiveBlogAsync("Told to machines");
        var address = $"/news/{id}/told-to-machines";
        using var reader = site.Visitor();
        var starts = new DateTimeOffset(2026, 12, 1, 18, 0, 0, TimeSpan.Zero);
        await site.SetLiveAsync(id, new(LiveBlogState.Upcoming, null, null, StartsAt: starts));
        var page = await reader.PageAsync(address);
        Assert.Contains("Starts at 1 December 2026, 18:00", Band(page), StringComparison.Ordinal);
        var blog = Graph(page)[0];
        Assert.Equal("LiveBlogPosting", Text(blog, "@type"));
        Assert.Equal(starts, Time(blog, "coverageStartTime"));
        Assert.False(blog.TryGetProperty("coverageEndTime", out _));
        Assert.False(blog.TryGetProperty("liveBlogUpdate", out _));

        await site.SetLiveAsync(id, new(LiveBlogState.Live, null, null));
        await site.PostManyAsync(id, 40);
        var gone = await site.PostLiveAsync(id, "Goes");
        await site.LiveAsync(d => d.RemoveAsync(id, gone.Id, site.Editor, default));
        var last = await site.PostLiveAsync(id, "Last </script> of <all>", "Words.");
        blog = Graph(await reader.PageAsync(address))[0];
        Assert.True(Time(blog, "coverageStartTime") < starts);
        var told = blog.GetProperty("liveBlogUpdate").EnumerateArray().ToList();
        Assert.Equal(30, told.Count);
        Assert.Equal(
            ("Last </script> of <all>", "Words.", $"{Root}{address}/live/2#p-42"),
            (Text(told[0], "headline"), Text(told[0], "articleBody"), Text(told[0], "url"))
        );
        Assert.Equal($"{Root}{address}/live/2#p-40", Text(told[1], "url"));
        Assert.Equal("Edda Editor", Text(told[0].GetProperty("author"), "name"));
        Assert.InRange(
            (Time(blog, "dateModified") - last.PostedAt!.Value).Duration(),
            TimeSpan.Zero,
            TimeSpan.FromSeconds(1)
        );

        await site.SetLiveAsync(id, new(LiveBlogState.Closed, null, null));
        blog = Graph(await reader.PageAsync(address))[0];
        Assert.True(Time(blog, "coverageEndTime") >= Time(blog, "coverageStartTime"));
    }

    // Asked until two answers in a row are the same making of the page.
    private static async Task<string> KeptAsync(Visitor reader, string address)
    {
        var made = "";
        await SiteProcess.UntilAsync(async () =>
        {
            using var answer = await reader.GetAsync(address);
            var former = made;
            made = answer.Headers.TryGetValues("Made", out var values) ? values.Single() : "";
            return made.Length > 0 && made == former;
        });
        return made;
    }

    private static DateTimeOffset Time(System.Text.Json.JsonElement thing, string name) =>
        DateTimeOffset.Parse(Text(thing, name), CultureInfo.InvariantCulture);

    private static string Band(IHtmlDocument page) => page.QuerySelector(".live-band")!.TextContent;

    private static IEnumerable<string> Posts(IHtmlDocument page) =>
        page.QuerySelectorAll(".live-entry").Select(e => e.Id!);

    private static IEnumerable<string> Numbers(int from, int to) =>
        Enumerable.Range(0, Math.Abs(from - to) + 1).Select(n => $"p-{(from < to ? from + n : from - n)}");
}
