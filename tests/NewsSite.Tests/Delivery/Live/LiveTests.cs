using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Live;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Live;

/// <summary>Open pages are told what changed: at once, all of it, once, and nothing that readers may not know.</summary>
public sealed class LiveTests(PostgresFixture postgres)
{
    // Not a measure: a busy machine takes its time.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Updates_and_breaking_stories_are_told_on_every_server()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await using var beside = await SiteFixture.BesideAsync(site);
        await site.CategoryAsync("News");
        var id = await site.PublishedAsync("Quokka at large");
        await using var here = await LivePage.ListeningAsync(site.Address);
        await using var there = await LivePage.ListeningAsync(beside.Address);
        foreach (var page in new[] { here, there })
        {
            var state = page.Events[0];
            Assert.Equal(("state", "null"), (state.Name, $"{state.Json.GetProperty("breaking").GetRawText()}"));
            Assert.Equal([id], state.Stories);
        }

        await site.SaveAsync(id, c => c with { Headline = "Quokka caught", Body = "Other words." });
        await site.PublishAsync(id, 2, 1);
        var watch = Stopwatch.StartNew();
        foreach (var page in new[] { here, there })
        {
            var update = await page.UntilAsync(e => e.Name == "change");
            Assert.Equal([id], update.Stories);
            var story = update.Json.GetProperty("stories")[0];
            Assert.Equal("Quokka caught", story.GetProperty("headline").GetString());
            Assert.Equal($"/news/{id}/quokka-at-large", story.GetProperty("address").GetString());
            Assert.Equal("2.0", story.GetProperty("mark").GetString());
            Assert.False(update.Json.TryGetProperty("breaking", out _));
        }

        var flash = await site.PublishedAsync("Wombat breaks out", breaking: TimeSpan.FromHours(1));
        foreach (var page in new[] { here, there })
        {
            var told = await page.UntilAsync(e => e.Stories.Contains(flash));
            var breaking = told.Json.GetProperty("breaking");
            Assert.Equal(
                (flash, "Wombat breaks out", $"/news/{flash}/wombat-breaks-out"),
                (
                    breaking.GetProperty("story").GetInt64(),
                    breaking.GetProperty("headline").GetString(),
                    breaking.GetProperty("address").GetString()
                )
            );
            Assert.InRange(
                breaking.GetProperty("until").GetDateTimeOffset() - DateTimeOffset.UtcNow,
                TimeSpan.FromMinutes(55),
                TimeSpan.FromHours(1)
            );
        }

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
        Assert.Equal(here.Changes.Select(e => (e.Id, e.Data)), there.Changes.Select(e => (e.Id, e.Data)));
        await using var late = await LivePage.ListeningAsync(beside.Address);
        Assert.Equal(flash, late.Events[0].Json.GetProperty("breaking").GetProperty("story").GetInt64());
    }

    [Fact]
    public async Task Who_comes_again_is_told_what_they_missed_by_any_server_and_by_one_that_was_started_again()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var first = await site.PublishedAsync("Numbat one");
        long? last;
        await using (var page = await LivePage.ListeningAsync(site.Address))
        {
            await site.PublishedAsync("Numbat two");
            last = (await page.UntilAsync(e => e.Name == "change")).Id;
        }

        await using (var beside = await SiteFixture.BesideAsync(site))
        {
            // Two of them while nobody listens here, and a third when it is told again.
            var missed = new List<long> { await site.PublishedAsync("Numbat three"), first };
            await site.SaveAsync(first, c => c with { Body = "Other words." });
            await site.PublishAsync(first, 2, 1);
            foreach (var server in new[] { site, beside })
            {
                await using var again = await LivePage.ListeningAsync(server.Address, last);
                await again.UntilAsync(() => again.Changes.Count() == missed.Count);
                Assert.Equal(missed, again.Changes.SelectMany(e => e.Stories));
                var next = await site.PublishedAsync($"Numbat for {server.Address.Port}");
                missed.Add(next);
                await again.UntilAsync(e => e.Stories.Contains(next));
                Assert.Equal(missed, again.Changes.SelectMany(e => e.Stories));
                Assert.Equal(again.Changes.Select(e => e.Id).Distinct().Order(), again.Changes.Select(e => e.Id));
            }
        }

        await using var whole = await LivePage.ListeningAsync(site.Address, last);
        await whole.UntilAsync(() => whole.Changes.Count() == 4);
        await using var started = await SiteFixture.BesideAsync(site);
        await using var after = await LivePage.ListeningAsync(started.Address, last);
        await after.UntilAsync(() => after.Changes.Count() >= 4);
        Assert.Equal(whole.Changes, after.Changes);

        // Who knows all of it is told of none, and of what comes then once.
        var known = whole.Changes.Last().Id;
        await using var up = await LivePage.ListeningAsync(started.Address, known);
        var newest = await site.PublishedAsync("Numbat at last");
        await up.UntilAsync(e => e.Stories.Contains(newest));
        Assert.Single(up.Changes);
        await using var byQuery = await LivePage.OpenAsync(started.Address, query: $"?after={known}");
        await byQuery.UntilAsync(e => e.Stories.Contains(newest));
        Assert.Equal(up.Changes, byQuery.Changes);
    }

    [Fact]
    public async Task Who_was_away_for_too_long_is_told_what_there_is_now()
    {
        await using var site = await StartAsync(new() { Remembered = 2 });
        await site.CategoryAsync("News");
        var before = await site.PublishedAsync("Potoroo zero");
        await using var page = await LivePage.ListeningAsync(site.Address);
        var ids = new List<long>();
        for (var n = 1; n <= 3; n++)
        {
            ids.Add(await site.PublishedAsync($"Potoroo {n}"));
        }

        await page.UntilAsync(() => page.Changes.Count() == 3);
        await using (var close = await LivePage.ListeningAsync(site.Address, page.Changes.First().Id))
        {
            await close.UntilAsync(() => close.Changes.Count() == 2);
            Assert.Equal(ids[1..], close.Changes.SelectMany(e => e.Stories));
        }

        foreach (long? old in new long?[] { page.Events[0].Id, 1, page.Changes.Last().Id + 1_000_000 })
        {
            await using var late = await LivePage.ListeningAsync(site.Address, old);
            Assert.Equal(page.Changes.Last().Id, late.Events[0].Id);
            Assert.Equal(Enumerable.Reverse(ids).Take(2), late.Events[0].Stories);
            Assert.Empty(late.Changes);
        }

        // An act on the whole archive is no news, but nobody is left behind either.
        await using (var database = NpgsqlDataSource.Create(site.ConnectionString))
        {
            await using var act = database.CreateCommand("select delivery.tell(array['all'])");
            await act.ExecuteNonQueryAsync();
        }

        var state = await page.UntilAsync(e => e.Name == "state" && e.Id > page.Changes.Last().Id);
        Assert.Empty(state.Stories);
        Assert.DoesNotContain(before, page.Changes.SelectMany(e => e.Stories));
    }

    [Fact]
    public async Task Nothing_is_told_of_what_readers_may_not_see()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var other = await site.PublishedAsync("Plain news");
        await using var page = await LivePage.ListeningAsync(site.Address);
        var start = page.Events[0].Id;

        var draft = await site.DraftAsync("Secret draft");
        await site.SaveAsync(draft.ArticleId, c => c with { Headline = "Secret draft again" });
        var embargoed = (await site.DraftAsync("Secret embargo")).ArticleId;
        var at = DateTimeOffset.UtcNow.AddHours(1);
        await site.WithAsync<ScheduleDesk>(desk => desk.EmbargoAsync(embargoed, at, site.Editor, default));
        await site.WithAsync<ScheduleDesk>(desk =>
            desk.PublishAtAsync(embargoed, at, new PublishOrder(1, null, TimeSpan.FromHours(1)), site.Editor, default)
        );
        await site.SaveAsync(other, c => c with { Headline = "Secret next words" });

        var wrong = await site.PublishedAsync("Libel one", breaking: TimeSpan.FromHours(1));
        await page.UntilAsync(e => e.Stories.Contains(wrong));
        var renamed = await site.PublishedAsync("Libel two");
        await site.SaveAsync(renamed, c => c with { Headline = "Put right" });
        await site.PublishAsync(renamed, 2, 1);
        await site.WithdrawAsync(wrong);
        var gone = await page.UntilAsync(e =>
            e.Stories.Contains(wrong) && e.Data.Contains("gone", StringComparison.Ordinal)
        );
        Assert.Equal("null", gone.Json.GetProperty("breaking").GetRawText());
        Assert.Equal($$"""{"story":{{wrong}},"gone":true}""", gone.Json.GetProperty("stories")[0].GetRawText());
        Assert.DoesNotContain(page.Events, e => e.Data.Contains("Secret", StringComparison.Ordinal));
        Assert.DoesNotContain(page.Events, e => e.Stories.Contains(draft.ArticleId) || e.Stories.Contains(embargoed));

        // Told again, and by a server that was started since: the words that had to go do not come back.
        await using var beside = await SiteFixture.BesideAsync(site);
        foreach (var server in new[] { site, beside })
        {
            await using var late = await LivePage.ListeningAsync(server.Address);
            await using var again = await LivePage.ListeningAsync(server.Address, start);
            await again.UntilAsync(() => again.Changes.Count() == page.Changes.Count());
            Assert.Equal(
                page.Changes.Select(e => (e.Id, $"{e.Stories[0]}")),
                again.Changes.Select(e => (e.Id, $"{e.Stories[0]}"))
            );
            Assert.DoesNotContain(
                late.Events.Concat(again.Events),
                e =>
                    e.Data.Contains("Libel", StringComparison.Ordinal)
                    || e.Data.Contains("Secret", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task A_banner_that_ends_by_itself_gives_way_to_the_one_behind_it()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.CategoryAsync("News");
        var older = await site.PublishedAsync("Long flash", breaking: TimeSpan.FromHours(1));
        await site.PublishedAsync("Short flash", breaking: TimeSpan.FromSeconds(4));
        await using var page = await LivePage.ListeningAsync(site.Address);
        await page.UntilAsync(e => e.Data.Contains("Short flash", StringComparison.Ordinal));
        await page.UntilAsync(() =>
            page.Events[^1].Json.TryGetProperty("breaking", out var banner)
            && banner.GetProperty("story").GetInt64() == older
        );
        Assert.Null(page.Events[^1].Id);
    }

    [Fact]
    public async Task Too_many_are_told_to_come_later_and_who_leaves_makes_room()
    {
        await using var site = await StartAsync(new() { Most = 2 });
        await site.CategoryAsync("News");
        await using var one = await LivePage.ListeningAsync(site.Address);
        await using (await LivePage.ListeningAsync(site.Address))
        {
            await using var third = await LivePage.OpenAsync(site.Address);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.Answer.StatusCode);
            Assert.NotNull(third.Answer.Headers.RetryAfter);
            Assert.True(third.Answer.Headers.CacheControl!.NoStore);
        }

        await SiteProcess.UntilAsync(async () =>
        {
            await using var next = await LivePage.OpenAsync(site.Address);
            return next.Answer.StatusCode == HttpStatusCode.OK;
        });
        Assert.False(one.HasEnded);
    }

    [Fact]
    public async Task It_is_sent_as_it_is_and_kept_by_nobody()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        using var editor = await site.VisitorAsync(site.Editor);
        var returns = new HashSet<int>();
        for (var n = 0; n < 8; n++)
        {
            await using var page = await LivePage.OpenAsync(
                site.Address,
                change: headers =>
                {
                    headers.AcceptEncoding.ParseAdd("br, gzip");
                    headers.Add("Cookie", "a=b");
                }
            );
            await page.UntilAsync(e => e.Name == "state");
            Assert.Equal("text/event-stream", page.Answer.Content.Headers.ContentType!.MediaType);
            Assert.Empty(page.Answer.Content.Headers.ContentEncoding);
            Assert.True(page.Answer.Headers.CacheControl!.NoStore);
            Assert.Equal(["no"], page.Answer.Headers.GetValues("X-Accel-Buffering"));
            Assert.False(page.Answer.Headers.Contains("Set-Cookie"));
            Assert.InRange(page.Return, 1_000, 15_000);
            returns.Add(page.Return);
        }

        // All come back at once after a fault, unless each has a time of its own.
        Assert.True(returns.Count > 5);
        Assert.True(new LiveLimits().Return is var (from, to) && to - from >= 10_000);
    }

    private Task<SiteFixture> StartAsync(LiveLimits limits) =>
        SiteFixture.StartAsync(postgres, web => web.ConfigureTestServices(services => services.AddSingleton(limits)));
}
