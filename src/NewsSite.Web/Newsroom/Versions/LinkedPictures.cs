using System.Threading.RateLimiting;
using NewsSite.News.Media;
using NewsSite.News.Previews;
using NewsSite.News.Publishing.Copies;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Versions;

/// <summary>The pictures of a version, below the address of a link to it, for as long as the link works.</summary>
internal static class LinkedPictures
{
    /// <summary>The name of the limit that previews are under: each one is laid out anew for whoever asks.</summary>
    public const string Limit = "previews";
    private const int AMinute = 300;

    public static void AddPreviewLimit(this IServiceCollection services) =>
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = (rejected, _) =>
            {
                var context = rejected.HttpContext;
                context.Response.Headers.RetryAfter = "60";
                context
                    .RequestServices.GetRequiredService<ILogger<SiteOptions>>()
                    .TooMany($"/{context.Request.Path.Value?.Split('/')[1]}/…", context.ClientAddress() ?? "");
                return ValueTask.CompletedTask;
            };
            limits.AddPolicy(
                Limit,
                context =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        context.Place(),
                        _ => new() { PermitLimit = AMinute, Window = TimeSpan.FromMinutes(1) }
                    )
            );
        });

    /// <summary>Where the pictures of a link are asked for.</summary>
    public static string Root(string token) => $"/preview/{token}/media/";

    public static void MapLinkedPictures(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/preview/{token}/media/{hash}/{rendition}", [HttpMethods.Get, HttpMethods.Head], PictureAsync)
            .RequireRateLimiting(Limit)
            .AllowAnonymous();

    private static async Task<IResult> PictureAsync(
        string token,
        string hash,
        string rendition,
        PreviewLinks links,
        Preview preview,
        Renditions renditions,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (Rendition.Parse(rendition) is not { } wanted || await links.FindAsync(token, cancel) is not { } linked)
        {
            return Results.NotFound();
        }

        var master = MediaFolder.MasterOf(hash);
        var pictures = await preview.PicturesAsync(linked.Version.Content, master, cancel);
        return pictures.Any(p => wanted.IsOf(p.Width, p.FocalX, p.FocalY))
            ? PictureFile.Send(context, await renditions.FindAsync(master, wanted, cancel))
            : Results.NotFound();
    }
}
