using System.Diagnostics;

namespace NewsSite.Benchmarks;

/// <summary>
/// How long a server takes from its start to its first page, over a database that is there; published by the line
/// of the Dockerfile.
/// </summary>
internal sealed class StartBench(BenchedSite site, int runs)
{
    public async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("newssite-published-").FullName;
        try
        {
            await PublishAsync(folder);
            using var client = new HttpClient();
            var (waits, used) = (new List<double>(), new List<double>());
            for (var run = 0; run < runs; run++)
            {
                var watch = Stopwatch.StartNew();
                await using var server = await SiteServer.StartAsync(
                    site.ConnectionString,
                    program: Path.Combine(folder, "NewsSite.Web")
                );
                await client.GetStringAsync(server.Address);
                waits.Add(watch.Elapsed.TotalSeconds);
                used.Add(server.Cpu.TotalSeconds);
            }

            waits.Sort();
            used.Sort();
            Console.WriteLine(
                $"{site.Stories:N0} live stories, {Environment.ProcessorCount} processors, {runs} starts: first page after {waits[runs / 2]:N2} s (median), {waits[^1]:N2} s (the longest); {used[runs / 2]:N1} s of processor time"
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task PublishAsync(string folder)
    {
        var source = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(source.FullName, "NewsSite.sln")))
        {
            source = source.Parent ?? throw new InvalidOperationException("The source is not there to be published.");
        }

        const string Run = "RUN dotnet ";
        var how = File.ReadLines(Path.Combine(source.FullName, "src/NewsSite.Web/Dockerfile"))
            .Single(line => line.StartsWith(Run, StringComparison.Ordinal))[Run.Length..]
            .Replace("--output /site", "", StringComparison.Ordinal)
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var publish = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                // The projects' own lists of packages stay as they are.
                [.. how, "-p:NuGetLockFilePath=obj/published.lock.json", "--output", folder]
            )
            {
                RedirectStandardOutput = true,
                WorkingDirectory = source.FullName,
            }
        )!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException(said);
        }
    }
}
