using System.Net;

namespace NewsSite.News.Publishing.Checks;

/// <summary>Which machines belong to the web that readers reach, and which to this network or to nobody.</summary>
public static class PublicNetwork
{
    // IANA's registries of special-purpose addresses, without what is reachable from everywhere; and those of version 6
    // that carry one of version 4 inside.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/3",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20",
            "4000::/2",
            "8000::/1",
        }.Select(IPNetwork.Parse),
    ];

    /// <returns>Whether strangers reach the same machine under this address.</returns>
    public static bool Has(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return !Special.Any(network => network.Contains(plain));
    }
}
