using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace NewsSite.Benchmarks;

/// <summary>
/// Reads thousands of addresses as fast as they come while a story is updated every second, and prints what the server
/// holds as time passes. Needs <c>wrk</c>.
/// </summary>
internal sealed class SoakBench(BenchedSite site, int minutes)
{
    private const int Pages = 5000;

    public async Task RunAsync()
    {
        await using var server = await SiteServer.StartAsync(site.ConnectionString);
        var script = Path.GetTempFileName();
        var addresses = await site.ReadAsync(db =>
            db.Articles.OrderByDescending(a => a.Id).Select(a => $"/news/{a.Id}/{a.Slug}").Take(Pages).ToListAsync()
        );
        await File.WriteAllTextAsync(
            script,
            $$"""
            local all = { {{string.Join(", ", addresses.Prepend("/feed.xml").Prepend("/").Select(a => $"'{a}'"))}} }
            request = function() return wrk.format('GET', all[math.random(#all)]) end
            """
        );
        var editor = await Edits.EditorAsync(site);
        using var wrk = Process.Start(
            new ProcessStartInfo(
                "wrk",
                ["-t1", "-c32", $"-d{minutes * 60}s", "-H", "Accept-Encoding: br", "-s", script, $"{server.Address}"]
            )
            {
                RedirectStandardOutput = true,
            }
        )!;
        Console.WriteLine($"{Pages:N0} addresses read without a pause for {minutes} minutes, one update a second");
        Console.WriteLine("minute   resident MB   threads   handles   updates");
        var watch = Stopwatch.StartNew();
        var (updates, shown, id) = (0, 0, 0L);
        while (!wrk.HasExited)
        {
            var n = (updates % 25) + 1;
            if (n == 1)
            {
                id = (await Edits.BeginAsync(site, editor)).Id;
            }

            await Edits.SaveAsync(site, id, $"Soaked {updates}", editor);
            await Edits.PublishAsync(site, id, n, editor);
            updates++;
            if (watch.Elapsed.TotalMinutes >= shown)
            {
                Console.WriteLine(
                    $"{shown, 6}{server.Resident / 1048576.0, 14:N0}{server.Threads, 10}{server.Handles, 10}{updates, 10}"
                );
                shown++;
            }

            await Task.WhenAny(wrk.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        }

        var said = await wrk.StandardOutput.ReadToEndAsync();
        File.Delete(script);
        foreach (
            var line in said.Split('\n')
                .Where(l =>
                    l.Contains("requests in", StringComparison.Ordinal)
                    || l.Contains("Non-2xx", StringComparison.Ordinal)
                    || l.Contains("Socket errors", StringComparison.Ordinal)
                    || l.Contains("Requests/sec", StringComparison.Ordinal)
                )
        )
        {
            Console.WriteLine(line.Trim());
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"at the end: {server.Resident / 1048576.0:N0} MB resident")
        );
    }
}
