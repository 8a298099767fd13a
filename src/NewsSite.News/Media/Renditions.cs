using NetVips;

namespace NewsSite.News.Media;

/// <summary>Pictures in the sizes, crops and formats that pages show.</summary>
public sealed class Renditions(MediaFolder media, RenditionFolder folder)
{
    /// <summary>A crop is what strangers' pages and messages show; many of them refuse more bytes.</summary>
    public const int CropLimit = 300_000;

    private const Enums.ForeignKeep Kept = Enums.ForeignKeep.Iptc | Enums.ForeignKeep.Icc;

    /// <param name="fileName">The master's.</param>
    /// <param name="wanted">One that the picture has: see <see cref="Rendition.IsOf"/>.</param>
    /// <returns>The file; null where the master is missing.</returns>
    public async Task<FileInfo?> FindAsync(string fileName, Rendition wanted, CancellationToken cancel) =>
        await media.FindAsync(fileName, cancel) is { } master
            ? await folder.FindOrMakeAsync(
                $"{Path.GetFileNameWithoutExtension(fileName)}/{wanted.Name}",
                path => Write(master.FullName, wanted, path),
                cancel
            )
            : null;

    private static void Write(string master, Rendition wanted, string path)
    {
        if (wanted.Height is { } height)
        {
            WriteCrop(master, wanted, height, path);
            return;
        }

        // Any height: the width alone decides.
        using var picture = Image.Thumbnail(master, wanted.Width, height: 100_000, size: Enums.Size.Down);
        switch (Path.GetExtension(wanted.Name))
        {
            case ".avif":
                picture.Heifsave(
                    path,
                    q: 50,
                    compression: Enums.ForeignHeifCompression.Av1,
                    effort: 2,
                    bitdepth: 8,
                    keep: Kept
                );
                break;
            case ".webp":
                picture.Webpsave(path, q: 76, keep: Kept);
                break;
            default:
                picture.Jpegsave(path, q: 78, optimizeCoding: true, interlace: true, keep: Kept);
                break;
        }
    }

    private static void WriteCrop(string master, Rendition crop, int height, string path)
    {
        using var header = Image.NewFromFile(master, access: Enums.Access.Sequential);
        var scale = Math.Max(crop.Width / (double)header.Width, height / (double)header.Height);
        var (scaledWidth, scaledHeight) = (
            Math.Max(crop.Width, (int)Math.Round(header.Width * scale)),
            Math.Max(height, (int)Math.Round(header.Height * scale))
        );

        // Unlike the widths, a crop has the size that pages declare for it, even where that enlarges a small picture.
        using var scaled = Image.Thumbnail(master, scaledWidth, height: scaledHeight, size: Enums.Size.Force);

        // As the style sheet places it: that point of the picture on the same point of the frame.
        using var cut = scaled.Crop(
            (scaled.Width - crop.Width) * crop.FocalX / 100,
            (scaled.Height - height) * crop.FocalY / 100,
            crop.Width,
            height
        );
        using var still = cut.CopyMemory();
        Jpegs.Write(still, path, CropLimit);
    }
}
