using System.Globalization;

namespace NewsSite.Benchmarks;

/// <summary>How fast, how big: figures that anybody can repeat. Not a test: nothing here passes or fails.</summary>
internal static class Benchmark
{
    private const string Usage = """
        Usage: dotnet run -c Release --project tests/NewsSite.Benchmarks -- WHAT [--articles N] [--data FOLDER] [--runs R] [--connections C]
          all       pages, fresh, scale, start, spike, live, memory and soak, one after the other: half an hour, and first the filling
          pages     kept pages beside a bare endpoint, other caches and nginx
          fresh     how soon an update is on every page of three servers, with readers; R publishes
          scale     what a page costs that is made for one reader, with 10,000 stories and with N; R rounds
          start     how long from the start of a server to its first page; R times
          spike     two thousand readers on one address in the moment of its update; R times
          live      C pages that hold the stream open (10000), before and after a restart of their server
          memory    what a server holds after R different pages (100000)
          soak      R minutes (10) of reading without a pause, and an update a second
          import    an export of WordPress of N posts (50000), whole and killed R times (10)
          search    readers' pages one by one; stories: the newsroom's; schedule: how late stories go out
          N         how many stories an empty folder is filled with; 1000000, for fresh, start, spike, live and soak 10000
          FOLDER    where the database lies and stays; a folder beside the program's own temporary files
        wrk must be installed for pages, fresh and soak, and nginx for what pages are compared with.
        """;

    public static async Task<int> Main(string[] args)
    {
        if (args is ["bare", var file, .. var cache])
        {
            await BareSite.ServeAsync(file, cache.FirstOrDefault());
            return 0;
        }

        var options = args.Skip(1).Chunk(2).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        string[] all = args is ["all", ..]
            ? ["pages", "fresh", "scale", "start", "spike", "live", "memory", "soak"]
            : [.. args.Take(1)];
        foreach (var what in all)
        {
            if (all.Length > 1)
            {
                Console.WriteLine($"\n## {what}\n");
            }

            if (!await RunAsync(what, options))
            {
                await Console.Error.WriteLineAsync(Usage);
                return 1;
            }
        }

        return all.Length > 0 ? 0 : 1;
    }

    /// <returns>Whether there is such a benchmark.</returns>
    private static async Task<bool> RunAsync(string what, Dictionary<string, string> options)
    {
        int Of(string name, int otherwise) =>
            int.TryParse(
                options.GetValueOrDefault(name),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var number
            )
                ? number
                : otherwise;
        string Folder(string otherwise) =>
            Path.GetFullPath(
                options.GetValueOrDefault("--data") ?? Path.Combine(Path.GetTempPath(), $"newssite-bench-{otherwise}")
            );
        Task<BenchedSite> SiteAsync(int articles) =>
            BenchedSite.OpenAsync(Folder($"{Of("--articles", articles)}"), Of("--articles", articles));

        if (what == "pages")
        {
            using var pages = new PagesBench(Folder("pages"), Of("--runs", 5));
            await pages.RunAsync();
            return true;
        }

        if (what == "import")
        {
            await new ImportBench(Folder("import"), Of("--articles", 50_000), Of("--runs", 10)).RunAsync();
            return true;
        }

        if (
            what
            is not (
                "fresh"
                or "scale"
                or "start"
                or "spike"
                or "live"
                or "memory"
                or "soak"
                or "search"
                or "stories"
                or "schedule"
            )
        )
        {
            return false;
        }

        await using var site = await SiteAsync(
            what is "fresh" or "start" or "spike" or "live" or "soak" ? 10_000 : 1_000_000
        );
        switch (what)
        {
            case "fresh":
                using (var fresh = new FreshBench(site, Of("--runs", 1000)))
                {
                    await fresh.RunAsync();
                }

                break;
            case "scale":
                await using (
                    var few = await BenchedSite.OpenAsync(
                        Path.Combine(Path.GetTempPath(), "newssite-bench-10000"),
                        10_000
                    )
                )
                {
                    await new ScaleBench(few, site, Of("--runs", 5)).RunAsync();
                }

                break;
            case "start":
                await new StartBench(site, Of("--runs", 5)).RunAsync();
                break;
            case "spike":
                await new SpikeBench(site, Of("--runs", 5)).RunAsync();
                break;
            case "live":
                await using (var live = new LiveBench(site, Of("--connections", 10_000), Of("--runs", 5)))
                {
                    await live.RunAsync();
                }

                break;
            case "memory":
                await new MemoryBench(site, Of("--runs", 100_000)).RunAsync();
                break;
            case "soak":
                await new SoakBench(site, Of("--runs", 10)).RunAsync();
                break;
            case "stories":
                using (var stories = new StoriesBench(site, Of("--runs", 60)))
                {
                    await stories.RunAsync();
                }

                break;
            case "schedule":
                await new ScheduleBench(site, Of("--runs", 60)).RunAsync();
                break;
            default:
                using (var search = new SearchBench(site, Of("--runs", 60)))
                {
                    await search.RunAsync();
                }

                break;
        }

        return true;
    }
}
