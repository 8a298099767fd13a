using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Published;

namespace NewsSite.Benchmarks;

/// <summary>Asks for readers' pages one after the other, over HTTP, and prints how long the site took.</summary>
internal sealed class SearchBench(BenchedSite site, int runs) : IDisposable
{
    private const int Variety = 20;
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = site.Address,

        // Whoever brings a cookie gets a page that is made for them: it is the making that is measured.
        DefaultRequestHeaders = { { "Cookie", "bench=1" } },
    };
    private readonly Dictionary<string, double> medians = [];

    public void Dispose() => client.Dispose();

    public async Task RunAsync()
    {
        var (common, middling, rare) = (
            await WordsAsync(site.Stories / 4),
            await WordsAsync(site.Stories / 500),
            await WordsAsync(Math.Max(3, site.Stories / 50_000))
        );
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors, {runs} requests each"
        );
        Console.WriteLine($"common like “{common[0]}”, middling like “{middling[0]}”, rare like “{rare[0]}”");
        Console.WriteLine();
        Console.WriteLine("page                          median ms   p95 ms");
        await MeasureAsync("search: common word", [.. common.Select(w => Query(w))]);
        await MeasureAsync("search: middling word", [.. middling.Select(w => Query(w))]);
        await MeasureAsync("search: rare word", [.. rare.Select(w => Query(w))]);
        await MeasureAsync("search: two words", [.. common.Zip(middling, (a, b) => Query($"{a} {b}"))]);
        await MeasureAsync("search: a phrase that exists", [.. (await PhrasesAsync()).Select(p => Query($"\"{p}\""))]);
        await MeasureAsync("search: hardest phrase", [Query("\"council government\"")]);
        await MeasureAsync("search: common, one section", [.. common.Select(w => Query(w) + "&section=world")]);
        await MeasureAsync("search: common, newest first", [.. common.Select(w => Query(w) + "&sort=newest")]);
        await MeasureAsync("search: misspelt", [.. middling.Select(w => Query($"{w[..2]}{w[3]}{w[2]}{w[4..]}"))]);
        await MeasureAsync("front page", ["/"]);
        await MeasureAsync("category, newest", ["/category/world", "/category/politics", "/category/sport"]);
        await MeasureAsync("category, deep", await DeepAsync("/category/world"));
        await MeasureAsync("tag", await TagsAsync());
        await MeasureAsync("article, with related", await ArticlesAsync());
        await MeasureAsync("archive day", await DaysAsync());
        await MeasureAsync("sitemap, first part", await SitemapAsync());
        Console.WriteLine();
        Console.WriteLine($"common : rare = {medians["search: common word"] / medians["search: rare word"]:N1} : 1");
    }

    private async Task MeasureAsync(string name, IReadOnlyList<string> addresses)
    {
        var times = new List<double>();
        for (var n = -Math.Min(addresses.Count, 10); n < runs; n++)
        {
            var watch = Stopwatch.StartNew();
            using var answer = await client.GetAsync(
                new Uri(addresses[(n + addresses.Count) % addresses.Count], UriKind.Relative)
            );
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                Console.WriteLine($"{name, -30}answered {(int)answer.StatusCode}");
                return;
            }

            // The first round warms up.
            if (n >= 0)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        medians[name] = times[times.Count / 2];
        Console.WriteLine($"{name, -30}{times[times.Count / 2], 9:N1}{times[(int)(times.Count * 0.95)], 9:N1}");
    }

    private static string Query(string words) => $"/search?q={Uri.EscapeDataString(words)}";

    /// <returns>Words that about so many headlines and standfirsts have.</returns>
    private Task<List<string>> WordsAsync(int count) =>
        site.ReadAsync(db =>
            db.Words.Where(w => w.Word.Length > 4)
                .OrderBy(w => Math.Abs(w.Count - count))
                .ThenBy(w => w.Word)
                .Select(w => w.Word)
                .Take(Variety)
                .ToListAsync()
        );

    /// <returns>Pairs of words that stand side by side in some headline.</returns>
    private async Task<List<string>> PhrasesAsync()
    {
        var headlines = await site.ReadAsync(db =>
            db.Articles.OrderBy(a => a.Id).Select(a => a.Headline).Take(Variety).ToListAsync()
        );
        return [.. headlines.Select(h => string.Join(' ', h.Split(' ').TakeLast(2)))];
    }

    private async Task<IReadOnlyList<string>> DeepAsync(string list)
    {
        var oldest = await site.ReadAsync(db => db.Articles.MinAsync(a => a.FirstPublishedAt));
        return
        [
            .. Enumerable
                .Range(1, Variety)
                .Select(n => $"{list}?before={new Cursor(oldest.AddDays(n * 100), long.MaxValue)}"),
        ];
    }

    private async Task<IReadOnlyList<string>> TagsAsync() =>
        [
            .. (
                await site.ReadAsync(db => db.Tags.OrderBy(t => t.Id).Select(t => t.Slug).Take(Variety).ToListAsync())
            ).Select(slug => $"/tag/{slug}"),
        ];

    // Each is asked for once, so that no cache can help.
    private async Task<IReadOnlyList<string>> ArticlesAsync() =>
        [
            .. (
                await site.ReadAsync(db =>
                    db.Articles.OrderByDescending(a => a.Id)
                        .Select(a => new { a.Id, a.Slug })
                        .Take(runs + 10)
                        .ToListAsync()
                )
            ).Select(a => $"/news/{a.Id}/{a.Slug}"),
        ];

    private async Task<IReadOnlyList<string>> DaysAsync()
    {
        var newest = await site.ReadAsync(db => db.Articles.MaxAsync(a => a.FirstPublishedAt));
        return
        [
            .. Enumerable
                .Range(1, Variety)
                .Select(n =>
                    newest.AddDays(-n * 50).ToString("'/archive/'yyyy'/'MM'/'dd", CultureInfo.InvariantCulture)
                ),
        ];
    }

    private async Task<IReadOnlyList<string>> SitemapAsync()
    {
        using var answer = await client.GetAsync(new Uri("/sitemap.xml", UriKind.Relative));
        var parts = (await answer.Content.ReadAsStringAsync()).Split("<loc>").Skip(1).Select(p => p.Split("</loc>")[0]);
        return parts.FirstOrDefault() is { } first && Uri.TryCreate(first, UriKind.Absolute, out var part)
            ? [part.PathAndQuery]
            : ["/sitemap.xml"];
    }
}
