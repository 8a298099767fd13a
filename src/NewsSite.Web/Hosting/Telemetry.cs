using System.Net;
using System.Runtime.CompilerServices;
using NewsSite.Web.Shared;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace NewsSite.Web.Hosting;

/// <summary>
/// Traces and metrics for those who run the site, where the settings name somebody who takes them: by OTLP to whom
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names, and for Prometheus at a port of its own.
/// </summary>
internal static class Telemetry
{
    private static readonly string[] Meters =
    [
        "NewsSite.Pages",
        "NewsSite.Jobs",
        "NewsSite.Changes",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Runtime",
        "Npgsql",
    ];

    /// <exception cref="StartRefusedException">A setting is wrong; the message names it.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder, SiteOptions site)
    {
        if (site.MetricsPort is < 0 or > IPEndPoint.MaxPort)
        {
            throw new StartRefusedException("The setting NewsSite__MetricsPort must be a port, or 0.");
        }

        if (!IPAddress.TryParse(site.MetricsAddress, out _))
        {
            throw new StartRefusedException(
                $"The setting NewsSite__MetricsAddress is “{site.MetricsAddress}”. It must be a network address like 127.0.0.1."
            );
        }

        var hasReceiver = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (hasReceiver || site.MetricsPort > 0)
        {
            Add(builder.Services, hasReceiver, site.MetricsPort > 0);
        }
    }

    // Apart, so that nothing of it is loaded where nobody wants it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(IServiceCollection services, bool hasReceiver, bool hasPort)
    {
        var telemetry = services
            .AddOpenTelemetry()
            .ConfigureResource(resource =>
                resource
                    .AddService("newssite", serviceInstanceId: Environment.MachineName)
                    // What the standard variables say goes before.
                    .AddEnvironmentVariableDetector()
            )
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (hasPort)
                {
                    metrics.AddPrometheusExporter();
                }
            });
        if (hasReceiver)
        {
            telemetry
                .WithTracing(traces =>
                    traces
                        .AddAspNetCoreInstrumentation(requests =>
                        {
                            // The path of a preview is a secret; nobody wants to know of a probe.
                            requests.Filter = context =>
                                !context.Request.Path.StartsWithSegments("/preview")
                                && !context.Request.Path.StartsWithSegments("/health");

                            // Nothing about readers leaves the site.
                            requests.EnrichWithHttpResponse = (activity, _) =>
                                activity.SetTag("user_agent.original", null);
                        })
                        .AddSource("System.Net.Http", "Npgsql")
                )
                .UseOtlpExporter();
        }

        if (hasPort)
        {
            services.AddHostedService<MetricsServer>();
        }
    }
}
