using System.Diagnostics;

namespace NewsSite.Benchmarks;

/// <summary>
/// How long a server takes from its start to its first page, over a database that is there; published as the image of the
/// compose file is.
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
                    program: Path.Combine(folder, "NewsSite.Web.dll")
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

        using var publish = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    "publish",
                    Path.Combine(source.FullName, "src/NewsSite.Web"),
                    "--use-current-runtime",
                    "--no-self-contained",
                    "-p:PublishReadyToRun=true",
                    // The projects' own lists of packages stay as they are.
                    "-p:NuGetLockFilePath=obj/published.lock.json",
                    "--output",
                    folder,
                ]
            )
            {
                RedirectStandardOutput = true,
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
