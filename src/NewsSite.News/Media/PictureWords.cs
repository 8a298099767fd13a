using System.Buffers.Binary;
using System.Text;
using System.Xml;
using NetVips;

namespace NewsSite.News.Media;

/// <summary>What stands in a file about its picture, as agencies and cameras write it: IPTC, XMP and EXIF.</summary>
public sealed record PictureWords(string? Alt, string? Caption, string? Credit, string? UsageTerms)
{
    private const int DepthLimit = 32;
    private const string Lightroom = "http://ns.adobe.com/xap/1.0/rights/";
    private const string Dublin = "http://purl.org/dc/elements/1.1/";
    private const string Photoshop = "http://ns.adobe.com/photoshop/1.0/";
    private const string IptcCore = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/";
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private const string Separator = " / ";

    public static PictureWords None { get; } = new(null, null, null, null);

    /// <summary>Reads them from a header; what is damaged there counts as missing, for the picture itself may be good.</summary>
    internal static PictureWords Of(Image header)
    {
        var iptc = Blob(header, "iptc-data") is { } block ? Iptc(IptcBlock.WordsOf(block)) : [];
        var xmp = Blob(header, "xmp-data") is { } packet ? Xmp(packet) : [];
        string? Of(byte dataset, string ns, string name, string? exif = null) =>
            iptc.GetValueOrDefault(dataset)
            ?? xmp.GetValueOrDefault((ns, name))
            ?? (exif is null ? null : Exif(header, exif));

        var maker = Of(80, Dublin, "creator", "Artist");
        var line = Of(110, Photoshop, "Credit");
        var credit =
            maker is null || line is null || line.Contains(maker, StringComparison.OrdinalIgnoreCase)
                ? line ?? maker
                : maker + Separator + line;
        var rights = Of(116, Dublin, "rights", "Copyright");
        var terms = xmp.GetValueOrDefault((Lightroom, "UsageTerms")) ?? iptc.GetValueOrDefault((byte)40);
        return new(
            Fit(xmp.GetValueOrDefault((IptcCore, "AltTextAccessibility")), Picture.AltLimit),
            Fit(Of(120, Dublin, "description", "ImageDescription"), Picture.CaptionLimit),
            Fit(credit, Picture.CreditLimit),
            Fit(string.Join(Separator, new[] { rights, terms }.OfType<string>().Distinct()), Picture.UsageTermsLimit)
        );
    }

    /// <returns>One line of at most that many characters; null where there are no words.</returns>
    public static string? Fit(string? text, int limit)
    {
        var line = string.Join(
            ' ',
            string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
        if (line.Length > limit)
        {
            line = line[..(char.IsHighSurrogate(line[limit - 1]) ? limit - 1 : limit)];
        }

        return line.Length == 0 ? null : line;
    }

    private static byte[]? Blob(Image header, string field) =>
        header.Contains(field) ? header.Get(field) as byte[] : null;

    // The library gives "words (words, ASCII, 6 components, 6 bytes)".
    private static string? Exif(Image header, string name)
    {
        var field = $"exif-ifd0-{name}";
        var text = header.Contains(field) ? header.Get(field) as string : null;
        var end = text?.LastIndexOf(" (", StringComparison.Ordinal) ?? -1;
        return end > 0 && text![..end].Trim() is { Length: > 0 } words ? words : null;
    }

    private static Dictionary<byte, string> Iptc(ReadOnlySpan<byte> block)
    {
        var found = new Dictionary<byte, string>();

        // Behind the head of the block: its kind, its name, its length.
        const int head = 14;
        if (block.Length < head + 12)
        {
            return found;
        }

        var rest = block[(head + 10 + ((block[head + 6] + 2) & ~1))..];
        while (rest.Length >= 5 && rest[0] == 0x1C)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(rest[3..]);
            if (length > 0x7FFF || length > rest.Length - 5)
            {
                break;
            }

            if (rest[1] == 2 && Text(rest.Slice(5, length)) is { } text)
            {
                // Several makers stand one after the other.
                found[rest[2]] = rest[2] == 80 && found.TryGetValue(80, out var first) ? $"{first}, {text}" : text;
            }

            rest = rest[(5 + length)..];
        }

        return found;
    }

    private static string? Text(ReadOnlySpan<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Before it said which letters it is in, it was Latin.
            text = Encoding.Latin1.GetString(bytes);
        }

        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static Dictionary<(string, string), string> Xmp(byte[] packet)
    {
        var found = new Dictionary<(string, string), string>();
        using var reader = XmlReader.Create(
            new MemoryStream(packet),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
        );
        try
        {
            (string, string)? inside = null;
            while (reader.Read() && reader.Depth < DepthLimit)
            {
                if (reader.NodeType == XmlNodeType.Element && reader.NamespaceURI != Rdf)
                {
                    inside = (reader.NamespaceURI, reader.LocalName);
                }
                else if (reader.NodeType == XmlNodeType.Element && reader.LocalName == "Description")
                {
                    while (reader.MoveToNextAttribute())
                    {
                        found.TryAdd((reader.NamespaceURI, reader.LocalName), reader.Value);
                    }
                }
                else if (
                    reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                    && inside is { } name
                    && !string.IsNullOrWhiteSpace(reader.Value)
                )
                {
                    found.TryAdd(name, reader.Value.Trim());
                }
            }
        }
        catch (XmlException)
        {
            // What was read before the damage is good enough to begin with.
        }

        return found;
    }
}
