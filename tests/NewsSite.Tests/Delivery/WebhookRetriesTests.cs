using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Webhooks;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>Messages arrive at least once, whoever fails, and no act waits for a receiver.</summary>
[Collection<WebhookCollection>]
public sealed class WebhookRetriesTests(WebhookSite webhooks) : IAsyncDisposable
{
    private readonly SiteFixture site = webhooks.Site;

    public async ValueTask DisposeAsync() => await webhooks.ForgetAsync();

    [Fact]
    public async Task A_receiver_that_fails_is_tried_for_a_day_and_gets_the_same_message_when_it_is_sent_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Says(500);
        var (webhook, secret) = await webhooks.AddAsync(receiver.Address);
        await site.PublishedAsync("Hopeless");
        for (var hour = 0; hour < 30; hour++)
        {
            await webhooks.SendAsync();
            await webhooks.SendAsync();
            webhooks.Clock.Advance(TimeSpan.FromHours(1));
        }

        var tries = receiver.Messages.ToList();
        Assert.InRange(tries.Count, 10, 30);
        Assert.Single(tries.Select(t => t.Id).Distinct());
        Assert.Equal(tries.Count, tries.Select(t => t.Signature).Distinct().Count());
        Assert.All(tries, t => Assert.True(t.IsSignedWith(secret)));
        var given = Assert.Single(await webhooks.DeliveriesAsync());
        Assert.True(given is { EndedAt: not null, Status: 500, Error: "It answered 500.", Milliseconds: >= 0 });
        var failing = await FindAsync(webhook);
        Assert.Equal(tries.Count, failing!.Failures);
        Assert.NotNull(failing.FailingSince);

        receiver.Says(204);
        await site.WithAsync<WebhookLog>(log => log.ReplayAsync(webhook, given.Id, site.Admin, default));
        await webhooks.SendAsync();
        Assert.Equal(tries[0].Id, receiver.Messages.Last().Id);
        Assert.True(Assert.Single(await webhooks.DeliveriesAsync()) is { EndedAt: not null, Status: 204, Error: null });
        Assert.True(await FindAsync(webhook) is { Failures: 0, FailingSince: null, TookAt: not null });

        // Kept by the later of its two moments. Not by the clock: all timers of the site would run through two weeks.
        var old = webhooks.Clock.GetUtcNow().AddDays(-WebhookRun.KeptDays);
        await SweepAsync(old.AddSeconds(-1), old.AddSeconds(1));
        Assert.Single(await webhooks.DeliveriesAsync());
        await SweepAsync(old.AddSeconds(-1), old.AddSeconds(-1));
        Assert.Empty(await webhooks.DeliveriesAsync());
    }

    [Fact]
    public async Task Many_senders_send_each_message_once_and_one_that_dies_leaves_its_to_another()
    {
        await using var receiver = await Receiver.StartAsync();
        var (webhook, _) = await webhooks.AddAsync(receiver.Address);
        for (var n = 0; n < 12; n++)
        {
            await site.PublishedAsync($"Story {n}");
        }

        var lost = await site.WithAsync<WebhookRun, TakenDelivery?>(run => run.TakeAsync(webhook, null, default));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => webhooks.SendAsync()));
        var ids = receiver.Messages.Select(m => m.Id).ToList();
        Assert.Equal(11, ids.Count);
        Assert.Equal(ids.Distinct(), ids);

        webhooks.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(1, await webhooks.SendAsync());
        Assert.Equal(WebhookMessage.IdOf(lost!.Delivery), receiver.Messages.Last().Id);
        Assert.All(await webhooks.DeliveriesAsync(), d => Assert.True(d is { EndedAt: not null, Error: null }));
    }

    [Fact]
    public async Task A_receiver_that_hangs_or_goes_holds_up_no_act_and_no_other_receiver()
    {
        await using var slow = await Receiver.StartAsync();
        await using var quick = await Receiver.StartAsync();
        using var patience = new CancellationTokenSource();
        slow.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { });
        var (hanging, _) = await webhooks.AddAsync(slow.Address);
        await webhooks.AddAsync(quick.Address);
        await site.PublishedAsync("One");
        var sender = site.Services.GetRequiredService<WebhookSender>();
        var sending = sender.SendDueAsync(patience.Token);
        await SiteProcess.UntilAsync(() => Task.FromResult(slow.Messages.Count == 1 && quick.Messages.Count == 1));
        await site.PublishedAsync("Two");
        Assert.False(sending.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);

        // It is being deleted while a story goes out.
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.Webhooks.Where(w => w.Id == hanging).ExecuteDeleteAsync();
        var act = site.PublishedAsync("Three");
        await SiteProcess.UntilAsync(() => site.WithAsync<NewsroomDb, bool>(IsWaitedForAsync));
        await transaction.CommitAsync();
        await act;
        Assert.Single(
            await webhooks.DeliveriesAsync(),
            d => d.EndedAt == null && d.Path!.EndsWith("/three", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Once_a_receiver_is_turned_off_it_gets_no_more_than_what_is_on_its_way()
    {
        await using var receiver = await Receiver.StartAsync();
        var answered = new TaskCompletionSource();
        receiver.Answer = _ => answered.Task;
        var (webhook, _) = await webhooks.AddAsync(receiver.Address);
        await site.PublishedAsync("On its way");
        await site.PublishedAsync("Behind it");
        var sending = webhooks.SendAsync();
        await SiteProcess.UntilAsync(() => Task.FromResult(receiver.Messages.Count == 1));

        // An act that is not done yet has written what is to be told.
        await using var scope = site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<NewsroomDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await scope
            .ServiceProvider.GetRequiredService<Announcements>()
            .TellReceiversAsync([new(WebhookEvents.Withdrawn, 1, "under-way")], default);
        var off = site.WithAsync<WebhookDesk>(desk =>
            desk.ChangeAsync(webhook, new(receiver.Address, WebhookEvents.All, IsOn: false), site.Admin, default)
        );
        await SiteProcess.UntilAsync(async () =>
            off.IsCompleted || await site.WithAsync<NewsroomDb, bool>(IsWaitedForAsync)
        );
        await transaction.CommitAsync();
        await off;

        answered.SetResult();
        Assert.Equal(1, await sending);
        Assert.Equal(0, await webhooks.SendAsync());
        Assert.Single(receiver.Messages);
        var deliveries = await webhooks.DeliveriesAsync();
        Assert.Equal(3, deliveries.Count);
        Assert.All(deliveries, d => Assert.NotNull(d.EndedAt));
        await Assert.ThrowsAsync<WebhookRefusedException>(() =>
            site.WithAsync<WebhookLog>(log => log.ReplayAsync(webhook, deliveries[0].Id, site.Admin, default))
        );
        Assert.Null(deliveries[0].Error);
        Assert.All(deliveries.Skip(1), d => Assert.Equal("The receiver was turned off.", d.Error));
    }

    [Fact]
    public async Task A_copy_of_the_paper_sends_no_message_again_but_a_test()
    {
        await using var receiver = await Receiver.StartAsync();
        var (webhook, _) = await webhooks.AddAsync(receiver.Address);
        await site.PublishedAsync("Told by the paper");
        await webhooks.SendAsync();
        var told = Assert.Single(await webhooks.DeliveriesAsync());
        await using var copy = await SiteFixture.BesideAsync(
            site,
            builder =>
                builder.ConfigureTestServices(services =>
                    services.AddSingleton(WebhookSite.Open).AddSingleton(new OutboxOptions(false, false))
                )
        );
        using var admin = await copy.VisitorAsync(copy.Admin);
        var page = $"/admin/webhooks/{webhook}";
        using (await admin.SubmitAsync(page, [("delivery", $"{told.Id}")], "handler=Replay")) { }
        Assert.StartsWith(
            "It was not sent. Outside Production",
            (await admin.PageAsync(page)).QuerySelector(".notice")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Single(receiver.Messages);
        using (await admin.SubmitAsync(page, [], "handler=Test")) { }
        Assert.Equal("test", receiver.Messages.Last().Event);
    }

    [Fact]
    public async Task The_site_sends_by_itself()
    {
        await using var receiver = await Receiver.StartAsync();
        await webhooks.AddAsync(receiver.Address);
        await site.PublishedAsync("By itself");
        using var stop = new CancellationTokenSource();
        using var timer = ActivatorUtilities.CreateInstance<WebhookTimer>(site.Services);
        await timer.StartAsync(stop.Token);
        await SiteProcess.UntilAsync(async () => (await webhooks.DeliveriesAsync())[0].EndedAt is not null);
        await timer.StopAsync(default);
        Assert.Single(receiver.Messages);
    }

    private async Task SweepAsync(DateTimeOffset created, DateTimeOffset begun)
    {
        await site.WithAsync<NewsroomDb>(db =>
            db.WebhookDeliveries.ExecuteUpdateAsync(d =>
                d.SetProperty(x => x.CreatedAt, created).SetProperty(x => x.BegunAt, begun)
            )
        );
        await site.WithAsync<WebhookRun>(run => run.SweepAsync(default));
    }

    private Task<Webhook?> FindAsync(long id) =>
        site.WithAsync<WebhookDesk, Webhook?>(desk => desk.FindAsync(id, default));

    private static Task<bool> IsWaitedForAsync(NewsroomDb db) =>
        db
            .Database.SqlQuery<bool>(
                $"""
                select exists (
                    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
                ) as "Value"
                """
            )
            .SingleAsync();
}
