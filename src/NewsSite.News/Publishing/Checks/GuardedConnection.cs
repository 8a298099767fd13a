using System.Net;
using System.Net.Sockets;

namespace NewsSite.News.Publishing.Checks;

/// <summary>How the server connects to addresses that people or other sites gave it.</summary>
internal static class GuardedConnection
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
        // Each takes a thread for as long as the resolver thinks.
        await Lookups.WaitAsync(cancel);
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(wanted.Host, cancel);
        }
        finally
        {
            Lookups.Release();
        }

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
}

/// <summary>A machine that strangers do not reach was asked for.</summary>
#pragma warning disable CA1032 // It always says the same.
internal sealed class NotPublicException() : HttpRequestException("Not a public address.");
#pragma warning restore CA1032
