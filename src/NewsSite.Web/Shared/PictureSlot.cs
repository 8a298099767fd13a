using NewsSite.News.Published;

namespace NewsSite.Web.Shared;

/// <summary>Where a picture stands.</summary>
/// <param name="Decorative">The words beside it say it all: no alt text is read out.</param>
/// <param name="First">Seen before anything is scrolled: it loads at once.</param>
public sealed record PictureSlot(
    PictureView Picture,
    bool Decorative = false,
    bool First = false,
    string Class = "picture"
)
{
    /// <summary>Classes that keep the focal point in view, in steps of ten per cent.</summary>
    public string Focus => $"focal-x-{Step(Picture.FocalX)} focal-y-{Step(Picture.FocalY)}";

    private static int Step(int percent) => (int)Math.Round(percent / 10.0) * 10;
}
