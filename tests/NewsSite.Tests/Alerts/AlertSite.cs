using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Alerts;
using NewsSite.News.Database;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Tests.Accounts;
using NewsSite.Tests.Delivery;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Alerts;
using NewsSite.Web.Delivery.Webhooks;
using Xunit;

namespace NewsSite.Tests.Alerts;

/// <summary>A paper with one receiver, two addresses and two editors, which sends when the test says so.</summary>
public sealed class AlertSite : IAsyncLifetime
{
    public const string Addresses = "ann@example.org\nbob@example.org";
    private Receiver? receiver;

    public AlertSite(PostgresFixture postgres) =>
        Site = new SiteFixture(postgres)
        {
            Configure = builder =>
                builder
                    .UseSetting("NewsSite:Smtp:Host", "127.0.0.1")
                    .UseSetting("NewsSite:Smtp:Port", $"{Box.Port}")
                    .UseSetting("NewsSite:Smtp:Security", "None")
                    .UseSetting("NewsSite:Smtp:From", "The Paper <newsroom@news.test>")
                    .ConfigureTestServices(services =>
                    {
                        services.AddSingleton<TimeProvider>(Clock).AddSingleton(WebhookSite.Open);
                        services.Remove(services.Single(s => s.ImplementationType == typeof(WebhookTimer)));
                        services.Remove(services.Single(s => s.ImplementationType == typeof(AlertTimer)));
                    }),
        };

    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);
    public SiteFixture Site { get; }
    public MailBox Box { get; } = new();
    public Receiver Receiver => receiver!;
    public string Secret { get; private set; } = "";

    /// <summary>Besides <see cref="SiteFixture.Editor"/>.</summary>
    public Actor Other { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Site.InitializeAsync();
        receiver = await Receiver.StartAsync();
        Other = await Site.AddStaffAsync("Olga Other", StaffRole.Editor);
        (_, Secret) = await Site.WithAsync<WebhookDesk, (long, string)>(desk =>
            desk.AddAsync(new(receiver.Address, [WebhookEvents.Alert], true), Site.Admin, default)
        );
        await NameAsync(Addresses);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await Box.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>Names who gets alerts.</summary>
    /// <returns>What is wrong with them; null where they are saved.</returns>
    public Task<string?> NameAsync(string addresses) =>
        Site.WithAsync<AlertAddressBook, string?>(book => book.SaveAsync(addresses, Site.Admin, default));

    /// <returns>The id of the alert.</returns>
    public async Task<long> AskAsync(long story, string words, Actor? by = null)
    {
        await Site.WithAsync<AlertDesk>(desk =>
            desk.AskAsync(story, words, Guid.NewGuid(), by ?? Site.Editor, default)
        );
        return await Site.WithAsync<NewsroomDb, long>(db =>
            db.Alerts.Where(a => a.ArticleId == story).MaxAsync(a => a.Id)
        );
    }

    public Task YesAsync(long alert, Actor by) =>
        Site.WithAsync<AlertDesk>(desk => desk.SayYesAsync(alert, by, default));

    public Task NoAsync(long alert, Actor by) => Site.WithAsync<AlertDesk>(desk => desk.SayNoAsync(alert, by, default));

    /// <summary>Sends all that is due, both ways.</summary>
    /// <returns>How many messages and mails were tried.</returns>
    public async Task<(int Messages, int Mails)> SendAsync() =>
        (
            await Site.Services.GetRequiredService<WebhookSender>().SendDueAsync(default),
            await Site.Services.GetRequiredService<AlertSender>().SendDueAsync(default)
        );

    /// <returns>What the log says was done to a story, and by whom.</returns>
    public Task<List<string>> LogAsync(long story) =>
        Site.WithAsync<NewsroomDb, List<string>>(db =>
            db.AuditEntries.Where(e => e.Subject == $"article:{story}" && e.Act.EndsWith("Alert"))
                .OrderBy(e => e.Id)
                .Select(e => e.Act + " " + e.StaffMemberId)
                .ToListAsync()
        );
}

[CollectionDefinition]
public sealed class AlertCollection : ICollectionFixture<AlertSite>;
