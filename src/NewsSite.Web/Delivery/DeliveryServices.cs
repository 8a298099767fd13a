using NewsSite.News.Importing.Asked;
using NewsSite.News.Outbox;
using NewsSite.Web.Delivery.Alerts;
using NewsSite.Web.Delivery.Imports;
using NewsSite.Web.Delivery.Webhooks;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery;

internal static class DeliveryServices
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Tells the world outside of changes, as far as the settings name somebody to tell.</summary>
    public static void AddDelivery(this IServiceCollection services, SiteOptions site)
    {
        var options = new OutboxOptions(
            WebSub: site.Hub is not null,
            IndexNow: site.IndexNow is not null,
            Webhooks: site.IsPublic,
            Mail: site.IsPublic && site.Smtp.IsOn
        );
        services
            .AddSingleton<JobRunner>()
            .AddSingleton<SiteJobs>()
            .AddSingleton<ReadersSeen>()
            .AddSingleton<ReadCounter>()
            .AddHostedService(provider => provider.GetRequiredService<ReadCounter>())
            .AddScoped<Moved>()
            .AddSingleton<AddressCounter>()
            .AddHostedService(provider => provider.GetRequiredService<AddressCounter>());
        services.AddHostedService<DueTimer>();
        services.AddHostedService<AskedJobs>();
        services.AddHostedService<WireTimer>();
        services.AddHostedService<RenditionMaker>();
        services.AddSingleton(options).AddScoped<OutboxSender>();
        services.AddSingleton<AlertSender>();
        services.AddSingleton<WebhookClient>().AddSingleton<WebhookSender>().AddScoped<WebhookMessage>();
        services
            .AddSingleton(new ImportFolder(site.ImportsFolder))
            .AddSingleton<AddressProof>()
            .AddSingleton<ImportRun>();
        services.AddHostedService<ImportTimer>();
        services.AddScoped<DailyBackup>();
        if (site.Backup.IsOn)
        {
            services.AddHostedService<BackupTimer>();
        }

        services
            .AddHttpClient<Pings>(client => client.Timeout = Timeout)
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
            );
        if (options.WebSub || options.IndexNow)
        {
            services.AddHostedService<OutboxTimer>();
        }

        if (options.Webhooks)
        {
            services.AddHostedService<WebhookTimer>();
        }

        if (options.Mail)
        {
            services.AddHostedService<AlertTimer>();
        }
    }

    public static void MapDelivery(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                "/read/{id:long}",
                (long id, HttpContext context, ReadCounter counter, SiteOptions site) =>
                {
                    if (site.CountsReadings)
                    {
                        counter.Count(context, id);
                    }

                    return Results.NoContent();
                }
            )
            .AllowAnonymous()
            .DisableAntiforgery();
}
