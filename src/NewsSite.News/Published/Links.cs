using NewsSite.News.Media;

namespace NewsSite.News.Published;

/// <summary>A category as labels, breadcrumbs and navigation show it.</summary>
/// <param name="ColourKey">One of <c>news world politics business opinion culture sport science tech life plain</c>.</param>
public sealed record CategoryLink(long Id, string Slug, string Name, string ColourKey)
{
    public string Address => $"/category/{Slug}";
}

public sealed record TagLink(string Slug, string Name)
{
    public string Address => $"/tag/{Slug}";
}

/// <param name="Role">For example "Political editor"; null for a desk or an agency.</param>
public sealed record AuthorLink(string Slug, string Name, string? Role, PictureView? Portrait)
{
    public string Address => $"/author/{Slug}";

    /// <summary>Profiles elsewhere.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}

/// <summary>A picture as a page shows it: never the master, always one of its renditions.</summary>
/// <param name="Root">Where it is served: <c>/media/</c> for readers.</param>
/// <param name="FileName">The master's.</param>
/// <param name="Width">The master's, in pixels.</param>
/// <param name="Height">The master's, in pixels.</param>
/// <param name="FocalX">Per cent from the left.</param>
/// <param name="FocalY">Per cent from the top.</param>
public sealed record PictureView(
    string Root,
    string FileName,
    int Width,
    int Height,
    string Alt,
    string? Caption,
    string? Credit,
    int FocalX,
    int FocalY
)
{
    /// <summary>The widths that it can be had in, in pixels, narrowest first.</summary>
    public IEnumerable<int> Widths => Rendition.WidthsOf(Width);

    /// <summary>The widest rendition that is no wider than asked, or the narrowest that there is.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="format">avif, webp or jpg.</param>
    /// <returns>From the root of the site; immutable: another picture has another address.</returns>
    public string Sized(int width, string format) =>
        Folder + Rendition.NameOf(Widths.Where((w, n) => n == 0 || w <= width).Last(), format);

    /// <summary>A JPEG that is cropped around the focal point.</summary>
    /// <param name="shape">16x9 (1200 by 675), 4x3 (1200 by 900), 1x1 (1200 by 1200) or social (1200 by 630).</param>
    /// <returns>From the root of the site; immutable.</returns>
    public string Crop(string shape) => Folder + Rendition.NameOf(shape, FocalX, FocalY);

    private string Folder => $"{Root}{Path.GetFileNameWithoutExtension(FileName)}/";
}
