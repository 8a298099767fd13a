namespace NewsSite.Web.Shared;

/// <summary>A kind of place for pictures in the layout.</summary>
/// <param name="Sizes">How wide a picture stands there, as HTML's <c>sizes</c> says it.</param>
/// <param name="Widest">The widest rendition that can be needed there, in pixels.</param>
/// <param name="Class">Says the looks.</param>
public sealed record PicturePlace(string Sizes, int Widest, string Class = "picture")
{
    /// <summary>Above a story: as wide as the page between its gutters.</summary>
    public static PicturePlace Hero { get; } =
        new("(min-width: 80rem) 76rem, (min-width: 40rem) calc(96.5vw - 1.2rem), 100vw", 2000);

    /// <summary>A card of half the page.</summary>
    public static PicturePlace Lead { get; } = new("(min-width: 80rem) 36rem, (min-width: 60rem) 48vw, 100vw", 960);

    /// <summary>A card of a quarter, on a phone beside its headline.</summary>
    public static PicturePlace Quarter { get; } =
        new("(min-width: 80rem) 17rem, (min-width: 60rem) 22vw, (min-width: 40rem) 46vw, 7rem", 960);

    /// <summary>Beside the headline in a list.</summary>
    public static PicturePlace List { get; } = new("(min-width: 50rem) 12rem, (min-width: 30rem) 24vw, 7rem", 640);

    /// <summary>A face.</summary>
    public static PicturePlace Portrait { get; } = new("10rem", 320, "portrait");

    /// <summary>In the text of a story.</summary>
    public static PicturePlace Body { get; } = new("(min-width: 60rem) 38rem, calc(100vw - 2rem)", 1280);
}
