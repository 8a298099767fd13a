using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace NewsSite.Tests.Support;

/// <summary>Stands between a site and its database: a real port that passes everything on, or nothing.</summary>
public sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> clients = [];
    private volatile IPEndPoint server;
    private readonly Task loop;
    private volatile TaskCompletionSource open = Opened();

    public Gate(string host, int port)
    {
        server = new IPEndPoint(IPAddress.Parse(host), port);
        listener.Start();
        loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Breaks what is connected, and breaks each new connection at once.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>
    /// The next message to the server with these words in it arrives and is done; its answer is lost, and its connection
    /// breaks. Null again once that has happened.
    /// </summary>
    public string? LoseAnswerTo { get; set; }

    /// <summary>Lets the connections live, but no byte through: a network that hangs.</summary>
    public void Freeze() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Break()
    {
        IsBroken = true;
        foreach (var client in clients)
        {
            client.Close();
        }
    }

    /// <summary>The server was started again, on another port.</summary>
    public void LeadTo(string host, int port) => server = new IPEndPoint(IPAddress.Parse(host), port);

    public void Mend()
    {
        IsBroken = false;
        open.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Mend();
        Break();
        listener.Stop();
        await loop;
    }

    private static TaskCompletionSource Opened()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await listener.AcceptTcpClientAsync();
                if (IsBroken)
                {
                    near.Close();
                    continue;
                }

                var far = new TcpClient();
                try
                {
                    await far.ConnectAsync(server);
                }
                catch (SocketException)
                {
                    // Nobody listens there.
                    near.Close();
                    far.Dispose();
                    continue;
                }

                clients.Add(near);
                clients.Add(far);
                var isLost = new StrongBox<bool>();
                _ = PassAsync(near, far, bytes => isLost.Value |= IsToLose(bytes));
                _ = PassAsync(far, near, _ => isLost.Value);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }

    private bool IsToLose(ReadOnlyMemory<byte> message)
    {
        var isToLose = LoseAnswerTo is { } words && message.Span.IndexOf(Encoding.UTF8.GetBytes(words)) >= 0;
        LoseAnswerTo = isToLose ? null : LoseAnswerTo;
        return isToLose;
    }

    /// <param name="look">Sees what comes; what comes back from a server that is not to be heard ends the connection.</param>
    private async Task PassAsync(TcpClient from, TcpClient to, Func<ReadOnlyMemory<byte>, bool> look)
    {
        var buffer = new byte[16_384];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                await open.Task;
                if (look(buffer.AsMemory(0, read)) && ((IPEndPoint)from.Client.RemoteEndPoint!).Port == server.Port)
                {
                    break;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Broken by the test, or by one of the two.
        }

        from.Close();
        to.Close();
    }
}
