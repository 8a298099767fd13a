using System.Globalization;
using System.Text.RegularExpressions;

namespace NewsSite.News.Media;

/// <summary>
/// One form of a picture, as its address names it: a width in one of three formats (<c>640.avif</c>), or a crop around
/// the focal point (<c>16x9-40-80.jpg</c>).
/// </summary>
public sealed partial record Rendition
{
    /// <summary>The widest JPEG that pages name, for browsers that know neither AVIF nor WebP.</summary>
    private const int FallbackLimit = 960;

    private static readonly int[] Steps = [320, 480, 640, 960, 1280, 1600, 2000];

    private static readonly Dictionary<string, (int Width, int Height)> Shapes = new()
    {
        ["16x9"] = (1200, 675),
        ["4x3"] = (1200, 900),
        ["1x1"] = (1200, 1200),
        ["social"] = (1200, 630),
    };

    private Rendition() { }

    public required string Name { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Whether it is the whole picture in a width that many pictures have.</summary>
    public bool IsCommonWidth => Height is null && Steps.Contains(Width);

    /// <summary>In pixels, of a crop; null where the picture keeps its shape.</summary>
    public int? Height { get; private init; }

    /// <summary>Per cent from the left, of a crop.</summary>
    public int FocalX { get; private init; }

    /// <summary>Per cent from the top, of a crop.</summary>
    public int FocalY { get; private init; }

    /// <summary>The widths that a master gives: the common ones below its own, and its own, so that none is enlarged.</summary>
    public static IEnumerable<int> WidthsOf(int masterWidth) =>
        Steps.Where(w => w < masterWidth).Append(Math.Min(masterWidth, Steps[^1])).Distinct();

    /// <summary>The name of the widest JPEG that pages name of a picture: where one address must stand for it.</summary>
    public static string WidestJpegOf(int masterWidth) =>
        NameOf(WidthsOf(masterWidth).Where((width, n) => n == 0 || width <= FallbackLimit).Last(), "jpg");

    public static string NameOf(int width, string format) =>
        string.Create(CultureInfo.InvariantCulture, $"{width}.{format}");

    /// <param name="shape">16x9, 4x3, 1x1 or social.</param>
    public static string NameOf(string shape, int focalX, int focalY) =>
        string.Create(CultureInfo.InvariantCulture, $"{shape}-{focalX}-{focalY}.jpg");

    /// <summary>All that pages, feeds and machines are told of a picture.</summary>
    public static IEnumerable<Rendition> AllOf(int masterWidth, int focalX, int focalY) =>
        Shapes
            .Keys.Select(shape => NameOf(shape, focalX, focalY))
            .Concat(
                WidthsOf(masterWidth)
                    .SelectMany(w =>
                        new[] { "avif", "webp", "jpg" }
                            .Where(format => format != "jpg" || w <= FallbackLimit)
                            .Select(format => NameOf(w, format))
                    )
            )
            .Select(name => Parse(name)!);

    /// <returns>Null for a name that none can have.</returns>
    public static Rendition? Parse(string name)
    {
        if (Pattern().Match(name) is not { Success: true } match)
        {
            return null;
        }

        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        if (!match.Groups["shape"].Success)
        {
            return new Rendition { Name = name, Width = Number("width") };
        }

        var (width, height) = Shapes[match.Groups["shape"].Value];
        return new Rendition
        {
            Name = name,
            Width = width,
            Height = height,
            FocalX = Number("x"),
            FocalY = Number("y"),
        };
    }

    /// <summary>Whether a picture of this width and focal point has this rendition, so that nobody can make up others.</summary>
    public bool IsOf(int masterWidth, int focalX, int focalY) =>
        Height is null ? WidthsOf(masterWidth).Contains(Width) : (FocalX, FocalY) == (focalX, focalY);

    [GeneratedRegex(
        @"\A(?:(?<width>[1-9][0-9]{0,3})\.(?:avif|webp|jpg)|(?<shape>16x9|4x3|1x1|social)-(?<x>0|[1-9][0-9]?|100)-(?<y>0|[1-9][0-9]?|100)\.jpg)\z",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Pattern();
}
