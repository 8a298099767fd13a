using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Web.Delivery.Transport;

/// <summary>
/// Between the network and the server. Pages that were sent before are answered here, by a thread that waits for none of
/// them; every other connection is handed to the server as it is. So a page costs about half of what it costs the server.
/// By hand: no transport there is lets anybody answer first.
/// </summary>
internal sealed class PageTransport(
    PageStore store,
    SiteChanges changes,
    IConfiguration configuration,
    IOptions<HostFilteringOptions> hosts,
    IOptions<KestrelServerOptions> server,
    IMemoryPoolFactory<byte> memory,
    TimeProvider clock,
    ILoggerFactory logs
) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ours = new HashSet<string>(
        hosts.Value.AllowedHosts,
        StringComparer.OrdinalIgnoreCase
    ).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Where an answer might have to be encrypted, or is never at hand, the server's own transport listens.</summary>
    public bool CanBind(EndPoint endpoint) =>
        endpoint is IPEndPoint && store.IsOn && OperatingSystem.IsLinux() && !MayBeEncrypted;

    private bool MayBeEncrypted =>
        configuration[WebHostDefaults.ServerUrlsKey]?.Contains("https:", StringComparison.OrdinalIgnoreCase) == true
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").Exists();

    /// <exception cref="AddressInUseException">The port is taken.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        Socket? socket = null;
        try
        {
            socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.Listen(new SocketTransportOptions().Backlog);
            return new(new PageListener(socket, Find, server.Value.Limits, memory, clock, logs));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket?.Dispose();
            throw new AddressInUseException(e.Message, e);
        }
    }

    private SentAnswer? Find(PlainRequest request, DateTimeOffset now) =>
        ours.Contains(NameOf(request.Host)) && changes.IsInStep
            ? store.FindSent(request.Path, request.AcceptEncoding, now)
            : null;

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> host)
    {
        var colon = host.LastIndexOf(':');
        return
            colon > host.LastIndexOf(']')
            && colon < host.Length - 1
            && !host[(colon + 1)..].ContainsAnyExceptInRange('0', '9')
            ? host[..colon]
            : host;
    }
}
