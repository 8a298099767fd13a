using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>What is answered at an address without a page.</summary>
/// <param name="To">A path of this site, or a whole address; null where it is gone.</param>
/// <param name="Code">301, 302 or 410.</param>
/// <param name="From">The address that it was found by, as <see cref="AskedAddress"/> writes it; null where a page itself leads on.</param>
public sealed record LedOn(long Id, string? To, int Code, string? From = null);

/// <summary>The addresses that lead on.</summary>
public sealed class Redirects(PublishedDb db)
{
    /// <param name="address">As <see cref="AskedAddress"/> writes it.</param>
    /// <returns>The redirect of this address with its query, else of its path; null where there is none.</returns>
    public Task<LedOn?> FindAsync(string address, CancellationToken cancel)
    {
        var path = AskedAddress.PathOf(address);
        return db.Set<Tables.PublishedRedirect>()
            .Where(r => r.From == address || r.From == path)
            .OrderBy(r => r.From == address ? 0 : 1)
            .Select(r => new LedOn(r.Id, r.To, r.Code, r.From))
            .FirstOrDefaultAsync(cancel);
    }
}
