using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace NewsSite.News.Backups;

/// <summary>
/// How many rows there are, and the sum of their SHA-256: the same in whatever order they come, for a table has none. It finds
/// what was damaged, not who has forged it.
/// </summary>
internal sealed class RowSum
{
    private readonly ulong[] sum = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];

    public long Rows { get; private set; }

    /// <param name="row">As <c>COPY</c> writes it, without the end of the line.</param>
    /// <param name="bytes">Taken for the row's bytes where it is large enough.</param>
    /// <returns>The bytes of the row.</returns>
    public ReadOnlyMemory<byte> Add(string row, ref byte[] bytes)
    {
        if (bytes.Length < Encoding.UTF8.GetMaxByteCount(row.Length))
        {
            bytes = new byte[Encoding.UTF8.GetMaxByteCount(row.Length)];
        }

        var length = Encoding.UTF8.GetBytes(row, bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.AsSpan(0, length), hash);
        for (var n = 0; n < sum.Length; n++)
        {
            sum[n] += BinaryPrimitives.ReadUInt64BigEndian(hash[(n * sizeof(ulong))..]);
        }

        Rows++;
        return bytes.AsMemory(0, length);
    }

    public override string ToString() => string.Concat(sum.Select(part => part.ToString("x16", null)));
}
