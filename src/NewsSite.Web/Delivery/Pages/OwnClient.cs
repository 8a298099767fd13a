using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Asks this very server over HTTP, where it listens, under the name of the site. Its pages are neither kept nor compressed, nor
/// are its requests counted: an archive is asked for whole.
/// </summary>
public sealed class OwnClient(IServer server, SiteOptions site)
{
    private const string Header = "X-Own-Request";

    // Some answers have no end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Nobody else knows it.
    private readonly string secret = RandomNumberGenerator.GetHexString(32);

    /// <returns>A client that takes addresses from the root of the site, and follows none.</returns>
    /// <exception cref="HttpRequestException">The server does not listen.</exception>
    public HttpClient Open()
    {
        var all = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = BindingAddress.Parse(
            all.OrderBy(a => a.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
                ?? throw new HttpRequestException("This server does not listen anywhere.")
        );
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = async (_, cancel) => await ConnectAsync(address, cancel),
        };
        var client = new HttpClient(handler)
        {
            BaseAddress = new($"{address.Scheme}://{new Uri(site.Root).Authority}"),
            Timeout = Patience,
        };
        client.DefaultRequestHeaders.Add(Header, secret);
        return client;
    }

    /// <summary>Knows its own requests again.</summary>
    public Task UseAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers[Header] is [{ } said] && said == secret)
        {
            context.Features.Set(new Unkept());
        }

        return next(context);
    }

    private static async Task<Stream> ConnectAsync(BindingAddress address, CancellationToken cancel)
    {
        var socket = address.IsUnixPipe
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (address.IsUnixPipe)
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.UnixPipePath), cancel);
            }
            else
            {
                await socket.ConnectAsync(IsAnywhere(address.Host) ? "localhost" : address.Host, address.Port, cancel);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsAnywhere(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";
}
