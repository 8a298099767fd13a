using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NewsSite.News.Database;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Webhooks;
using Xunit;

namespace NewsSite.Tests.Delivery;

/// <summary>A site that may speak with this machine, and sends when the test says so; once for all tests of webhooks.</summary>
public sealed class WebhookSite : IAsyncLifetime
{
    public WebhookSite(PostgresFixture postgres) =>
        Site = new SiteFixture(postgres)
        {
            Configure = builder =>
                builder.ConfigureTestServices(services =>
                {
                    services.AddSingleton<TimeProvider>(Clock).AddSingleton(Open);
                    services.Remove(services.Single(s => s.ImplementationType == typeof(WebhookTimer)));
                }),
        };

    public static WebhookTargets Open { get; } = new(_ => true, AllowsHttp: true);
    public FakeTimeProvider Clock { get; } = new(DateTimeOffset.UtcNow);
    public SiteFixture Site { get; }

    public ValueTask InitializeAsync() => Site.InitializeAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();

    /// <param name="events">All, where none is named.</param>
    public Task<(long Id, string Secret)> AddAsync(string address, params string[] events) =>
        Site.WithAsync<WebhookDesk, (long, string)>(desk =>
            desk.AddAsync(new(address, events is [] ? WebhookEvents.All : events, true), Site.Admin, default)
        );

    /// <summary>Each test has its own receivers.</summary>
    public Task ForgetAsync() => Site.WithAsync<NewsroomDb>(db => db.Webhooks.ExecuteDeleteAsync());

    /// <returns>How many messages were tried.</returns>
    public Task<int> SendAsync() => Site.Services.GetRequiredService<WebhookSender>().SendDueAsync(default);

    public Task<List<WebhookDelivery>> DeliveriesAsync() =>
        Site.WithAsync<NewsroomDb, List<WebhookDelivery>>(db =>
            db.WebhookDeliveries.AsNoTracking().OrderBy(d => d.Id).ToListAsync()
        );
}

[CollectionDefinition]
public sealed class WebhookCollection : ICollectionFixture<WebhookSite>;
