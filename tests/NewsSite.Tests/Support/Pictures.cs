using System.Buffers.Binary;
using NetVips;
using NewsSite.News.Media;

namespace NewsSite.Tests.Support;

/// <summary>The kinds of files that people send, good and bad, each made when it is asked for.</summary>
public static class Pictures
{
    /// <summary>Stands in files among what the camera wrote, and must never come out.</summary>
    public static IReadOnlyList<string> Secrets { get; } =
    ["SecretCamera", "SecretXmp", "HiddenExif", "GPSLatitude", "<script"];

    /// <summary>With the size that readers see.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, int Width, int Height)> Good { get; } =
    [
        ("plain.jpg", Photos.Quarters(1500, 1000), 1500, 1000),
        ("told.jpg", Photos.Told(), 1200, 800),
        ("sideways.jpg", Photos.Quarters(900, 600, m => m.Set(GValue.GIntType, "orientation", 6)), 600, 900),
        ("tiny.jpg", Photos.Quarters(1, 1), 1, 1),
        ("narrow.jpg", Photos.Quarters(40, 900), 40, 900),
        ("ink.jpg", Ink(), 400, 300),
        ("progressive.jpg", Save(700, 500, i => i.JpegsaveBuffer(interlace: true)), 700, 500),
        ("grey.jpg", Save(500, 400, i => i.Colourspace(Enums.Interpretation.Bw).JpegsaveBuffer()), 500, 400),
        ("plain.png", Save(640, 480, i => i.PngsaveBuffer()), 640, 480),
        ("interlaced.png", Save(330, 220, i => i.PngsaveBuffer(interlace: true)), 330, 220),
        ("glass.png", Save(350, 250, i => i.Bandjoin(i[0]).PngsaveBuffer()), 350, 250),
        ("deep.png", Save(360, 240, i => i.Colourspace(Enums.Interpretation.Rgb16).PngsaveBuffer()), 360, 240),
        ("palette.png", Save(370, 240, i => i.PngsaveBuffer(palette: true)), 370, 240),
        ("plain.webp", Save(800, 600, i => i.WebpsaveBuffer()), 800, 600),
        ("lossless.webp", Save(410, 300, i => i.WebpsaveBuffer(lossless: true)), 410, 300),
        ("plain.avif", Save(420, 300, i => i.HeifsaveBuffer(compression: Enums.ForeignHeifCompression.Av1)), 420, 300),
        ("still.gif", Save(430, 300, i => i.GifsaveBuffer()), 430, 300),
        ("wrongly-named.html", Photos.Quarters(440, 300), 440, 300),
        ("polyglot.jpg", [.. Photos.Quarters(450, 300), .. "<script>alert(1)</script>PK\u0003\u0004"u8], 450, 300),
        ("at-the-limit.jpg", Save(8000, 6250, i => i.JpegsaveBuffer(q: 60)), UploadedPicture.SideLimit, 3125),
    ];

    /// <summary>With words of the message.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, string Message)> Bad { get; } =
    [
        ("empty.jpg", [], "empty"),
        ("text.jpg", "Hello, I am a picture."u8.ToArray(), "not a picture"),
        ("page.jpg", "<!DOCTYPE html><script>alert(1)</script>"u8.ToArray(), "not a picture"),
        (
            "script.svg",
            "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray(),
            "not a picture"
        ),
        ("xml.svg", "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "not a picture"),
        ("document.pdf", "%PDF-1.7\n1 0 obj"u8.ToArray(), "not a picture"),
        ("archive.png", [0x50, 0x4B, 3, 4, .. new byte[100]], "not a picture"),
        ("printers.tif", [0x49, 0x49, 0x2A, 0, .. new byte[100]], "not a picture"),
        ("windows.bmp", [.. "BM"u8, .. new byte[100]], "not a picture"),
        ("phone.heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8.ToArray(), "HEIC"),
        ("film.mp4", "\0\0\0\u0018ftypisom\0\0\0\0isommp42"u8.ToArray(), "films are not taken"),
        ("cut.jpg", Photos.Quarters(900, 600)[..2000], "damaged"),
        ("cut.png", Save(900, 600, i => i.PngsaveBuffer())[..900], "damaged"),
        ("cut.webp", Save(900, 600, i => i.WebpsaveBuffer())[..300], "damaged"),
        ("first-bytes.jpg", [0xFF, 0xD8, 0xFF, 0xE0], "damaged"),
        ("gif-then-script.gif", "GIF89a/*<script>alert(1)</script>*/"u8.ToArray(), "damaged"),
        ("claims.jpg", Claim(64_250), "more than 50 megapixels"),
        ("zip-bomb.png", Bomb(), "more than 50 megapixels"),
        ("over-the-limit.jpg", Save(8000, 6251, i => i.JpegsaveBuffer(q: 60)), "more than 50 megapixels"),
        ("over-by-lines.webp", Save(5000, 4001, i => i.WebpsaveBuffer(q: 20)), "more than 20 megapixels"),
        ("moving.gif", Moving(i => i.GifsaveBuffer(), 40), "moves"),
        ("moving.webp", Moving(i => i.WebpsaveBuffer(), 40), "moves"),
        ("moving-bomb.gif", Moving(i => i.GifsaveBuffer(), 1500), "moves"),
        (
            "too-many-bytes.jpg",
            [.. Photos.Quarters(9, 9), .. new byte[UploadedPicture.ByteLimit]],
            "The limit is 25 MB"
        ),
    ];

    private static byte[] Save(int width, int height, Func<Image, byte[]> save)
    {
        using var picture = Image.NewFromBuffer(Photos.Quarters(width, height));
        using var still = picture.CopyMemory();
        return save(still);
    }

    private static byte[] Ink()
    {
        using var ink = (Image.Black(400, 300, bands: 4) + new double[] { 0, 255, 255, 0 })
            .Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Cmyk);
        return ink.JpegsaveBuffer();
    }

    private static byte[] Claim(ushort side)
    {
        var jpeg = Photos.Quarters(16, 16);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), side);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), side);
        return jpeg;
    }

    // Honest to its header: 400 megapixels in less than a megabyte.
    private static byte[] Bomb()
    {
        using var black = Image.Black(20_000, 20_000);
        return black.PngsaveBuffer(compression: 9, filter: Enums.ForeignPngFilter.None);
    }

    private static byte[] Moving(Func<Image, byte[]> save, int frames)
    {
        using var strip = Image.Black(64, 64 * frames, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        using var film = strip.Mutate(m =>
        {
            for (var n = 0; n < frames; n++)
            {
                m.DrawRect([n % 256, 255 - (n % 256), n / 6 % 256], 0, n * 64, 32, 32, fill: true);
            }

            m.Set(GValue.GIntType, "page-height", 64);
        });
        return save(film);
    }
}
