using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NewsSite.Benchmarks;

/// <summary>As little of a browser as it takes to listen.</summary>
internal sealed class LivePage : IDisposable
{
    private readonly byte[] buffer = new byte[2048];
    private Socket? socket;
    private long pending;
    private bool isChange;

    /// <summary>The last change that it knows of.</summary>
    public long Last { get; private set; }

    /// <summary>The changes that it was told of; what there was at first is none.</summary>
    public List<long> Heard { get; } = [];
    public long Told { get; set; }
    public int Return { get; private set; } = 1000;
    public int Returns { get; private set; }

    public async Task<bool> OpenAsync(int port, CancellationToken cancel)
    {
        Returns += Last > 0 ? 1 : 0;
        socket?.Dispose();
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel);
            var known = Last > 0 ? $"Last-Event-ID: {Last}\r\n" : "";
            await socket.SendAsync(
                Encoding.ASCII.GetBytes($"GET /live HTTP/1.1\r\nHost: localhost:{port}\r\n{known}\r\n"),
                cancel
            );
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Until the line breaks off.</summary>
    public async Task ListenAsync(Action<long> told, CancellationToken cancel)
    {
        var rest = "";
        try
        {
            while (await socket!.ReceiveAsync(buffer, cancel) is > 0 and var read)
            {
                var lines = (rest + Encoding.UTF8.GetString(buffer, 0, read)).Split('\n');
                rest = lines[^1];
                for (var n = 0; n < lines.Length - 1; n++)
                {
                    if (lines[n].StartsWith("retry: ", StringComparison.Ordinal))
                    {
                        Return = int.Parse(lines[n].AsSpan(7), provider: null);
                    }
                    else if (lines[n].StartsWith("id: ", StringComparison.Ordinal))
                    {
                        (pending, isChange) = (long.Parse(lines[n].AsSpan(4), provider: null), false);
                    }
                    else if (lines[n].StartsWith("event: change", StringComparison.Ordinal))
                    {
                        isChange = true;
                    }
                    else if (lines[n].StartsWith("data: ", StringComparison.Ordinal) && pending > 0)
                    {
                        Last = pending;
                        if (isChange)
                        {
                            Heard.Add(Last);
                            told(Last);
                        }

                        pending = 0;
                    }
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The server is gone, or the measuring is over.
        }
    }

    public void Dispose() => socket?.Dispose();
}
