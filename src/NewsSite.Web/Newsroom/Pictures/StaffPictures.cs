using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Pictures;

/// <summary>Every picture of the record, published or not, for those who are signed in.</summary>
internal static class StaffPictures
{
    public static void MapStaffPictures(this IEndpointRouteBuilder routes) =>
        routes
            .MapMethods("/newsroom/media/{hash}/{rendition}", [HttpMethods.Get, HttpMethods.Head], PictureAsync)
            .RequireAuthorization(Rights.Reporter);

    private static async Task<IResult> PictureAsync(
        string hash,
        string rendition,
        NewsroomDb db,
        Renditions renditions,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (Rendition.Parse(rendition) is not { } wanted)
        {
            return Results.NotFound();
        }

        var master = MediaFolder.MasterOf(hash);
        var pictures = await db.Pictures.AsNoTracking().Where(p => p.FileName == master).ToListAsync(cancel);
        return pictures.Exists(p => wanted.IsOf(p.Width, p.FocalX, p.FocalY))
            ? PictureFile.Send(context, await renditions.FindAsync(master, wanted, cancel))
            : Results.NotFound();
    }
}
