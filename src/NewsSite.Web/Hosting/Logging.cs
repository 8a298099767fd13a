using System.Globalization;
using NewsSite.Web.Delivery.Live;
using NewsSite.Web.Delivery.Pages;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace NewsSite.Web.Hosting;

/// <summary>Readable lines on a terminal, JSON in production. No address, no query and no form value is ever written.</summary>
internal static class Logging
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} [{RequestId}] {Message:lj}{NewLine}{Exception}";

    public static void AddLogging(this WebApplicationBuilder builder) =>
        builder.Services.AddSerilog(
            (services, log) =>
            {
                log.MinimumLevel.Information()
                    .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                    .MinimumLevel.Override("System", LogEventLevel.Warning)
                    // What stops a start is said by the start itself, in words.
                    .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
                    // It logs every failed save; those that matter reach the log as the request's own error.
                    .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Fatal)
                    .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error)
                    .ReadFrom.Configuration(builder.Configuration)
                    .Enrich.FromLogContext();
                if (builder.Environment.IsProduction())
                {
                    log.WriteTo.Console(new RenderedCompactJsonFormatter());
                }
                else
                {
                    log.WriteTo.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture);
                }
            }
        );

    /// <summary>One line a request: method, path, status, time.</summary>
    public static void UseRequestLog(this WebApplication app) =>
        app.UseSerilogRequestLogging(options =>
        {
            // The path of a preview is its key.
            var properties = options.GetMessageTemplateProperties;
            options.GetMessageTemplateProperties = (context, path, elapsed, status) =>
                properties(
                    context,
                    context.Request.Path.StartsWithSegments("/preview") ? "/preview/…" : path,
                    elapsed,
                    status
                );
            options.GetLevel = (context, _, failure) =>
                // Nobody asked for the page: it is made to have a copy.
                context.Features.Get<Copying>()
                    is not null
                    ? LogEventLevel.Debug
                // As often as somebody looks at a page, and with nothing to tell but for how long they did.
                : context.Request.Path == LiveRoutes.Stream && failure is null ? LogEventLevel.Debug
                // A reader who left before the answer was made is no error of ours.
                : failure is OperationCanceledException && context.RequestAborted.IsCancellationRequested
                    ? LogEventLevel.Information
                : failure is not null || context.Response.StatusCode >= 500 ? LogEventLevel.Error
                : LogEventLevel.Information;
        });
}
