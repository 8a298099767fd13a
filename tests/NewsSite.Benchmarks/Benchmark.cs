using System.Globalization;

namespace NewsSite.Benchmarks;

/// <summary>How fast, how big: figures that anybody can repeat. Not a test: nothing here passes or fails.</summary>
internal static class Benchmark
{
    private const string Usage = """
        Usage: dotnet run -c Release --project tests/NewsSite.Benchmarks -- search|stories|schedule|fresh|pages [--articles N] [--data FOLDER] [--runs R]
          search   readers' pages; stories: the newsroom's desk, its list and quick edit; schedule: how late stories go out;
                   fresh: how soon an update is on every page of three servers, with readers (needs wrk);
                   pages: kept pages beside a bare endpoint and nginx, for which wrk must be installed
          N        how many stories an empty folder is filled with; 1000000
          FOLDER   where the database lies and stays; a folder beside the program's own temporary files
          R        how often each address is asked for; 60
        """;

    public static async Task<int> Main(string[] args)
    {
        var options = args.Skip(1).Chunk(2).Where(p => p.Length == 2).ToDictionary(p => p[0], p => p[1]);
        var articles = Number(options.GetValueOrDefault("--articles"), 1_000_000);
        var runs = Number(options.GetValueOrDefault("--runs"), 60);
        if (args is ["bare", var file])
        {
            await PagesBench.ServeBareAsync(file);
            return 0;
        }

        if (args is ["pages", ..])
        {
            var pages = Path.GetFullPath(
                options.GetValueOrDefault("--data") ?? Path.Combine(Path.GetTempPath(), "newssite-bench-pages")
            );
            using var bench = new PagesBench(pages, Number(options.GetValueOrDefault("--runs"), 5) ?? 5);
            await bench.RunAsync();
            return 0;
        }

        if (
            args is not ["search" or "stories" or "schedule" or "fresh" or "scale" or "spike" or "soak" or "memory", ..]
            || articles is null
            || runs is null
        )
        {
            await Console.Error.WriteLineAsync(Usage);
            return 1;
        }

        var folder =
            options.GetValueOrDefault("--data") ?? Path.Combine(Path.GetTempPath(), $"newssite-bench-{articles}");
        await using var site = await BenchedSite.OpenAsync(Path.GetFullPath(folder), articles.Value);
        if (args[0] == "stories")
        {
            using var stories = new StoriesBench(site, runs.Value);
            await stories.RunAsync();
            return 0;
        }

        if (args[0] == "schedule")
        {
            await new ScheduleBench(site, runs.Value).RunAsync();
            return 0;
        }

        if (args[0] == "fresh")
        {
            using var fresh = new FreshBench(site, runs.Value);
            await fresh.RunAsync();
            return 0;
        }

        switch (args[0])
        {
            case "scale":
                await using (
                    var few = await BenchedSite.OpenAsync(
                        Path.Combine(Path.GetTempPath(), "newssite-bench-10000"),
                        10_000
                    )
                )
                {
                    await new ScaleBench(few, site, Number(options.GetValueOrDefault("--runs"), 5) ?? 5).RunAsync();
                }

                return 0;
            case "spike":
                await new SpikeBench(site, Number(options.GetValueOrDefault("--runs"), 5) ?? 5).RunAsync();
                return 0;
            case "soak":
                await new SoakBench(site, Number(options.GetValueOrDefault("--runs"), 10) ?? 10).RunAsync();
                return 0;
            case "memory":
                await new MemoryBench(site, Number(options.GetValueOrDefault("--runs"), 100_000) ?? 100_000).RunAsync();
                return 0;
        }

        using var search = new SearchBench(site, runs.Value);
        await search.RunAsync();
        return 0;
    }

    private static int? Number(string? text, int otherwise) =>
        text is null ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : null;
}
