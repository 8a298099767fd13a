using System.Net;
using System.Net.Sockets;

namespace NewsSite.News.Publishing.Checks;

/// <summary>Connects to addresses that people typed, and to no machine that they have no business with.</summary>
public static class GuardedConnection
{
    private static readonly SemaphoreSlim Lookups = new(4);

    /// <summary>
    /// The address that is connected to is the one that was looked at: a name that answers differently the second time, or a
    /// redirect, leads no further than the first.
    /// </summary>
    /// <param name="mayConnect">To which machines; see <see cref="PublicNetwork"/>.</param>
    /// <exception cref="NotPublicException">One of the name's addresses may not be connected to.</exception>
    public static async ValueTask<Stream> OpenAsync(
        DnsEndPoint wanted,
        Func<IPAddress, bool> mayConnect,
        CancellationToken cancel
    )
    {
        var addresses = await FindAsync(wanted.Host, cancel);
        if (!addresses.All(mayConnect))
        {
            throw new NotPublicException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, wanted.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<IPAddress[]> FindAsync(string host, CancellationToken cancel)
    {
        // A number stands for itself: the resolver refuses some of them in words of its own.
        if (IPAddress.TryParse(host, out var machine))
        {
            return [machine];
        }

        // Each takes a thread for as long as the resolver thinks.
        await Lookups.WaitAsync(cancel);
        try
        {
            return await Dns.GetHostAddressesAsync(host, cancel);
        }
        finally
        {
            Lookups.Release();
        }
    }
}

/// <summary>A machine that strangers do not reach was asked for.</summary>
#pragma warning disable CA1032 // It always says the same.
public sealed class NotPublicException() : HttpRequestException("Not a public address.");
#pragma warning restore CA1032
