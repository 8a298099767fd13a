using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Tests.Delivery;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Admin;

/// <summary>What an admin sees of receivers, and does with them.</summary>
[Collection<WebhookCollection>]
public sealed partial class WebhookPagesTests(WebhookSite webhooks)
{
    private readonly SiteFixture site = webhooks.Site;

    [Fact]
    public async Task A_receiver_is_added_tried_changed_and_deleted_and_its_secret_is_shown_once()
    {
        await using var receiver = await Receiver.StartAsync();
        using var admin = await site.VisitorAsync(site.Admin);
        var refused = await Visitor.ParseAsync(
            await admin.SubmitAsync("/admin/webhooks", [("Input.Address", "ftp://example.org")])
        );
        Assert.Equal(
            "Enter a whole address that begins with https://",
            refused.QuerySelector(".summary a")!.TextContent
        );

        var added = await Visitor.ParseAsync(
            await admin.SubmitAsync("/admin/webhooks", [("Input.Address", receiver.Address)])
        );
        var secret = added.QuerySelector(".notice code")!.TextContent;
        Assert.Matches(Secret(), secret);
        var page = added.QuerySelector(".health a")!.GetAttribute("href")!;
        Assert.DoesNotContain(secret, await admin.TextAsync("/admin/webhooks"), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await admin.TextAsync(page), StringComparison.Ordinal);
        await NowhereAsync(secret);

        using (await admin.SubmitAsync(page, [], "handler=Test")) { }
        var test = Assert.Single(receiver.Messages);
        Assert.True(test.IsSignedWith(secret));
        Assert.Equal("test", test.Event);
        Assert.Null(test.Json["story"]);
        var tried = await admin.PageAsync(page);
        Assert.StartsWith("It arrived: 200", tried.QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Delivered", tried.QuerySelector("[data-name=State]")!.TextContent);

        receiver.Says(404);
        var delivery = tried.QuerySelector("[data-delivery]")!.GetAttribute("data-delivery")!;
        using (await admin.SubmitAsync(page, [("delivery", delivery)], "handler=Replay")) { }
        Assert.Equal(test.Id, receiver.Messages.Last().Id);
        Assert.StartsWith(
            "It did not arrive: It answered 404",
            (await admin.PageAsync(page)).QuerySelector(".notice")!.TextContent,
            StringComparison.Ordinal
        );

        var renewed = (await Visitor.ParseAsync(await admin.SubmitAsync(page, [], "handler=Secret")))
            .QuerySelector(".notice code")!
            .TextContent;
        Assert.NotEqual(secret, renewed);
        using (await admin.SubmitAsync(page, [], "handler=Test")) { }
        Assert.True(receiver.Messages.Last().IsSignedWith(renewed));
        Assert.False(receiver.Messages.Last().IsSignedWith(secret));

        using (await admin.SubmitAsync(page, [], "handler=Test")) { }
        var list = await admin.PageAsync("/admin/webhooks");
        Assert.Equal("Failing", list.QuerySelector(".health .chip")!.TextContent);
        Assert.Contains(
            "3 tries in a row have failed",
            list.QuerySelector(".health")!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("1 receiver keeps failing", await admin.TextAsync("/admin/system"), StringComparison.Ordinal);

        using (await admin.SubmitAsync(page, [("Input.Events", WebhookEvents.Withdrawn), ("Input.IsOn", "false")])) { }
        var id = long.Parse(page.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture);
        var changed = await site.WithAsync<WebhookDesk, Webhook?>(desk => desk.FindAsync(id, default));
        Assert.False(changed!.IsOn);
        Assert.Equal([WebhookEvents.Withdrawn], changed.Events);

        using (var unsure = await admin.SubmitAsync(page, [], "handler=Delete"))
        {
            Assert.Equal(HttpStatusCode.OK, unsure.StatusCode);
        }

        using (await admin.SubmitAsync(page, [("sure", "true")], "handler=Delete")) { }
        Assert.Equal(HttpStatusCode.NotFound, await admin.StatusAsync(page));
        Assert.Empty(await webhooks.DeliveriesAsync());
        Assert.Equal(
            [
                "AddWebhook",
                "TestWebhook",
                "ReplayDelivery",
                "RenewWebhookSecret",
                "TestWebhook",
                "TestWebhook",
                "ChangeWebhook",
                "DeleteWebhook",
            ],
            (await AuditAsync(id)).Select(e => e.Act)
        );
        await NowhereAsync(renewed);
    }

    [Fact]
    public async Task Nobody_but_an_admin_may_and_there_is_an_end_to_how_many()
    {
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<WebhookDesk>(desk =>
                desk.AddAsync(new("https://example.org", WebhookEvents.All, true), site.Editor, default)
            )
        );
        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<WebhookLog>(log => log.AddTestAsync(1, site.Admin, default))
        );
        for (var n = 0; n < WebhookDesk.Most; n++)
        {
            await webhooks.AddAsync($"https://example.org/{n}");
        }

        var refused = await Assert.ThrowsAsync<WebhookRefusedException>(() => webhooks.AddAsync("https://example.org"));
        Assert.Equal("Address", refused.Field);
        await webhooks.ForgetAsync();
    }

    // The address may open something elsewhere: the log, which is kept for good, has the host alone.
    private async Task NowhereAsync(string secret)
    {
        var kept = await site.WithAsync<NewsroomDb, List<string>>(db =>
            db.Webhooks.Select(w => w.SealedSecret).ToListAsync()
        );
        Assert.All(kept, k => Assert.DoesNotContain(secret[6..], k, StringComparison.Ordinal));
        var entries = await site.WithAsync<NewsroomDb, List<AuditEntry>>(db => db.AuditEntries.ToListAsync());
        Assert.All(
            entries,
            e =>
            {
                Assert.DoesNotContain(secret[6..], $"{e.Detail}{e.Changes}", StringComparison.Ordinal);
                Assert.DoesNotContain("/hook", $"{e.Detail}{e.Changes}", StringComparison.Ordinal);
            }
        );
    }

    private Task<List<AuditEntry>> AuditAsync(long id) =>
        site.WithAsync<NewsroomDb, List<AuditEntry>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"webhook:{id}").OrderBy(e => e.Id).ToListAsync()
        );

    [GeneratedRegex("^whsec_[A-Za-z0-9+/]{43}=$")]
    private static partial Regex Secret();
}
