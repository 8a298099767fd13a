using System.Security.Cryptography;

namespace NewsSite.News.Exporting;

/// <summary>Reads lines of bytes, one at a time and none longer than a record can be, and keeps their sum.</summary>
/// <param name="limit">The most bytes there can be.</param>
internal sealed class LineReader(Stream file, long limit) : IDisposable
{
    private readonly IncrementalHash sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private int looked;

    /// <summary>Of the line that was read last, from 1.</summary>
    public long Number { get; private set; }
    public long Bytes { get; private set; }

    /// <summary>To be asked once, at the end.</summary>
    public string Sum() => Convert.ToHexStringLower(sum.GetHashAndReset());

    /// <returns>The line without its end, until the next one is read; null where there is none.</returns>
    /// <exception cref="InvalidDataException">A line is too long, there are more of them than there can be, or the last has no end.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            var found = buffer.AsSpan(looked, end - looked).IndexOf((byte)'\n');
            if (found >= 0)
            {
                var line = buffer.AsMemory(start, looked + found - start);
                start = looked = looked + found + 1;
                Number++;
                return line;
            }

            looked = end;
            if (!await FillAsync(cancel))
            {
                Number += start == end ? 0 : 1;
                return start == end ? null : throw new InvalidDataException("It is cut off.");
            }
        }
    }

    public void Dispose()
    {
        sum.Dispose();
        file.Dispose();
    }

    private async Task<bool> FillAsync(CancellationToken cancel)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (end, looked, start) = (end - start, looked - start, 0);
        }

        if (end == buffer.Length)
        {
            if (end >= RecordWriter.LineLimit)
            {
                Number++;
                throw new InvalidDataException($"It is longer than {RecordWriter.LineLimit / 1024 / 1024} MB.");
            }

            Array.Resize(ref buffer, buffer.Length * 2);
        }

        var count = await file.ReadAsync(buffer.AsMemory(end), cancel);
        sum.AppendData(buffer, end, count);
        Bytes += count;
        end += count;
        return Bytes > limit ? throw new InvalidDataException("There is more of it than was written.") : count > 0;
    }
}
