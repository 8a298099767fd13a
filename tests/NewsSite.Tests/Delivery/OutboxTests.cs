using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>Changes are told to those whom the settings name, in the end and once.</summary>
public sealed class OutboxTests(PostgresFixture postgres) : IAsyncDisposable
{
    private const string Key = "0123456789abcdef";
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 17, 12, 0, 0, TimeSpan.Zero));
    private readonly Listener hub = new();
    private readonly Listener engine = new();

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Each_change_that_readers_are_told_of_tells_the_hub_once_for_each_feed()
    {
        await using var site = await StartAsync();
        var id = await site.PublishedAsync("Told", tags: ["Topic"]);
        string[] lists = ["", "/category/news", "/tag/topic", "/author/rita-reporter"];
        var feeds = lists
            .SelectMany(l => new[] { $"{l}/feed.json", $"{l}/feed.xml" })
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.Equal(feeds, await ToldAsync(site));
        Assert.Empty(await ToldAsync(site));

        await site.SaveAsync(id, c => c with { Body = "Put right silently." });
        await PublishAsync(site, id, new PublishOrder(2, 1));
        Assert.Empty(await ToldAsync(site));

        // Another section: the one that it left is told, too.
        var other = await site.CategoryAsync("Other");
        await site.SaveAsync(id, c => c with { PrimaryCategoryId = other });
        await PublishAsync(site, id, new PublishOrder(3, 2, IsSignificant: true));
        var both = feeds
            .Concat(["/category/other/feed.json", "/category/other/feed.xml"])
            .Order(StringComparer.Ordinal);
        Assert.Equal(both, await ToldAsync(site));

        await site.SaveAsync(id, c => c with { Body = "Corrected." });
        await PublishAsync(
            site,
            id,
            new PublishOrder(4, 3) { Correction = new CorrectionNote(CorrectionKind.Correction, "It is nine.") }
        );
        Assert.Contains("/corrections/feed.xml", await ToldAsync(site));

        await site.WithdrawAsync(id);
        var gone = await ToldAsync(site);
        Assert.Contains("/tag/topic/feed.xml", gone);
        Assert.Contains("/corrections/feed.xml", gone);
        await site.WithdrawAsync(id);
        Assert.Empty(await ToldAsync(site));
    }

    [Fact]
    public async Task Search_engines_are_told_of_a_minutes_changes_in_one_message()
    {
        await using var site = await StartAsync();
        var first = await site.PublishedAsync("First");
        clock.Advance(TimeSpan.FromSeconds(50));
        var second = await site.PublishedAsync("Second");
        await site.WithdrawAsync(second);
        await SendAsync(site);
        Assert.Empty(engine.Bodies);
        clock.Advance(TimeSpan.FromSeconds(10));
        await SendAsync(site);
        await SendAsync(site);

        var message = JsonDocument.Parse(Assert.Single(engine.Bodies)).RootElement;
        Assert.Equal(
            ("news.test", Key, $"http://news.test/{Key}.txt"),
            (Text("host"), Text("key"), Text("keyLocation"))
        );
        Assert.Equal(
            [$"http://news.test/news/{first}/first", $"http://news.test/news/{second}/second"],
            message.GetProperty("urlList").EnumerateArray().Select(u => u.GetString())
        );
        string Text(string name) => message.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task A_hub_that_fails_twice_gets_it_in_the_end()
    {
        await using var site = await StartAsync();
        hub.Answer = _ => 503;
        await site.PublishedAsync("Stubborn");
        for (var failure = 1; failure <= 2; failure++)
        {
            await SendAsync(site);
            await SendAsync(site);
            Assert.Equal(6 * failure, hub.Bodies.Count);
            Assert.All(
                await EntriesAsync(site),
                e => Assert.Equal((failure, "503 Service Unavailable"), (e.Attempts, e.LastError))
            );
            clock.Advance(TimeSpan.FromMinutes(failure));
        }

        hub.Answer = _ => 200;
        await SendAsync(site);
        await SendAsync(site);
        Assert.Equal(18, hub.Bodies.Count);
        Assert.All(await EntriesAsync(site), e => Assert.True(e is { SentAt: not null, LastError: null }));

        clock.Advance(TimeSpan.FromDays(7) + TimeSpan.FromSeconds(1));
        await site.WithAsync<OutboxRun>(run => run.SweepAsync(default));
        Assert.Empty(await EntriesAsync(site));
    }

    [Fact]
    public async Task After_a_day_it_is_given_up_and_the_error_is_kept()
    {
        await using var site = await StartAsync();
        hub.Answer = _ => 500;
        await site.PublishedAsync("Hopeless");
        for (var hour = 0; hour < 30; hour++)
        {
            await SendAsync(site);
            clock.Advance(TimeSpan.FromHours(1));
        }

        var tries = hub.Bodies.Count;
        clock.Advance(TimeSpan.FromDays(1));
        await SendAsync(site);
        Assert.Equal(tries, hub.Bodies.Count);
        Assert.InRange(tries / 6, 10, 30);
        Assert.All(
            await EntriesAsync(site),
            e => Assert.True(e is { SentAt: not null, LastError: "500 Internal Server Error" })
        );
    }

    [Fact]
    public async Task A_key_that_is_refused_is_not_tried_again()
    {
        await using var site = await StartAsync();
        engine.Answer = _ => 403;
        await site.PublishedAsync("Refused");
        clock.Advance(TimeSpan.FromMinutes(2));
        await SendAsync(site);
        clock.Advance(TimeSpan.FromHours(3));
        await SendAsync(site);
        Assert.Single(engine.Bodies);
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_at_all_keeps_nobody_waiting_for_long()
    {
        await using var site = await StartAsync(hubAddress: "http://127.0.0.1:9/hub");
        await site.PublishedAsync("Nobody there");
        await SendAsync(site);
        Assert.All(await EntriesAsync(site), e => Assert.True(e is { SentAt: null, Attempts: 1, LastError: not null }));
    }

    [Fact]
    public async Task Many_senders_at_once_never_send_one_entry_twice()
    {
        await using var site = await StartAsync();
        for (var n = 0; n < 20; n++)
        {
            await site.PublishedAsync($"Story {n}", category: $"Section {n}", tags: [$"Tag {n}"]);
        }

        await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(async _ =>
                {
                    while (await site.WithAsync<OutboxSender, int>(sender => sender.SendDueAsync(default)) > 0) { }
                })
        );
        var entries = await EntriesAsync(site);
        Assert.All(entries, e => Assert.Equal(1, e.Attempts));
        var told = hub
            .Bodies.Select(Path)
            .Where(p =>
                p.Contains("section", StringComparison.Ordinal) || p.Contains("/tag/", StringComparison.Ordinal)
            )
            .ToList();
        Assert.Equal(80, told.Count);
        Assert.Equal(told.Distinct(), told);
    }

    [Fact]
    public async Task What_is_rolled_back_is_told_to_nobody()
    {
        await using var site = await StartAsync();
        var draft = await site.DraftAsync("Never out");
        await site.SaveAsync(draft.ArticleId, c => c with { AuthorIds = [] });
        await Assert.ThrowsAsync<PublishRefusedException>(() =>
            PublishAsync(site, draft.ArticleId, new PublishOrder(2, null))
        );
        Assert.Empty(await EntriesAsync(site));
    }

    [Fact]
    public async Task Nobody_is_told_unless_a_setting_names_them()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        await site.PublishedAsync("Quiet");
        Assert.Empty(await EntriesAsync(site));
        Assert.DoesNotContain(site.Services.GetServices<IHostedService>(), s => s is OutboxTimer);
    }

    [Fact]
    public async Task The_site_sends_by_itself()
    {
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder => builder.UseSetting("NewsSite:WebSubHub", hub.Address)
        );
        await site.PublishedAsync("By itself");
        await SiteProcess.UntilAsync(() => Task.FromResult(hub.Bodies.Count == 6));
    }

    // The sites of these tests send when the test says so: their clock stands still, and the timer with it.
    private Task<SiteFixture> StartAsync(string? hubAddress = null) =>
        SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:WebSubHub", hubAddress ?? hub.Address)
                    .UseSetting("NewsSite:IndexNowKey", Key)
                    .UseSetting("NewsSite:IndexNowEndpoint", engine.Address)
                    .ConfigureTestServices(services =>
                    {
                        services.AddSingleton<TimeProvider>(clock);
                        services.Remove(services.Single(s => s.ImplementationType == typeof(OutboxTimer)));
                    })
        );

    private static Task SendAsync(SiteFixture site) =>
        site.WithAsync<OutboxSender>(sender => sender.SendDueAsync(default));

    private static Task PublishAsync(SiteFixture site, long id, PublishOrder order) =>
        site.WithAsync<Publisher>(p => p.PublishAsync(id, order, site.Editor, default));

    private static Task<List<OutboxEntry>> EntriesAsync(SiteFixture site) =>
        site.WithAsync<NewsroomDb, List<OutboxEntry>>(db =>
            db.Outbox.AsNoTracking().Where(e => e.Kind == Announcements.WebSub).ToListAsync()
        );

    private async Task<List<string>> ToldAsync(SiteFixture site)
    {
        hub.Bodies.Clear();
        await SendAsync(site);
        return [.. hub.Bodies.Select(Path).Order(StringComparer.Ordinal)];
    }

    private static string Path(string body)
    {
        var form = HttpUtility.ParseQueryString(body);
        Assert.Equal("publish", form["hub.mode"]);
        Assert.StartsWith("http://news.test/", form["hub.url"], StringComparison.Ordinal);
        return form["hub.url"]!["http://news.test".Length..];
    }
}
