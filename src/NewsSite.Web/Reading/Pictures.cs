using NewsSite.News.Media;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

/// <summary>Pictures of what is published, and no others.</summary>
internal static class Pictures
{
    public static void MapPictures(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods(
                "/media/{file}",
                [HttpMethods.Get, HttpMethods.Head],
                async (
                    string file,
                    Stories stories,
                    MediaFolder media,
                    HttpContext context,
                    CancellationToken cancel
                ) =>
                {
                    if (
                        await stories.FindPictureAsync(file, cancel) is not { } name
                        || media.Find(name) is not { } bytes
                    )
                    {
                        return Results.NotFound();
                    }

                    context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    return PictureFile.Send(context, name, bytes);
                }
            )
            .AllowAnonymous();
}
