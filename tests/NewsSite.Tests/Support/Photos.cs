using System.Text;
using NetVips;

namespace NewsSite.Tests.Support;

/// <summary>Photographs made for a test: four quarters of one colour each, so that every crop and turn can be seen.</summary>
public static class Photos
{
    public static readonly double[] Red = [200, 30, 30];
    public static readonly double[] Green = [30, 160, 30];
    public static readonly double[] Blue = [30, 30, 200];
    public static readonly double[] Yellow = [220, 210, 30];

    /// <returns>A JPEG: red and green above blue and yellow.</returns>
    public static byte[] Quarters(int width, int height, Action<MutableImage>? mark = null)
    {
        using var plain = (Image.Black(width, height, bands: 3) + Red)
            .Cast(Enums.BandFormat.Uchar)
            .Copy(interpretation: Enums.Interpretation.Srgb);
        using var picture = plain.Mutate(m =>
        {
            var (x, y) = (width / 2, height / 2);
            m.DrawRect(Green, x, 0, width - x, y, fill: true);
            m.DrawRect(Blue, 0, y, x, height - y, fill: true);
            m.DrawRect(Yellow, x, y, width - x, height - y, fill: true);
            mark?.Invoke(m);
        });
        return picture.JpegsaveBuffer(q: 90);
    }

    /// <returns>A JPEG of 1200 by 800 that no other test uses.</returns>
    public static byte[] Unique() => Quarters(1200, 800, m => m.DrawRect([.. Bytes(3)], 600, 400, 40, 40, fill: true));

    /// <returns>A JPEG that tells of its camera and place in every way that it can, and who took it.</returns>
    public static byte[] Told() =>
        Quarters(
            1200,
            800,
            m =>
            {
                m.Set(
                    GValue.GStrType,
                    "exif-ifd0-Model",
                    "SecretCamera (SecretCamera, ASCII, 13 components, 13 bytes)"
                );
                m.Set(
                    GValue.GStrType,
                    "exif-ifd3-GPSLatitude",
                    "47/1 10/1 0/1 (47/1 10/1 0/1, Rational, 3 components, 24 bytes)"
                );
                m.Set(GValue.BlobType, "xmp-data", "<x:xmpmeta>SecretXmp</x:xmpmeta>"u8.ToArray());

                // Blocks as an editor writes them: the reporter's words, then a copy of what the camera wrote.
                byte[] words = [0x1C, 2, 80, 0, 9, .. "Rosa Vane"u8];
                byte[] camera = [.. "HiddenExif"u8];
                m.Set(
                    GValue.BlobType,
                    "iptc-data",
                    (byte[])[.. "Photoshop 3.0\0"u8, .. Block(0x04, words), .. Block(0x22, camera)]
                );
            }
        );

    /// <returns>A JPEG that says in IPTC and XMP what it shows, and under which terms.</returns>
    public static byte[] Described() =>
        Quarters(
            600,
            400,
            m =>
            {
                byte[] Set(byte kind, string text)
                {
                    var bytes = Encoding.UTF8.GetBytes(text);
                    return [0x1C, 2, kind, 0, (byte)bytes.Length, .. bytes];
                }

                byte[] words =
                [
                    .. Set(80, "Rosa Vane"),
                    .. Set(110, "Meridian"),
                    .. Set(116, "© 2026 Meridian"),
                    .. Set(120, "Zoë at the quay"),
                ];
                m.Set(GValue.BlobType, "iptc-data", (byte[])[.. "Photoshop 3.0\0"u8, .. Block(0x04, words)]);
                m.Set(
                    GValue.BlobType,
                    "xmp-data",
                    """
                    <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                    <rdf:Description xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">
                    <c:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">A girl with a net</rdf:li></rdf:Alt></c:AltTextAccessibility>
                    <xmpRights:UsageTerms><rdf:Alt><rdf:li xml:lang="x-default">Once, in print</rdf:li></rdf:Alt></xmpRights:UsageTerms>
                    </rdf:Description></rdf:RDF></x:xmpmeta>
                    """u8.ToArray()
                );
            }
        );

    /// <summary>Whether these letters stand anywhere in a file.</summary>
    public static bool Holds(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    /// <summary>Whether the colour at a point, given in per cent, is about that one.</summary>
    public static bool Shows(this Image picture, int x, int y, double[] colour)
    {
        var got = picture.Getpoint(picture.Width * x / 100, picture.Height * y / 100);
        return got.Length == 3 && got.Zip(colour).All(pair => Math.Abs(pair.First - pair.Second) < 24);
    }

    private static byte[] Block(byte kind, byte[] content) =>
        [.. "8BIM"u8, 4, kind, 0, 0, 0, 0, 0, (byte)content.Length, .. content, .. new byte[content.Length % 2]];

    private static IEnumerable<double> Bytes(int count) =>
        Enumerable.Range(0, count).Select(_ => (double)Random.Shared.Next(256));
}
