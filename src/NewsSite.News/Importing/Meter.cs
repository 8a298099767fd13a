using System.Xml;

namespace NewsSite.News.Importing;

/// <summary>One part of a file is larger than anything that is taken.</summary>
#pragma warning disable CA1032 // It always says what.
internal sealed class TooMuchException(string message) : IOException(message);
#pragma warning restore CA1032

/// <summary>Counts what the parser takes for one node.</summary>
internal sealed class Meter(Stream inner) : Stream
{
    private long taken;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Begin() => taken = 0;

    public override int Read(byte[] buffer, int offset, int count) => Take(inner.Read(buffer, offset, count));

    public override int Read(Span<byte> buffer) => Take(inner.Read(buffer));

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    ) => Take(await inner.ReadAsync(buffer, cancellationToken));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }

    private int Take(int count)
    {
        taken += count;
        return taken <= BoundedXml.NodeLimit
            ? count
            : throw new TooMuchException(
                $"One tag, comment or CDATA section is larger than {BoundedXml.NodeLimit / 1024 / 1024} MB."
            );
    }
}

/// <summary>The parser keeps every name that it meets, to the end.</summary>
internal sealed class BoundedNames : NameTable
{
    private const int Limit = 10_000;
    private int count;

    public override string Add(char[] key, int start, int len) =>
        Get(key, start, len) ?? Count(base.Add(key, start, len));

    public override string Add(string key) => Get(key) ?? Count(base.Add(key));

    private string Count(string name) =>
        ++count <= Limit
            ? name
            : throw new TooMuchException($"The file has more than {Limit} names of elements and attributes.");
}
