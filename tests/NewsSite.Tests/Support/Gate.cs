using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace NewsSite.Tests.Support;

/// <summary>Stands between a site and its database: a real port that passes everything on, or nothing.</summary>
public sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> clients = [];
    private readonly IPEndPoint server;
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
                await far.ConnectAsync(server);
                clients.Add(near);
                clients.Add(far);
                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed by the test.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16_384];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                await open.Task;
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
