using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>A picture in its place.</summary>
/// <param name="Decorative">The words beside it say it all: no alt text is read out.</param>
/// <param name="First">Seen before anything is scrolled: it loads at once.</param>
public sealed record PictureSlot(PictureView Picture, PicturePlace Place, bool Decorative = false, bool First = false)
{
    // For a browser that knows neither AVIF nor WebP; those are old, and so are their screens.
    private const int FallbackWidth = 960;

    /// <summary>Classes that keep the focal point in view, in steps of ten per cent.</summary>
    public string Focus => $"focal-x-{Step(Picture.FocalX)} focal-y-{Step(Picture.FocalY)}";

    /// <summary>For a browser that knows neither AVIF nor WebP.</summary>
    public string Fallback => Picture.Sized(Math.Min(Place.Widest, FallbackWidth), "jpg");

    /// <summary>The story's picture above it.</summary>
    public static PictureSlot Hero(PictureView picture) => new(picture, PicturePlace.Hero, First: true);

    /// <param name="format">avif or webp.</param>
    /// <param name="saves">Nothing wider than half of what the place can need.</param>
    /// <returns>As HTML's <c>srcset</c> and <c>imagesrcset</c> take it.</returns>
    public string Choices(string format, bool saves)
    {
        var widest = saves ? Place.Widest / 2 : Place.Widest;
        var widths = Picture.Widths.Where((w, n) => n == 0 || w <= widest);
        return string.Join(", ", widths.Select(w => $"{Picture.Sized(w, format)} {w}w"));
    }

    private static int Step(int percent) => (int)Math.Round(percent / 10.0) * 10;
}
