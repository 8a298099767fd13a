using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace NewsSite.Benchmarks;

/// <summary>
/// Publishes an update again and again while each of three servers is read without a pause, and prints how
/// long after the acknowledgement the new words were on every page that shows the story, on each server, and whether any
/// answer that was asked for more than 100 ms after it was an old one. Needs <c>wrk</c> for the readers.
/// </summary>
internal sealed class FreshBench(BenchedSite site, int runs) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    // What is so many milliseconds late is named, so many of them at most.
    private const double Late = 250;
    private const int Named = 60;

    // After the new words were seen, each page is looked at until then: an old one may still come.
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(200);
    private const int Updates = 25;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(3);
    private readonly HttpClient client = new(
        new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.Brotli }
    );
    private readonly List<Process> processes = [];

    public void Dispose()
    {
        client.Dispose();
        foreach (var process in processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            process.Dispose();
        }
    }

    public async Task RunAsync()
    {
        await using var first = await SiteServer.StartAsync(site.ConnectionString);
        await using var second = await SiteServer.StartAsync(site.ConnectionString);
        await using var third = await SiteServer.StartAsync(site.ConnectionString);
        List<Uri> servers = [first.Address, second.Address, third.Address];
        Console.WriteLine(
            $"{site.Stories:N0} live stories, {servers.Count} servers, {Environment.ProcessorCount} processors, which also read and measure"
        );
        Console.SetOut(TextWriter.Null);
        await MeasureAsync("not counted: programs that have just started compile themselves", servers, Updates);
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await MeasureAsync("nobody else reads", servers, Math.Max(1, runs / 5));
        foreach (var server in servers)
        {
            processes.Add(
                Process.Start(
                    new ProcessStartInfo("wrk", ["-t1", "-c8", "-d3600s", "-H", "Accept-Encoding: br", $"{server}"])
                    {
                        RedirectStandardOutput = true,
                    }
                )!
            );
        }

        await MeasureAsync("each server is read without a pause", servers, runs);
    }

    private async Task MeasureAsync(string name, List<Uri> servers, int times)
    {
        var (id, addresses) = (0L, Array.Empty<string>());
        var (editor, atWork) = await Edits.EditorAsync(site, servers);
        var visible = new ConcurrentBag<double>();
        var waited = new List<double>();
        var late = new ConcurrentQueue<string>();
        var (old, marked, asked) = (0, 0, 0);
        for (var run = 0; run < times; run++)
        {
            // No story is updated hundreds of times.
            var n = (run % Updates) + 1;
            if (n == 1)
            {
                (id, addresses) = await Edits.BeginAsync(site, editor);
            }

            var words = string.Create(CultureInfo.InvariantCulture, $"Fresh as number {id}-{n} of them");
            await Edits.SaveAsync(site, id, words, editor);

            // Now at one server, now at another.
            var (pressed, acknowledged) = await Edits.PressAsync(atWork[run % atWork.Count], id);
            var at = DateTimeOffset.UtcNow;
            waited.Add(Stopwatch.GetElapsedTime(pressed, acknowledged).TotalMilliseconds);
            await Task.WhenAll(
                servers.SelectMany(server =>
                    addresses.Select(async address =>
                    {
                        double? seen = null;
                        EntityTagHeaderValue? tag = null;
                        while (Stopwatch.GetElapsedTime(acknowledged) < Watched || seen is null)
                        {
                            var sent = Stopwatch.GetElapsedTime(acknowledged);
                            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(server, address));
                            if (tag is not null)
                            {
                                // As a reader's browser asks for a page that it has; an unchanged one costs this machine little.
                                question.Headers.IfNoneMatch.Add(tag);
                            }

                            using var answer = await client.SendAsync(question);
                            var isNew =
                                answer.IsSuccessStatusCode
                                && (await answer.Content.ReadAsStringAsync()).Contains(words, StringComparison.Ordinal);
                            isNew |= answer.StatusCode == HttpStatusCode.NotModified && seen is not null;
                            tag = answer.Headers.ETag;
                            Interlocked.Increment(ref asked);
                            if (isNew)
                            {
                                seen ??= Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds;
                            }
                            else if (sent > Limit)
                            {
                                Interlocked.Increment(ref old);
                                Interlocked.Add(ref marked, answer.Headers.Contains("Cache-Status") ? 1 : 0);
                            }

                            if (Stopwatch.GetElapsedTime(acknowledged) > TimeSpan.FromSeconds(10))
                            {
                                throw new InvalidOperationException($"{server}{address} is old after ten seconds.");
                            }

                            await Task.Delay(Look);
                        }

                        visible.Add(seen.Value);
                        if (seen > Late)
                        {
                            late.Enqueue(
                                $"publish {run}, {server.Port}{address}: {seen:N0} ms, acknowledged at {at:HH:mm:ss.fff}"
                            );
                        }
                    })
                )
            );
        }

        foreach (var visitor in atWork)
        {
            visitor.Dispose();
        }

        Console.WriteLine();
        Console.WriteLine($"{name}: {times:N0} publishes, {addresses.Length} pages on each server");
        Console.WriteLine($"acknowledged after, in ms: {Spread(waited)}; new words after that: {Spread([.. visible])}");
        Console.WriteLine(
            $"old answers asked for more than {Limit.TotalMilliseconds:N0} ms after: {old:N0} of {asked:N0}, {marked:N0} of them marked as such"
        );

        foreach (var each in late.Take(Named))
        {
            Console.WriteLine($"  {each}");
        }
    }

    private static string Spread(List<double> times)
    {
        times.Sort();
        return $"median {At(0.5):N0}, p95 {At(0.95):N0}, p99 {At(0.99):N0}, p99.9 {At(0.999):N0}, most {times[^1]:N0}";

        double At(double part) => times[Math.Min(times.Count - 1, (int)(times.Count * part))];
    }
}
