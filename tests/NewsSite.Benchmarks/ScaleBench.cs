using System.Diagnostics;
using Microsoft.EntityFrameworkCore;

namespace NewsSite.Benchmarks;

/// <summary>
/// What a page costs that is made for one reader, with few stories and with many: the processor time of the site and of
/// PostgreSQL, and how long the reader waits. Both are asked in turn.
/// </summary>
internal sealed class ScaleBench(BenchedSite few, BenchedSite many, int rounds)
{
    // In hundredths of a second does the system count what a process uses: so many make it exact enough.
    private const int Requests = 60;

    // Of pages that cost a tenth of the others.
    private const int CheapRequests = 300;
    private const int WarmUp = 400;

    // A word that one story in ten has, and one in five hundred; and one that twenty have, however many there are.
    private static readonly (string Kind, Func<int, int> Has)[] Words =
    [
        ("search, common word", stories => stories / 10),
        ("search, 1 in 500", stories => stories / 500),
        ("search, rare word", _ => 20),
    ];
    private static readonly string[] Kinds = ["article", "front page", "category", .. Words.Select(w => w.Kind)];

    public async Task RunAsync()
    {
        await using var fewServer = await SiteServer.StartAsync(few.ConnectionString);
        await using var manyServer = await SiteServer.StartAsync(many.ConnectionString);
        var (small, large) = (new Side(few, fewServer), new Side(many, manyServer));
        Console.WriteLine(
            $"{few.Stories:N0} and {many.Stories:N0} live stories, {Environment.ProcessorCount} processors, median of {rounds} rounds of {Requests} requests each ({CheapRequests} for the two lists), two at a time; no page is kept, parts of pages are"
        );
        Console.WriteLine();
        Console.WriteLine("                       site CPU ms    PostgreSQL CPU ms     reader waits ms");
        Console.WriteLine(
            $"{"", -22}{"few", 7}{"many", 7}{"few", 11}{"many", 8}{"few", 11}{"many", 8}   all CPU, many : few"
        );
        foreach (var side in new[] { small, large })
        {
            await side.PrepareAsync();
        }

        foreach (var kind in Kinds)
        {
            var (here, there) = (new List<Cost>(), new List<Cost>());
            foreach (var side in new[] { small, large })
            {
                await side.AskAsync(kind, WarmUp);
            }

            for (var round = 0; round < rounds; round++)
            {
                var count = kind is "front page" or "category" ? CheapRequests : Requests;
                here.Add(await small.AskAsync(kind, count));
                there.Add(await large.AskAsync(kind, count));
            }

            var (a, b) = (Cost.Median(here), Cost.Median(there));
            Console.WriteLine(
                $"{kind, -22}{a.Site, 7:N1}{b.Site, 7:N1}{a.Database, 11:N1}{b.Database, 8:N1}{a.Waits, 11:N1}{b.Waits, 8:N1}{Cost.Median([.. here.Zip(there, (x, y) => y.Over(x))]).Site, 12:N2}"
            );
        }
    }

    /// <summary>Of one request, in milliseconds.</summary>
    private sealed record Cost(double Site, double Database, double Waits)
    {
        public Cost Over(Cost other) => new((Site + Database) / (other.Site + other.Database), 0, 0);

        public static Cost Median(IReadOnlyList<Cost> costs) =>
            new(
                Middle(costs.Select(c => c.Site)),
                Middle(costs.Select(c => c.Database)),
                Middle(costs.Select(c => c.Waits))
            );

        private static double Middle(IEnumerable<double> values)
        {
            var sorted = values.Order().ToList();
            return sorted[sorted.Count / 2];
        }
    }

    private sealed class Side(BenchedSite site, SiteServer server)
    {
        private readonly Dictionary<string, List<string>> addresses = [];
        private int turn;

        public async Task PrepareAsync()
        {
            // Spread over the whole archive.
            var span = await site.ReadAsync(db => db.Articles.MaxAsync(a => a.Id));
            var ids = Enumerable.Range(1, 2000).Select(n => n * span / 2001).ToList();
            addresses["article"] = await site.ReadAsync(db =>
                db.Articles.Where(a => ids.Contains(a.Id)).Select(a => $"/news/{a.Id}/{a.Slug}").ToListAsync()
            );
            addresses["front page"] = ["/"];
            addresses["category"] = await site.ReadAsync(db =>
                db.Categories.OrderBy(c => c.Id).Select(c => $"/category/{c.Slug}").ToListAsync()
            );

            foreach (var (kind, has) in Words)
            {
                var count = has(site.Stories);
                var words = await site.ReadAsync(db =>
                    db.Words.Where(w => w.Word.Length > 4)
                        .OrderBy(w => Math.Abs(w.Count - count))
                        .ThenBy(w => w.Word)
                        .Select(w => w.Word)
                        .Take(20)
                        .ToListAsync()
                );
                addresses[kind] = [.. words.Select(w => $"/search?q={Uri.EscapeDataString(w)}")];
            }
        }

        public async Task<Cost> AskAsync(string kind, int count)
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
            {
                BaseAddress = server.Address,

                // Whoever brings a cookie gets a page that is made for them.
                DefaultRequestHeaders = { { "Cookie", "bench=1" } },
            };
            var (before, database) = (server.Cpu, SiteServer.DatabaseCpu(site.Postmaster));
            var waits = new List<double>();
            var all = addresses[kind];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = 2 },
                async (_, cancel) =>
                {
                    var address = all[Interlocked.Increment(ref turn) % all.Count];
                    var watch = Stopwatch.StartNew();
                    using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), cancel);
                    await answer.Content.ReadAsByteArrayAsync(cancel);
                    answer.EnsureSuccessStatusCode();
                    lock (waits)
                    {
                        waits.Add(watch.Elapsed.TotalMilliseconds);
                    }
                }
            );
            waits.Sort();
            return new(
                (server.Cpu - before).TotalMilliseconds / count,
                (SiteServer.DatabaseCpu(site.Postmaster) - database).TotalMilliseconds / count,
                waits[waits.Count / 2]
            );
        }
    }
}
