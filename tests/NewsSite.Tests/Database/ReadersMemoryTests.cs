using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Xunit;

namespace NewsSite.Tests.Database;

public sealed class ReadersMemoryTests(PostgresFixture postgres)
{
    private const int Most = 2;
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void A_part_is_known_until_what_it_shows_changes_or_the_frame_of_all_pages()
    {
        var memory = Trusted();
        memory.Keep("story:1", "one", memory.Number);
        memory.Keep("story:2", "two", memory.Number);
        memory.Keep<object[]>("story:1", [1], memory.Number);
        Assert.Equal("one", memory.Find<string>("story:1"));
        Assert.Equal([1], memory.Find<object[]>("story:1")!);

        memory.Forget(["story:1", "stories"]);
        Assert.Null(memory.Find<string>("story:1"));
        Assert.Null(memory.Find<object[]>("story:1"));
        Assert.Equal("two", memory.Find<string>("story:2"));

        memory.Forget([Shown.Frame]);
        Assert.Null(memory.Find<string>("story:2"));
    }

    [Fact]
    public void What_changed_while_it_was_read_is_not_kept()
    {
        var memory = Trusted();
        var begun = memory.Number;
        memory.Forget(["story:1"]);
        memory.Keep("story:1", "old", begun);
        memory.Keep("story:2", "two", begun);
        Assert.Null(memory.Find<string>("story:1"));
        Assert.Equal("two", memory.Find<string>("story:2"));

        memory.Forget([Shown.Frame]);
        memory.Keep("story:2", "old", begun);
        Assert.Null(memory.Find<string>("story:2"));
    }

    [Fact]
    public void Nothing_is_known_to_a_server_that_does_not_know_of_all_changes_nor_for_longer_than_it_may()
    {
        var isInStep = true;
        var memory = new ReadersMemory(clock);
        memory.Keep("story:1", "one", memory.Number);
        Assert.Null(memory.Find<string>("story:1"));
        memory.Trust(() => isInStep);
        memory.Keep("story:2", "a minute", memory.Number, TimeSpan.FromMinutes(1));
        Assert.Equal("a minute", memory.Find<string>("story:2"));
        isInStep = false;
        Assert.Null(memory.Find<string>("story:1"));
        isInStep = true;
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("one", memory.Find<string>("story:1"));
        Assert.Null(memory.Find<string>("story:2"));
    }

    [Fact]
    public void It_is_bounded()
    {
        var memory = Trusted();
        for (var n = 0; n < 100_000; n++)
        {
            memory.Keep($"story:{n}", "a card", memory.Number);
        }

        Assert.Equal("a card", memory.Find<string>("story:99999"));
        Assert.InRange(
            Enumerable.Range(0, 100_000).Count(n => memory.Find<string>($"story:{n}") is not null),
            1,
            20_000
        );
    }

    [Fact]
    public async Task A_page_that_is_made_anew_asks_the_database_twice()
    {
        var asked = new Asked();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder.ConfigureServices(services =>
                    services.ConfigureDbContext<PublishedDb>(options => options.AddInterceptors(asked))
                )
        );
        var id = await site.PublishedAsync("Asked twice", category: "Twice", tags: ["Twice"]);
        await site.PublishedAsync("Stands beside it", category: "Twice", tags: ["Twice"]);

        // Whoever finds fewer than three is asked whether something else was meant.
        await site.PublishedAsync("Asked for the second", category: "Others");
        await site.PublishedAsync("Asked for the third", category: "Others");
        var author = await site.WithAsync<PublishedDb, string>(db => db.Authors.Select(a => a.Slug).FirstAsync());
        await SiteProcess.UntilAsync(() => Task.FromResult(site.Services.GetRequiredService<SiteChanges>().IsInStep));
        using var reader = site.Visitor();
        var today = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/London");
        string[] addresses =
        [
            $"/news/{id}/asked-twice",
            "/",
            "/category/twice",
            "/tag/twice",
            $"/author/{author}",
            "/feed.xml",
            "/category/twice/feed.xml",
            "/tag/twice/feed.xml",
            $"/author/{author}/feed.xml",
            string.Create(CultureInfo.InvariantCulture, $"/archive/{today:yyyy}/{today:MM}/{today:dd}"),
            "/search?q=asked",
            "/search?q=asked&sort=newest",
        ];
        foreach (var address in addresses)
        {
            await reader.TextAsync(address);
        }

        await site.SaveAsync(id, c => c with { Headline = "Asked once more", Standfirst = "Asked once more" });
        await site.PublishAsync(id, 2, 1);
        var changes = site.Services.GetRequiredService<SiteChanges>();
        foreach (var address in addresses)
        {
            var least = int.MaxValue;
            for (var tries = 0; tries < 5 && least > Most; tries++)
            {
                // A busy machine may stand still for a moment; then the server trusts nothing, and asks for all.
                changes.Forget(Shown.NameOfStory(id));
                await SiteProcess.UntilAsync(() => Task.FromResult(changes.IsInStep));
                asked.Commands.Clear();
                Assert.Contains("once more", await reader.TextAsync(address), StringComparison.Ordinal);
                least = Math.Min(least, asked.Commands.Count);
            }

            Assert.True(
                least >= 1 && least <= Most,
                $"{address} asked {least} times: {string.Join("\n", asked.Commands.Select(c => c.Sql))}"
            );
        }
    }

    private ReadersMemory Trusted()
    {
        var memory = new ReadersMemory(clock);
        memory.Trust(() => true);
        return memory;
    }
}
