using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

/// <summary>Every picture of the record, published or not, for those who are signed in.</summary>
internal static class StaffPictures
{
    public static void MapStaffPictures(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/newsroom/media/{file}",
                async (string file, NewsroomDb db, MediaFolder media, HttpContext context, CancellationToken cancel) =>
                    await db.Pictures.AnyAsync(p => p.FileName == file, cancel) && media.Find(file) is { } bytes
                        ? PictureFile.Send(context, file, bytes)
                        : Results.NotFound()
            )
            .RequireAuthorization(Rights.Reporter);
}
