using System.Globalization;
using System.Text.RegularExpressions;
using NetVips;

namespace NewsSite.News.Media;

/// <summary>A paper's logo as somebody sent it, encoded anew: transparent where it was, and small enough for every page.</summary>
public sealed partial record UploadedLogo(byte[] Png, int Width, int Height)
{
    public const int ByteLimit = 2 * 1024 * 1024;

    /// <summary>Search engines take no smaller one.</summary>
    public const int LeastSide = 112;
    private const int MostPixels = 10_000_000;
    private const int WidthLimit = 1200;
    private const int HeightLimit = 240;
    private const int PngLimit = 100 * 1024;

    /// <summary>How its file is called, after its hash: pages know its size by that.</summary>
    public string Ending => string.Create(CultureInfo.InvariantCulture, $"-{Width}x{Height}.png");

    /// <param name="file">As <see cref="MediaFolder"/> calls it.</param>
    /// <returns>Null where it is the name of no logo.</returns>
    public static (int Width, int Height)? SizeOf(string? file) =>
        file is not null && FileName().Match(file) is { Success: true } match
            ? (
                int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)
            )
            : null;

    /// <exception cref="PictureRefusedException">It is too large, too small, broken, or of a kind that is not taken.</exception>
    public static async Task<UploadedLogo> ReadAsync(byte[] bytes, CancellationToken cancel)
    {
        if (bytes.Length > ByteLimit)
        {
            throw new PictureRefusedException(
                $"The file is larger than {ByteLimit / 1024 / 1024} MB. Save it smaller, then add it again."
            );
        }

        var load = UploadedPicture.Loader(bytes);
        try
        {
            return await Vips.RunAsync(() => Read(bytes, load), cancel);
        }
        catch (VipsException broken)
        {
            throw new PictureRefusedException(
                "The file is damaged or unusual, and cannot be read. Open it in a picture editor and save it as PNG.",
                broken
            );
        }
    }

    private static UploadedLogo Read(byte[] bytes, Func<byte[], Image> load)
    {
        using (var header = load(bytes))
        {
            if ((long)header.Width * header.Height > MostPixels)
            {
                throw new PictureRefusedException(
                    $"The picture is {header.Width:N0} by {header.Height:N0} pixels. Save it {WidthLimit:N0} pixels wide, then add it again."
                );
            }

            if (header.Width < LeastSide || header.Height < LeastSide)
            {
                throw new PictureRefusedException(
                    $"The picture is {header.Width} by {header.Height} pixels. It must be {LeastSide} or more either way."
                );
            }
        }

        using var small = Image.ThumbnailBuffer(
            bytes,
            WidthLimit,
            height: HeightLimit,
            size: Enums.Size.Down,
            outputProfile: "srgb",
            optionString: "[fail_on=error]"
        );
        var png = small.PngsaveBuffer(compression: 9, filter: Enums.ForeignPngFilter.All, keep: Enums.ForeignKeep.None);
        return png.Length <= PngLimit
            ? new(png, small.Width, small.Height)
            : throw new PictureRefusedException(
                "The picture has too many colours for a logo: every page would wait for it. Choose one with plain areas."
            );
    }

    [GeneratedRegex(@"^[0-9a-f]{64}-(\d{1,4})x(\d{1,3})\.png\z", RegexOptions.NonBacktracking)]
    private static partial Regex FileName();
}
