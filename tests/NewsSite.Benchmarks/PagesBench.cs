using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace NewsSite.Benchmarks;

/// <summary>
/// A kept article beside a bare endpoint of the same server that writes the same bytes from memory, by itself and through the
/// caches that others would take, and beside nginx that sends them as a file: each a process of its own, asked in turn by <c>wrk</c>, which must be installed.
/// </summary>
internal sealed partial class PagesBench(string folder, int rounds) : IDisposable
{
    private const int Seconds = 3;
    private const string Bare = "bare endpoint";

    // Nothing but the sending, by one process: of two, how the connections are shared decides, and both get in wrk's way. And
    // what Debian's own settings say, which write down every request.
    private const string Tuned = "access_log off; keepalive_requests 1000000; open_file_cache max=10;";
    private const string AsInstalled = "access_log access.log;";
    private readonly HttpClient client = new(
        new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }
    );

    public void Dispose() => client.Dispose();

    public async Task RunAsync()
    {
        if (!Directory.Exists(folder))
        {
            using var fill = Start(["NewsSite.Web.dll", "generate", "--articles", "2000"], 0);
            await fill.WaitForExitAsync();
        }

        var sitePort = SiteServer.FreePort();
        using var site = Start(["NewsSite.Web.dll"], sitePort);
        var others = new List<(string Name, Process Process, string Address)>();
        try
        {
            var feed = await UntilAsync($"http://127.0.0.1:{sitePort}/feed.xml");
            var path = new Uri(Link().Match(feed).Groups[1].Value).AbsolutePath;
            var page = $"http://127.0.0.1:{sitePort}{path}";
            var html = await client.GetStringAsync(page);
            var brotli = await FetchAsync(page);
            var temporary = Directory.CreateTempSubdirectory("newssite-pages-").FullName;
            if (!OperatingSystem.IsWindows())
            {
                // Whoever nginx becomes must read it.
                File.SetUnixFileMode(temporary, (UnixFileMode)Convert.ToInt32("755", 8));
            }

            await File.WriteAllBytesAsync(Path.Combine(temporary, "page.br"), brotli);
            foreach (var cache in new[] { null, BareSite.Output, BareSite.Fusion, BareSite.Hybrid })
            {
                var port = SiteServer.FreePort();
                string[] with = cache is null ? [] : [cache];
                var process = Start(
                    ["NewsSite.Benchmarks.dll", "bare", Path.Combine(temporary, "page.br"), .. with],
                    port
                );
                others.Add(
                    (cache is null ? Bare : $"bare endpoint behind {cache}", process, $"http://127.0.0.1:{port}/")
                );
                await UntilAsync(others[^1].Address);
            }

            foreach (
                var (name, workers, how) in new[]
                {
                    ("nginx, which logs nothing, with the same headers", "1", Tuned + await HeadersAsync(page)),
                    ("nginx, which logs nothing, with next to no headers", "1", Tuned),
                    ("nginx as it is installed", "auto", AsInstalled),
                }
            )
            {
                var port = SiteServer.FreePort();
                if (await NginxAsync(temporary, port, workers, how) is { } process)
                {
                    others.Add((name, process, $"http://127.0.0.1:{port}/page.br"));
                }
            }

            Console.WriteLine(
                $"an article of {html.Length / 1024.0:N1} KB, {brotli.Length / 1024.0:N1} KB as Brotli; "
                    + $"{Environment.ProcessorCount} processors, wrk -t1 -c32 on the same machine, median of {rounds} rounds of {Seconds} s"
            );
            var results = new Dictionary<string, (List<double> Rate, List<double> Cost)>();
            for (var round = 0; round < rounds; round++)
            {
                await MeasureAsync("kept page", site, page, results);
                foreach (var (name, process, address) in others)
                {
                    await MeasureAsync(name, process, address, results);
                }
            }

            Console.WriteLine();
            Console.WriteLine($"{"", -52}{"requests/s", 12}{"CPU µs each", 14}");
            foreach (var (name, (rate, cost)) in results)
            {
                Console.WriteLine($"{name, -52}{Median(rate), 12:N0}{Median(cost), 14:N1}");
            }

            var (kept, like) = (results["kept page"], results[Bare]);
            Console.WriteLine();
            Console.WriteLine(
                $"CPU of a kept page : of the bare endpoint = {Median(kept.Cost) / Median(like.Cost):N2} : 1"
            );
            foreach (var theirs in others.Select(o => o.Name).Where(name => name != Bare))
            {
                Console.WriteLine(
                    $"a kept page : {theirs} = {Median(kept.Rate) / Median(results[theirs].Rate):N2} : 1 of the requests, "
                        + $"{Median(kept.Cost) / Median(results[theirs].Cost):N2} : 1 of the processor time for each"
                );
            }
        }
        finally
        {
            foreach (var process in others.Select(o => o.Process).Prepend(site))
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task MeasureAsync(
        string name,
        Process server,
        string address,
        Dictionary<string, (List<double> Rate, List<double> Cost)> results
    )
    {
        var before = UsedBy(server);
        using var wrk = Process.Start(
            new ProcessStartInfo("wrk", ["-t1", "-c32", $"-d{Seconds}s", "-H", "Accept-Encoding: br", address])
            {
                RedirectStandardOutput = true,
            }
        )!;
        var said = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var used = UsedBy(server) - before;
        if (said.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(said);
        }

        var count = double.Parse(Count().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
        var (rates, costs) = results.TryGetValue(name, out var had) ? had : results[name] = ([], []);
        rates.Add(double.Parse(Rate().Match(said).Groups[1].Value, CultureInfo.InvariantCulture));
        costs.Add(used.TotalMicroseconds / count);
    }

    // With those that it started: nginx's work is done by them.
    private static TimeSpan UsedBy(Process server)
    {
        server.Refresh();
        var used = server.TotalProcessorTime;
        var started = $"/proc/{server.Id}/task/{server.Id}/children";
        foreach (
            var id in (File.Exists(started) ? File.ReadAllText(started) : "").Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            using var child = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            used += child.TotalProcessorTime;
        }

        return used;
    }

    private static async Task<Process?> NginxAsync(string temporary, int port, string workers, string how)
    {
        var settings = Path.Combine(temporary, $"nginx-{port}.conf");
        await File.WriteAllTextAsync(
            settings,
            $$"""
            daemon off; worker_processes {{workers}}; pid {{temporary}}/pid-{{port}}; error_log stderr error;
            events { worker_connections 512; }
            http {
              sendfile on; tcp_nopush on; add_header Content-Encoding br; {{how}}
              server { listen 127.0.0.1:{{port}}; root {{temporary}}; default_type text/html; }
            }
            """
        );
        try
        {
            return Process.Start(new ProcessStartInfo("nginx", ["-c", settings, "-p", temporary]));
        }
        catch (Win32Exception)
        {
            Console.WriteLine("nginx is not installed: there is nothing to compare with a file.");
            return null;
        }
    }

    // Those of the page that a server of files does not know by itself.
    private async Task<string> HeadersAsync(string page)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, page);
        asked.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var answer = await client.SendAsync(asked);
        string[] own = ["Date", "Server", "ETag", "Age", "Connection"];
        return string.Concat(
            answer
                .Headers.Where(h => !own.Contains(h.Key))
                .Select(h => $"add_header {h.Key} '{string.Join(", ", h.Value).Replace("'", "\\'")}'; ")
        );
    }

    private Process Start(string[] arguments, int port)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, arguments[0]), .. arguments[1..]]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["NewsSite__Address"] = $"http://127.0.0.1:{port}";
        start.Environment["NewsSite__DataDirectory"] = folder;
        start.Environment["NewsSite__CopiesMegabytes"] = "0";
        start.Environment["NewsSite__FreezeAfter"] = "0";
        start.Environment["Serilog__MinimumLevel__Default"] = "Error";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private async Task<byte[]> FetchAsync(string address)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Get, address);
        asked.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using var answer = await client.SendAsync(asked);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<string> UntilAsync(string address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return await client.GetStringAsync(address);
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    [GeneratedRegex("<item>.*?<link>([^<]+)</link>", RegexOptions.Singleline)]
    private static partial Regex Link();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Count();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
