using NewsSite.News.Articles;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Alerts;

/// <summary>What goes further than the page needs two editors, and goes out once.</summary>
[Collection<AlertCollection>]
public sealed class AlertsTests(AlertSite alerts)
{
    private readonly SiteFixture site = alerts.Site;

    [Fact]
    public async Task With_another_editors_yes_it_goes_once_to_each_receiver_and_each_address()
    {
        Clear();
        var id = await site.PublishedAsync("Emu on the runway", "It runs.");
        var alert = await alerts.AskAsync(id, "Emu on the runway: airport closed");
        Assert.Equal((0, 0), await alerts.SendAsync());

        await alerts.YesAsync(alert, alerts.Other);
        Assert.Equal((1, 2), await alerts.SendAsync());
        var told = Assert.Single(alerts.Receiver.Messages);
        Assert.Equal(WebhookEvents.Alert, told.Event);
        Assert.True(told.IsSignedWith(alerts.Secret));
        Assert.Equal("Emu on the runway: airport closed", (string?)told.Json["words"]);
        Assert.Equal(id, (long)told.Json["story"]!["id"]!);
        var mails = alerts.Box.Messages.OrderBy(m => m.To.Mailboxes.Single().Address).ToList();
        Assert.Equal(
            ["ann@example.org", "bob@example.org"],
            mails.Select(m => Assert.Single(m.GetRecipients()).Address)
        );
        Assert.All(mails, m => Assert.Equal("Emu on the runway: airport closed", m.Subject));
        Assert.All(
            mails,
            m => Assert.Contains($"http://news.test/news/{id}/emu-on-the-runway", m.TextBody, StringComparison.Ordinal)
        );
        Assert.Equal(2, mails.Select(m => m.MessageId).Distinct().Count());

        // Nobody can send it once more.
        var late = await RefusedAsync(() => alerts.YesAsync(alert, site.Admin));
        Assert.Equal("Olga Other said yes already. It goes out once.", late);
        await RefusedAsync(() => alerts.YesAsync(alert, alerts.Other));
        await RefusedAsync(() => alerts.NoAsync(alert, site.Admin));
        alerts.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal((0, 0), await alerts.SendAsync());
        Assert.Equal([$"AskForAlert {site.Editor.Id}", $"SendAlert {alerts.Other.Id}"], await alerts.LogAsync(id));
    }

    [Fact]
    public async Task Who_asked_decides_nothing_also_as_an_admin_and_nobody_but_an_editor_does()
    {
        Clear();
        var id = await site.PublishedAsync("Own yes");
        foreach (var asker in new[] { site.Editor, site.Admin })
        {
            var alert = await alerts.AskAsync(id, "Own yes", asker);
            await RefusedAsync(() => alerts.YesAsync(alert, asker));
            await RefusedAsync(() => alerts.YesAsync(alert, asker with { Role = StaffRole.Admin }));
            await RefusedAsync(() => alerts.NoAsync(alert, asker));
            await Assert.ThrowsAsync<NotAllowedException>(() => alerts.YesAsync(alert, site.Reporter));
            await Assert.ThrowsAsync<NotAllowedException>(() => alerts.YesAsync(alert, Actor.System));
            Assert.Equal((0, 0), await alerts.SendAsync());
            await alerts.NoAsync(alert, alerts.Other);
            var late = await RefusedAsync(() => alerts.YesAsync(alert, alerts.Other));
            Assert.Equal("Olga Other said no already. Nothing is sent.", late);
        }

        Assert.Equal((0, 0), await alerts.SendAsync());
        Assert.Equal(
            [
                $"AskForAlert {site.Editor.Id}",
                $"RefuseAlert {alerts.Other.Id}",
                $"AskForAlert {site.Admin.Id}",
                $"RefuseAlert {alerts.Other.Id}",
            ],
            await alerts.LogAsync(id)
        );
        await Assert.ThrowsAsync<NotAllowedException>(() => alerts.AskAsync(id, "Mine", site.Reporter));
        await Assert.ThrowsAsync<NotAllowedException>(() => alerts.AskAsync(id, "Mine", Actor.System));
    }

    [Fact]
    public async Task Yeses_at_the_same_moment_send_it_once()
    {
        Clear();
        var id = await site.PublishedAsync("At once");
        var alert = await alerts.AskAsync(id, "At once");
        var ends = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n =>
                    Record.ExceptionAsync(() => alerts.YesAsync(alert, n % 2 == 0 ? alerts.Other : site.Admin)).AsTask()
                )
        );
        Assert.Single(ends, e => e is null);
        Assert.All(ends.OfType<Exception>(), e => Assert.IsType<PublishRefusedException>(e));
        Assert.Equal((1, 2), await alerts.SendAsync());
    }

    [Fact]
    public async Task Once_the_story_is_withdrawn_or_half_an_hour_is_over_a_yes_sends_nothing()
    {
        Clear();
        var id = await site.PublishedAsync("Soon gone");
        var alert = await alerts.AskAsync(id, "Soon gone");
        await site.WithdrawAsync(id);
        var gone = await RefusedAsync(() => alerts.YesAsync(alert, alerts.Other));
        Assert.Equal("The story was withdrawn meanwhile. Nothing is sent.", gone);
        await RefusedAsync(() => alerts.AskAsync(id, "Gone"));

        // It does not come back with the story.
        await site.PublishAsync(id, 1);
        await RefusedAsync(() => alerts.YesAsync(alert, alerts.Other));

        var next = await alerts.AskAsync(id, "Back again");
        await RefusedAsync(() => alerts.AskAsync(id, "And another"));
        alerts.Clock.Advance(TimeSpan.FromMinutes(30));
        var late = await RefusedAsync(() => alerts.YesAsync(next, alerts.Other));
        Assert.Equal("This alert was asked for more than 30 minutes ago. Ask for a new one.", late);
        Assert.Equal((0, 0), await alerts.SendAsync());

        // After the yes as well, as long as it has not left.
        var last = await alerts.AskAsync(id, "Last words");
        await alerts.YesAsync(last, alerts.Other);
        await site.WithdrawAsync(id);
        Assert.Equal((0, 0), await alerts.SendAsync());
    }

    [Fact]
    public async Task The_same_form_sent_twice_asks_once_and_its_words_are_one_short_line()
    {
        var id = await site.PublishedAsync("Asked twice");
        var key = Guid.NewGuid();
        for (var n = 0; n < 2; n++)
        {
            await site.WithAsync<AlertDesk>(desk => desk.AskAsync(id, "Twice", key, site.Editor, default));
        }

        Assert.Equal([$"AskForAlert {site.Editor.Id}"], await alerts.LogAsync(id));
        var other = await site.PublishedAsync("Wrong words");
        foreach (var words in new[] { "", "  ", "Two\nlines", new string('x', 301) })
        {
            await RefusedAsync(() => alerts.AskAsync(other, words));
        }

        Assert.Empty(await alerts.LogAsync(other));
    }

    private void Clear()
    {
        alerts.Receiver.Messages.Clear();
        alerts.Box.Messages.Clear();
    }

    private static async Task<string> RefusedAsync(Func<Task> act) =>
        (await Assert.ThrowsAsync<PublishRefusedException>(act)).Message;
}
