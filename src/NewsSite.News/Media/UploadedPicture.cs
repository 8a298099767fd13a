using System.Text;
using NetVips;

namespace NewsSite.News.Media;

/// <summary>What became of a file that somebody sent: a master that nobody has to be afraid of.</summary>
/// <param name="Jpeg">Encoded anew, upright, in the colours of the web.</param>
/// <param name="Width">In pixels, as seen.</param>
/// <param name="Height">In pixels, as seen.</param>
public sealed record UploadedPicture(byte[] Jpeg, int Width, int Height)
{
    /// <summary>What stood in the file about it.</summary>
    public PictureWords Words { get; init; } = PictureWords.None;

    public const int ByteLimit = 25 * 1024 * 1024;
    public const int PixelLimit = 50_000_000;

    /// <summary>Of a picture that must be unpacked whole before its first line is known, which takes memory.</summary>
    public const int WholePixelLimit = 20_000_000;

    /// <summary>A master's longer side: twice the widest rendition, which is enough for any crop of it.</summary>
    public const int SideLimit = 4000;

    private static readonly Func<byte[], Image> ReadJpeg = b => Image.JpegloadBuffer(b);
    private static readonly Func<byte[], Image> ReadPng = b => Image.PngloadBuffer(b);
    private const string Iptc = "iptc-data";
    private static readonly double[] White = [255];

    // One at a time: even within the limits one can take hundreds of megabytes while it is read.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Decides by the content what a file is, reads its header, and only then its pixels.</summary>
    /// <exception cref="PictureRefusedException">It is too large, broken, animated or of a kind that is not taken.</exception>
    public static async Task<UploadedPicture> ReadAsync(byte[] bytes, CancellationToken cancel)
    {
        if (bytes.Length > ByteLimit)
        {
            throw new PictureRefusedException(
                $"The file is larger than {ByteLimit / 1024 / 1024} MB. Save it smaller, then add it again."
            );
        }

        var load = Loader(bytes);
        await OneAtATime.WaitAsync(cancel);
        try
        {
            return await Vips.RunAsync(() => Read(bytes, load), cancel);
        }
        catch (VipsException broken)
        {
            throw new PictureRefusedException(
                "The file is damaged or unusual, and cannot be read. Open it in a picture editor and save it as JPEG.",
                broken
            );
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static UploadedPicture Read(byte[] bytes, Func<byte[], Image> load)
    {
        PictureWords words;
        using (var header = load(bytes))
        {
            var isByLines = load == ReadJpeg || load == ReadPng;
            var limit = isByLines && !header.Contains("interlaced") ? PixelLimit : WholePixelLimit;
            if ((long)header.Width * header.Height > limit)
            {
                throw new PictureRefusedException(
                    $"The picture is {header.Width:N0} by {header.Height:N0} pixels, more than {limit / 1_000_000} megapixels. Save it smaller, then add it again."
                );
            }

            if (header.Contains("n-pages") && Convert.ToInt32(header.Get("n-pages"), null) > 1)
            {
                throw new PictureRefusedException("The picture moves. Choose one that is still.");
            }

            words = PictureWords.Of(header);
        }

        using var upright = Image.ThumbnailBuffer(
            bytes,
            SideLimit,
            height: SideLimit,
            size: Enums.Size.Down,
            outputProfile: "srgb",
            optionString: "[fail_on=error]"
        );

        // Web browsers take a picture without a profile for sRGB, which it is now.
        using var bare = upright.Mutate(m =>
        {
            m.Remove("icc-profile-data");
            if (upright.Contains(Iptc))
            {
                var block = IptcBlock.WordsOf((byte[])upright.Get(Iptc));
                m.Remove(Iptc);
                if (block is not null)
                {
                    m.Set(GValue.BlobType, Iptc, block);
                }
            }
        });
        using var opaque = bare.HasAlpha() ? bare.Flatten(background: White) : bare.Copy();
        return new UploadedPicture(
            opaque.JpegsaveBuffer(
                q: 92,
                optimizeCoding: true,
                subsampleMode: Enums.ForeignSubsample.Off,
                keep: Enums.ForeignKeep.Iptc | Enums.ForeignKeep.Icc
            ),
            opaque.Width,
            opaque.Height
        )
        {
            Words = words,
        };
    }

    /// <summary>What reads a file, decided by its content.</summary>
    /// <exception cref="PictureRefusedException">It is of a kind that is not taken.</exception>
    internal static Func<byte[], Image> Loader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return ReadJpeg;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return ReadPng;
        }

        if (bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8))
        {
            return b => Image.GifloadBuffer(b);
        }

        if (bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8))
        {
            return b => Image.WebploadBuffer(b);
        }

        if (bytes.Length > 16 && bytes[4..].StartsWith("ftyp"u8))
        {
            var box = Encoding.Latin1.GetString(bytes[8..Math.Min(bytes.Length, 64)]);
            return box.Contains("avif", StringComparison.Ordinal)
                ? b => Image.HeifloadBuffer(b)
                : throw new PictureRefusedException(
                    "HEIC pictures and films are not taken. Save the picture as JPEG, then add it again."
                );
        }

        throw new PictureRefusedException("The file is not a picture in JPEG, PNG, WebP, AVIF or GIF.");
    }
}
