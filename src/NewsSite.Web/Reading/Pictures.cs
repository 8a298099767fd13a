using NewsSite.News.Media;
using NewsSite.News.Published;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

/// <summary>Pictures of what is published, and no others.</summary>
internal static class Pictures
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPictures(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/media/logo/{file}", Methods, LogoAsync).AllowAnonymous();
        routes.MapMethods("/media/{hash}/{rendition}", Methods, PictureAsync).AllowAnonymous();
        routes
            .MapMethods("/media/card/{id:long}-{version:int}.jpg", Methods, CardAsync)
            .AllowAnonymous()
            .WithMetadata(new AsksDatabase());
    }

    // Only what stands in the settings: it needs no database, and lies on the disk of a server that has sent it once.
    private static async Task<IResult> LogoAsync(
        string file,
        SiteOptions site,
        MediaFolder media,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (file != site.Logo && file != site.DarkLogo)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return PictureFile.Send(context, await media.FindAsync(file, cancel));
    }

    private static async Task<IResult> PictureAsync(
        string hash,
        string rendition,
        PublishedPictures pictures,
        Renditions renditions,
        SiteChanges changes,
        CopyStore copies,
        FrontCache front,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (Rendition.Parse(rendition) is not { } wanted)
        {
            return Results.NotFound();
        }

        if (changes.IsAlone && !copies.ShowsPicture(hash, wanted))
        {
            // What the pages that readers get now do not show may be public, and may not.
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (
            (changes.IsAlone ? MediaFolder.MasterOf(hash) : await pictures.FindAsync(hash, wanted, cancel))
                is not { } master
            || await renditions.FindAsync(master, wanted, cancel) is not { } file
        )
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = changes.IsAlone
            ? FrontCache.Nobody
            : "public, max-age=31536000, immutable";
        front.TellPicture(context.Response.Headers, hash);
        return PictureFile.Send(context, file);
    }

    private static async Task<IResult> CardAsync(
        long id,
        int version,
        PublishedPictures pictures,
        Renditions renditions,
        SocialCards cards,
        MediaFolder media,
        FrontCache front,
        SiteOptions site,
        IWebHostEnvironment files,
        HttpContext context,
        CancellationToken cancel
    )
    {
        if (await pictures.FindStoryAsync(id, cancel) is not { } story || version < 1 || version > story.VersionNumber)
        {
            return Results.NotFound();
        }

        if (version < story.VersionNumber)
        {
            return Results.LocalRedirect($"/media/card/{id}-{story.VersionNumber}.jpg", permanent: true);
        }

        // The section may be renamed or the paper change its colours while the version stays.
        context.Response.Headers.CacheControl = "public, max-age=86400";
        front.TellCard(context.Response.Headers, id);
        var crop = Rendition.Parse(Rendition.NameOf("social", story.FocalX, story.FocalY))!;
        return PictureFile.Send(
            context,
            story.PictureFile is null
                ? await cards.FindAsync(
                    new CardText(story.Headline, story.ColourKey, site.Name, CardFont(files))
                    {
                        Logo = site.Logo is { } logo ? await media.FindAsync(logo, cancel) : null,
                    },
                    cancel
                )
                : await renditions.FindAsync(story.PictureFile, crop, cancel)
        );
    }

    private static string CardFont(IWebHostEnvironment files) =>
        files.WebRootFileProvider.GetFileInfo("dist/fonts/card.ttf").PhysicalPath
        ?? throw new FileNotFoundException("The font of the cards is missing: dist/fonts/card.ttf");
}
