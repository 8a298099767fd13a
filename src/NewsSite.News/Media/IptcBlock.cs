using System.Buffers.Binary;

namespace NewsSite.News.Media;

/// <summary>The block of a JPEG in which credit, caption and rights stand, as editing programs write it.</summary>
internal static class IptcBlock
{
    private const int Iptc = 0x0404;
    private static ReadOnlySpan<byte> Head => "Photoshop 3.0\0"u8;
    private static ReadOnlySpan<byte> Mark => "8BIM"u8;

    /// <summary>Keeps the words alone: the same block can hold a small copy of the uncropped picture, or the camera's data.</summary>
    /// <returns>Null where there are no words, or the block is damaged.</returns>
    public static byte[]? WordsOf(ReadOnlySpan<byte> block)
    {
        if (!block.StartsWith(Head))
        {
            return null;
        }

        var rest = block[Head.Length..];
        while (rest.Length >= 12 && rest.StartsWith(Mark))
        {
            // A name, and then the content, each filled up to an even length.
            var name = (rest[6] + 2) & ~1;
            if (rest.Length < 10 + name)
            {
                return null;
            }

            var length = BinaryPrimitives.ReadInt32BigEndian(rest[(6 + name)..]);
            var end = 10L + name + length;
            if (length < 0 || end > rest.Length)
            {
                return null;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(rest[4..]) == Iptc)
            {
                byte[] padding = length % 2 == 0 ? [] : [0];
                return [.. Head, .. rest[..(int)end], .. padding];
            }

            rest = rest[(int)Math.Min(end + (length % 2), rest.Length)..];
        }

        return null;
    }
}
