using Microsoft.EntityFrameworkCore;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Alerts;
using Xunit;

namespace NewsSite.Tests.Alerts;

/// <summary>Each address gets an alert, whoever fails; and only admins say whose addresses those are.</summary>
[Collection<AlertCollection>]
public sealed class AlertMailTests(AlertSite alerts)
{
    private readonly SiteFixture site = alerts.Site;

    [Fact]
    public async Task A_mail_server_that_takes_nothing_is_asked_again_and_each_address_gets_one()
    {
        await YesAsync("Full box");
        alerts.Box.IsFull = true;
        Assert.Equal(2, (await alerts.SendAsync()).Mails);
        Assert.Equal(0, (await alerts.SendAsync()).Mails);
        alerts.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(2, (await alerts.SendAsync()).Mails);
        alerts.Box.IsFull = false;
        alerts.Clock.Advance(TimeSpan.FromSeconds(61));
        await alerts.SendAsync();
        Assert.Equal(2, alerts.Box.Messages.Count);
        alerts.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(0, (await alerts.SendAsync()).Mails);
    }

    [Fact]
    public async Task What_a_server_took_and_never_sent_goes_by_another_under_the_same_id()
    {
        await YesAsync("Killed");
        var lost = await site.WithAsync<AlertMailRun, TakenMail?>(run => run.TakeAsync(default));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => alerts.SendAsync()));
        Assert.Single(alerts.Box.Messages);
        alerts.Clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(1, (await alerts.SendAsync()).Mails);
        var mail = alerts.Box.Messages.Single(m => m.To.Mailboxes.Single().Address == lost!.Mail.Address);
        Assert.Equal(AlertSender.IdOf(lost!, "news.test"), mail.MessageId);
    }

    [Fact]
    public async Task Admins_say_who_gets_alerts_within_limits_and_the_log_has_no_address()
    {
        foreach (
            var wrong in new[]
            {
                "nobody",
                "a@example.org, b@example.org",
                "Ann <ann@example.org>",
                $"{new string('x', 250)}@example.org",
                string.Join('\n', Enumerable.Range(0, AlertAddressBook.Most + 1).Select(n => $"a{n}@example.org")),
                new string('\n', AlertAddressBook.TextLimit + 1),
            }
        )
        {
            Assert.NotNull(await alerts.NameAsync(wrong));
        }

        await Assert.ThrowsAsync<NotAllowedException>(() =>
            site.WithAsync<AlertAddressBook>(book => book.SaveAsync("", site.Editor, default))
        );
        Assert.Equal(
            AlertSite.Addresses.Split('\n'),
            await site.WithAsync<AlertAddressBook, List<string>>(book => book.ListAsync(default))
        );
        Assert.Null(await alerts.NameAsync("Carl@Example.org\r\n\r\ncarl@example.org\r\n"));
        Assert.Equal(
            ["carl@example.org"],
            await site.WithAsync<AlertAddressBook, List<string>>(book => book.ListAsync(default))
        );
        Assert.Null(await alerts.NameAsync(AlertSite.Addresses));
        var entries = await site.WithAsync<NewsroomDb, List<string?>>(db =>
            db.AuditEntries.Where(e => e.Act == "SaveAlertAddresses")
                .OrderByDescending(e => e.Id)
                .Select(e => e.Changes)
                .ToListAsync()
        );
        Assert.Contains("\"2\"", entries[0], StringComparison.Ordinal);
        Assert.All(entries, e => Assert.DoesNotContain("@", e, StringComparison.Ordinal));
    }

    private async Task YesAsync(string headline)
    {
        var id = await site.PublishedAsync(headline);
        var alert = await alerts.AskAsync(id, headline);
        await alerts.YesAsync(alert, alerts.Other);
        alerts.Box.Messages.Clear();
    }
}
