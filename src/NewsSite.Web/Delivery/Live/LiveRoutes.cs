using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Web.Delivery.Pages;
using Npgsql;

namespace NewsSite.Web.Delivery.Live;

/// <summary>Where open pages listen, and where they ask now and then if they cannot.</summary>
internal static class LiveRoutes
{
    /// <summary>A stream of events that ends only with the page: nothing on its way may hold it back.</summary>
    public const string Stream = "/live";

    private const string Latest = "/live/latest.json";
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void AddLive(this IServiceCollection services) =>
        services
            .AddSingleton(new LiveLimits())
            .AddSingleton<LiveWords>()
            .AddSingleton<LiveWire>()
            .AddSingleton<LiveReaders>()
            .AddHostedService(provider => provider.GetRequiredService<LiveReaders>())
            .AddHostedService<LiveListener>();

    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        var readers = routes.ServiceProvider.GetRequiredService<LiveReaders>();
        var limits = routes.ServiceProvider.GetRequiredService<LiveLimits>();

        // Nobody's name is of any use here, nor anything else that is found out of other requests.
        routes.MapGet(Stream, context => StreamAsync(context, readers, limits)).AllowAnonymous().ShortCircuit();
        routes.MapMethods(Latest, Methods, LatestAsync).WithMetadata(SameForAll.WithoutQuery).AllowAnonymous();
    }

    private static async Task StreamAsync(HttpContext context, LiveReaders readers, LiveLimits limits)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.ContentType = "text/event-stream; charset=utf-8";
        if (HttpProtocol.IsHttp11(request.Protocol))
        {
            // The line is good for nothing else afterwards; see below.
            response.Headers.Connection = "close";
        }

        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        GiveUpSoon(context, limits);

        // The header is the browser's own when it comes again; the query is a page's that closed the stream meanwhile.
        var known = Number(request.Headers["Last-Event-ID"]) ?? Number(request.Query["after"]);
        if (!await readers.HoldAsync(context, known))
        {
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "60";
            response.ContentType = "text/plain";
            await response.WriteAsync($"Too many listen. {Latest} says the same.\n");
        }
    }

    private static async Task<IResult> LatestAsync(
        PublishedDb db,
        LiveWords words,
        TimeProvider clock,
        CancellationToken cancel
    )
    {
        await db.Database.OpenConnectionAsync(cancel);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var state = await LiveState.ReadAsync(connection, clock.GetUtcNow(), cancel);
        db.Shown.Add(Shown.Stories);
        db.Shown.Add(Shown.Frame);
        db.Shown.End(state.Breaking?.Until);
        foreach (var story in state.Stories)
        {
            db.Shown.Story(story.Id);
            db.Shown.Live(story.Id);
        }

        return Results.Bytes(words.State(state.Change, state.Breaking, state.Stories), "application/json");
    }

    /// <summary>
    /// A reader whose network went away says nothing: what is sent and not confirmed ends the connection. It would do so
    /// after a quarter of an hour otherwise.
    /// </summary>
    private static void GiveUpSoon(HttpContext context, LiveLimits limits)
    {
        if (OperatingSystem.IsLinux() && context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            try
            {
                socket.SetRawSocketOption(
                    TcpLevel,
                    TcpUserTimeout,
                    BitConverter.GetBytes((int)limits.Patience.TotalMilliseconds)
                );
            }
            catch (SocketException)
            {
                // It is closed already, or no TCP.
            }
        }
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
