using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>Receivers are told what becomes of stories: signed, and nothing that readers cannot see.</summary>
[Collection<WebhookCollection>]
public sealed class WebhooksTests(WebhookSite webhooks) : IAsyncDisposable
{
    private readonly SiteFixture site = webhooks.Site;

    public async ValueTask DisposeAsync() => await webhooks.ForgetAsync();

    [Fact]
    public async Task Each_act_sends_one_signed_message_with_what_readers_see_and_nothing_else()
    {
        await using var all = await Receiver.StartAsync();
        await using var some = await Receiver.StartAsync();
        var (_, secret) = await webhooks.AddAsync(all.Address);
        await webhooks.AddAsync(some.Address, WebhookEvents.Withdrawn);
        using var reader = site.Visitor();

        var id = await site.PublishedAsync("A ferry is late", "Some words.", tags: ["Harbour"]);
        var published = await OneAsync(all);
        Assert.Equal(WebhookEvents.Published, published.Event);
        Assert.True(published.IsSignedWith(secret));
        Assert.Equal(webhooks.Clock.GetUtcNow().ToUnixTimeSeconds(), published.SentAt.ToUnixTimeSeconds());
        Assert.Equal(published.Id, (string)published.Json["id"]!);
        Assert.InRange(
            (DateTimeOffset)published.Json["time"]! - webhooks.Clock.GetUtcNow(),
            TimeSpan.FromMilliseconds(-1),
            TimeSpan.Zero
        );
        await SeesAsync(reader, published, id);
        Assert.Equal(0, await webhooks.SendAsync());

        // A newer draft is nobody's business.
        await site.SaveAsync(id, c => c with { Body = "Small fix." });
        await site.PublishAsync(id, 2, 1);
        await site.SaveAsync(id, c => c with { Body = "Not out yet." });
        var updated = await OneAsync(all);
        Assert.Equal(WebhookEvents.Updated, updated.Event);
        await SeesAsync(reader, updated, id);
        Assert.DoesNotContain("Not out yet", updated.Body, StringComparison.Ordinal);

        await PublishAsync(id, new(3, 2) { Correction = new(CorrectionKind.Correction, "It is nine.") });
        var corrected = await OneAsync(all);
        Assert.Equal(WebhookEvents.Corrected, corrected.Event);
        Assert.Contains("It is nine.", corrected.Body, StringComparison.Ordinal);
        await SeesAsync(reader, corrected, id);
        Assert.Empty(some.Messages);

        await site.WithdrawAsync(id, new WithdrawOrder(WithdrawOutcome.Notice, "Secret reason") { Words = "Gone." });
        var withdrawn = await OneAsync(all);
        Assert.Equal(WebhookEvents.Withdrawn, withdrawn.Event);
        Assert.Equal(
            $$"""{"id":{{id}},"url":"http://news.test/news/{{id}}/a-ferry-is-late","outcome":"Notice"}""",
            withdrawn.Json["story"]!.ToJsonString()
        );
        Assert.Equal(WebhookEvents.Withdrawn, Assert.Single(some.Messages).Event);

        // What went out, was withdrawn and comes back is published.
        await site.PublishAsync(id, 3);
        Assert.Equal(WebhookEvents.Published, (await OneAsync(all)).Event);
    }

    [Fact]
    public async Task A_corrected_post_of_a_live_blog_is_told_as_a_correction()
    {
        await using var receiver = await Receiver.StartAsync();
        await webhooks.AddAsync(receiver.Address, WebhookEvents.Corrected);
        var id = await site.LiveBlogAsync("Boats are counted");
        var post = await site.PostLiveAsync(id, "Seven boats");
        await site.LiveAsync(d => d.EditAsync(id, post.Id, new("Nine boats", null), 1, site.Editor, default));
        Assert.Equal(0, await webhooks.SendAsync());
        await site.LiveAsync(d =>
            d.EditAsync(id, post.Id, new("Eight boats", null, false, "There were eight."), 2, site.Editor, default)
        );
        var corrected = await OneAsync(receiver);
        Assert.Equal(WebhookEvents.Corrected, corrected.Event);
        Assert.Contains("There were eight.", corrected.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_withdrawn_before_it_was_sent_is_not_told_any_more()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Says(503);
        var (webhook, _) = await webhooks.AddAsync(receiver.Address);
        var id = await site.PublishedAsync("Soon gone", "Words that had to go.");
        await webhooks.SendAsync();
        await site.WithdrawAsync(id);
        receiver.Says(200);
        receiver.Messages.Clear();
        webhooks.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await webhooks.SendAsync());
        var told = receiver.Messages.ToList();
        Assert.All(told, m => Assert.DoesNotContain("had to go", m.Body, StringComparison.Ordinal));
        Assert.All(told, m => Assert.Equal(id, (long)m.Json["story"]!["id"]!));

        // Nor when an admin sends it again.
        var first = (await webhooks.DeliveriesAsync())[0];
        await site.WithAsync<WebhookLog>(log => log.ReplayAsync(webhook, first.Id, site.Admin, default));
        receiver.Messages.Clear();
        Assert.DoesNotContain("had to go", (await OneAsync(receiver)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_or_turned_off_is_told_to_nobody()
    {
        await using var receiver = await Receiver.StartAsync();
        var (webhook, _) = await webhooks.AddAsync(receiver.Address);
        var draft = await site.DraftAsync("Never out");
        await site.SaveAsync(draft.ArticleId, c => c with { AuthorIds = [] });
        await Assert.ThrowsAsync<PublishRefusedException>(() => PublishAsync(draft.ArticleId, new(2, null)));
        Assert.Empty(await webhooks.DeliveriesAsync());

        var id = await site.PublishedAsync("Waits");
        await site.WithAsync<WebhookDesk>(desk =>
            desk.ChangeAsync(webhook, new(receiver.Address, WebhookEvents.All, false), site.Admin, default)
        );
        await site.WithdrawAsync(id);
        Assert.Equal(0, await webhooks.SendAsync());
        Assert.Equal("The receiver was turned off.", Assert.Single(await webhooks.DeliveriesAsync()).Error);
    }

    [Fact]
    public async Task Whoever_took_what_a_stolen_account_wrote_is_told_that_it_is_taken_back()
    {
        await using var receiver = await Receiver.StartAsync();
        var thief = await site.AddStaffAsync("Theo Thief", StaffRole.Editor);
        var (defaced, mended) = (await site.PublishedAsync("Defaced"), await site.PublishedAsync("Mended"));
        webhooks.Clock.Advance(TimeSpan.FromSeconds(1));
        await site.SaveAsync(defaced, c => c with { Body = "Vile words." });
        await PublishAsync(defaced, new(2, 1), thief);
        var note = new CorrectionNote(CorrectionKind.Correction, "Vile note.");
        await PublishAsync(mended, new(1, 1) { Correction = note }, thief);
        await site.SaveAsync(mended, c => c with { Body = "Mended by hand." });
        await PublishAsync(mended, new(2, 1));
        await webhooks.AddAsync(receiver.Address);
        await site.WithAsync<NewsroomDb>(db =>
            db.Users.Where(s => s.Id == thief.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.FrozenAt, webhooks.Clock.GetUtcNow()))
        );
        await site.WithAsync<TakeBackDesk>(desk =>
            desk.TakeBackAsync(thief.Id!.Value, _ => "It is taken back.", site.Admin, default)
        );

        await webhooks.SendAsync();
        var told = receiver.Messages.ToList();
        Assert.Equal(
            [(WebhookEvents.Withdrawn, defaced), (WebhookEvents.Published, defaced), (WebhookEvents.Updated, mended)],
            told.Select(m => (m.Event, (long)m.Json["story"]!["id"]!))
        );
        Assert.All(told, m => Assert.DoesNotContain("Vile", m.Body, StringComparison.Ordinal));
        using var reader = site.Visitor();
        await SeesAsync(reader, told[1], defaced);
        await SeesAsync(reader, told[2], mended);
        Assert.Contains("It is taken back.", told[2].Body, StringComparison.Ordinal);
    }

    private Task PublishAsync(long id, PublishOrder order, Actor? actor = null) =>
        site.WithAsync<Publisher>(p => p.PublishAsync(id, order, actor ?? site.Editor, default));

    // What is due is one message.
    private async Task<Received> OneAsync(Receiver receiver)
    {
        receiver.Messages.Clear();
        await webhooks.SendAsync();
        return Assert.Single(receiver.Messages);
    }

    // Kept pages follow a moment later.
    private static Task SeesAsync(Visitor reader, Received message, long id) =>
        SiteProcess.UntilAsync(async () =>
            JsonNode.DeepEquals(JsonNode.Parse(await reader.TextAsync($"/api/v1/stories/{id}")), message.Json["story"])
        );
}
