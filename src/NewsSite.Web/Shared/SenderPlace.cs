using System.Net;
using System.Net.Sockets;

namespace NewsSite.Web.Shared;

/// <summary>Where requests come from, for what is counted by sender.</summary>
public static class SenderPlace
{
    /// <returns>
    /// The sender's address, or the network of a household or office where everybody has many: whoever is given one address of
    /// the newer protocol has all that share its first half. Empty where nobody sent it.
    /// </returns>
    public static string Place(this HttpContext context) =>
        context.Features.Get<MadeFor>()?.Place ?? Of(context.Connection.RemoteIpAddress);

    /// <summary>Says of a request of the site's own whom its answer is made for.</summary>
    public static void SetPlace(this HttpContext context, string place) => context.Features.Set(new MadeFor(place));

    /// <inheritdoc cref="Place"/>
    public static string Of(IPAddress? address)
    {
        if (address is null or { AddressFamily: not AddressFamily.InterNetworkV6 })
        {
            return $"{address}";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return $"{address.MapToIPv4()}";
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private sealed record MadeFor(string Place);
}
