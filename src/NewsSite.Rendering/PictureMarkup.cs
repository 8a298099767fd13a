using System.Globalization;
using Markdig.Renderers;

namespace NewsSite.Rendering;

/// <summary>A picture of ours in the text: each browser takes the smallest file that is sharp enough.</summary>
internal static class PictureMarkup
{
    /// <summary>The text column's width; on a phone the page without its margins.</summary>
    public const string Sizes = "(min-width:60rem) 38rem, calc(100vw - 2rem)";

    private const int Plain = 960;
    private static readonly int[] Widths = [320, 480, 640, Plain, 1280];

    public static void Write(HtmlRenderer renderer, string root, string file, BodyPicture picture, string alt)
    {
        var place = root + Path.GetFileNameWithoutExtension(file);
        int[] widths = [.. Widths.Where(w => w <= picture.Width)];
        if (widths.Length == 0)
        {
            widths = [picture.Width];
        }

        renderer.Write("<picture>");
        foreach (var type in new[] { "avif", "webp" })
        {
            var set = string.Join(", ", widths.Select(w => Invariant($"{place}/{w}.{type} {w}w")));
            renderer.Write($"<source type=\"image/{type}\" srcset=\"").WriteEscape(set).Write($"\" sizes=\"{Sizes}\">");
        }

        renderer.Write("<img src=\"").WriteEscape(Invariant($"{place}/{Math.Min(Plain, widths[^1])}.jpg"));
        renderer.Write(Invariant($"\" width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\""));
        renderer.WriteEscape(alt.Length > 0 ? alt : picture.Alt);
        renderer.Write("\" loading=\"lazy\" decoding=\"async\"></picture>");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
