using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Published;

namespace NewsSite.Benchmarks;

/// <summary>What a server holds after it has served very many pages, each of them once.</summary>
internal sealed class MemoryBench(BenchedSite site, int pages)
{
    private const int Megabytes = 256;

    public async Task RunAsync()
    {
        await using var server = await SiteServer.StartAsync(
            site.ConnectionString,
            settings: ("NewsSite__PageCacheMegabytes", Megabytes.ToString(CultureInfo.InvariantCulture))
        );
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Add("Accept-Encoding", "br");
        var addresses = await AddressesAsync();
        await client.GetByteArrayAsync(new Uri("/", UriKind.Relative));
        Console.WriteLine($"{pages:N0} pages, each asked for once; {Megabytes} MB for pages in memory");
        Console.WriteLine($"at first: {server.Resident / 1048576.0:N0} MB resident");
        var done = 0;
        await Parallel.ForEachAsync(
            addresses,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (address, cancel) =>
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), cancel);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(cancel);
                if (Interlocked.Increment(ref done) % (pages / 5) == 0)
                {
                    Console.WriteLine($"after {done, 8:N0}: {server.Resident / 1048576.0:N0} MB");
                }
            }
        );
    }

    // A fifth are stories, the others older pages of the sections, each of twenty stories.
    private async Task<List<string>> AddressesAsync()
    {
        var stories = await site.ReadAsync(db =>
            db.Articles.OrderBy(a => a.Id).Select(a => $"/news/{a.Id}/{a.Slug}").Take(pages / 5).ToListAsync()
        );
        var sections = await site.ReadAsync(db =>
            db.Categories.Where(c => c.ParentId == null).Select(c => c.Slug).ToListAsync()
        );
        var (first, last) = await site.ReadAsync(async db =>
            (await db.Articles.MinAsync(a => a.FirstPublishedAt), await db.Articles.MaxAsync(a => a.FirstPublishedAt))
        );
        var others = pages - stories.Count;
        stories.AddRange(
            Enumerable
                .Range(1, others)
                .Select(n =>
                    $"/category/{sections[n % sections.Count]}?before={new Cursor(first + ((last - first) * ((double)n / others)), long.MaxValue)}"
                )
        );
        return stories;
    }
}
