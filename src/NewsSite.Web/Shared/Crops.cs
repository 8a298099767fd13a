using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>A JPEG that is made from a picture or a story for machines and shares.</summary>
/// <param name="Path">From the root of the site.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Crop(string Path, int Width, int Height)
{
    public const string ContentType = "image/jpeg";
}

/// <summary>The addresses of such pictures. A new focal point or a new version is a new address.</summary>
internal static class Crops
{
    public static Crop Wide(PictureView picture) => Of(picture, "16x9", 675);

    public static Crop Classic(PictureView picture) => Of(picture, "4x3", 900);

    public static Crop Square(PictureView picture) => Of(picture, "1x1", 1200);

    /// <summary>What stands beside a shared link: headline and picture, or the headline alone.</summary>
    /// <param name="hasPicture">Whether the story has one. Without it the card shows the paper's name or logo, and another of these is another address.</param>
    public static Crop Card(long articleId, int versionNumber, bool hasPicture, SiteOptions site) =>
        new($"/media/card/{articleId}-{versionNumber}.jpg{(hasPicture ? "" : $"?of={site.CardKey}")}", 1200, 630);

    private static Crop Of(PictureView picture, string shape, int height) => new(picture.Crop(shape), 1200, height);
}
