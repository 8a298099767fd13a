using System.Net;

namespace NewsSite.Tests.Support;

/// <summary>Where addresses lead.</summary>
public static class Addressed
{
    /// <returns>The page that a reader comes to by at most one permanent redirect.</returns>
    /// <exception cref="InvalidOperationException">There is none, or it takes more than one step.</exception>
    public static async Task<string> LeadsToAsync(this SiteFixture site, Visitor reader, string address)
    {
        using var first = await reader.GetAsync(address);
        if (first.StatusCode == HttpStatusCode.OK)
        {
            return address;
        }

        if (first.StatusCode != HttpStatusCode.MovedPermanently)
        {
            throw new InvalidOperationException($"{address} answered {first.StatusCode}");
        }

        var to = new Uri(site.Address, first.Headers.Location!).PathAndQuery;
        return await reader.StatusAsync(to) is HttpStatusCode.OK
            ? to
            : throw new InvalidOperationException($"{address} led to {to}, which answered no page");
    }
}
