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
    public static string Place(this HttpContext context) => Of(context.Connection.RemoteIpAddress);

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
}
