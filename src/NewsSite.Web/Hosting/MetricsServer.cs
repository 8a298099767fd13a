using System.Net;
using Microsoft.AspNetCore.Connections;
using NewsSite.Web.Shared;
using OpenTelemetry.Metrics;

namespace NewsSite.Web.Hosting;

/// <summary>
/// Answers Prometheus at a port of its own. A server of its own, too: whatever a request to the public port claims, this page
/// is not there.
/// </summary>
internal sealed class MetricsServer(SiteOptions site, MeterProvider meters) : IHostedService
{
    private WebApplication? server;

    /// <exception cref="StartRefusedException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Task starting;
        using (ExecutionContext.SuppressFlow())
        {
            // Whoever watches over the making of the site's host has nothing to do with this one.
            starting = Task.Run(BeginAsync, cancellationToken);
        }

        await starting;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    private async Task BeginAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(site.MetricsAddress), site.MetricsPort);
        });
        server = builder.Build();
        server.UseOpenTelemetryPrometheusScrapingEndpoint(meters, null, "/metrics", null, null);
        try
        {
            await server.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new StartRefusedException(
                $"{e.Message} Another program uses the port that NewsSite__MetricsPort names.",
                e
            );
        }
    }
}
