using System.Globalization;
using System.IO.Compression;
using System.Net.Sockets;
using System.Text;

namespace NewsSite.Tests.Support;

/// <param name="Head">With the line that begins it, to the empty line.</param>
/// <param name="Body">As it was sent.</param>
public sealed record BareAnswer(string Head, byte[] Body)
{
    public string Text()
    {
        using var unpacked = new BrotliStream(new MemoryStream(Body), CompressionMode.Decompress);
        return new StreamReader(unpacked).ReadToEnd();
    }
}

/// <summary>A connection on which every byte is the test's own.</summary>
public sealed class BareLine : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly NetworkStream stream;

    /// <param name="room">How many bytes the reader takes at once; as many as usual where it is left out.</param>
    public BareLine(Uri site, int? room = null)
    {
        socket.ReceiveBufferSize = room ?? socket.ReceiveBufferSize;
        socket.Connect(site.Host, site.Port);
        stream = new(socket, ownsSocket: true);
    }

    public Task SendAsync(string request) => stream.WriteAsync(Encoding.Latin1.GetBytes(request)).AsTask();

    public async Task<BareAnswer> ReadAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one);
            head.Append((char)one[0]);
        }

        var length = head.ToString()
            .Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        if (length is not null)
        {
            var body = new byte[int.Parse(length[16..], CultureInfo.InvariantCulture)];
            await stream.ReadExactlyAsync(body);
            return new(head.ToString(), body);
        }

        // In pieces, the last of which is empty.
        var piece = new StringBuilder();
        while (
            !piece.ToString().EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal)
            && head.ToString().Contains("chunked", StringComparison.Ordinal)
        )
        {
            await stream.ReadExactlyAsync(one);
            piece.Append((char)one[0]);
        }

        return new(head.ToString(), Encoding.Latin1.GetBytes(piece.ToString()));
    }

    /// <returns>How many bytes come until the other side ends, or breaks off.</returns>
    public async Task<int> RestAsync()
    {
        using var rest = new MemoryStream();
        try
        {
            await stream.CopyToAsync(rest);
        }
        catch (IOException e) when (e.InnerException is SocketException)
        {
            // Broken off.
        }

        return (int)rest.Length;
    }

    public void Dispose() => stream.Dispose();
}
