using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using NewsSite.Web.Delivery.Pages;

namespace NewsSite.Benchmarks;

/// <summary>
/// Many readers on one address in the moment of its publication: how often the page is made, and how long they wait.
/// </summary>
internal sealed class SpikeBench(BenchedSite site, int runs)
{
    private const int Readers = 2000;

    public async Task RunAsync()
    {
        var editor = await Edits.EditorAsync(site);
        var story = await Edits.BeginAsync(site, editor);
        var waits = new List<double>();
        var made = new List<long>();
        var errors = 0;
        for (var run = 1; run <= runs; run++)
        {
            var sockets = new List<Socket>();
            for (var n = 0; n < Readers; n++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port);
                sockets.Add(socket);
            }

            var words = $"Spike number {run} of {story.Id}";
            await Edits.SaveAsync(site, story.Id, words, editor);
            var before = await MadeAsync();
            await Edits.PublishAsync(site, story.Id, run, editor);
            var moment = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(sockets.Select(s => Task.Run(() => AskAsync(s, story.Addresses[^1]))));
            made.Add(await MadeAsync() - before);
            errors += answers.Count(a =>
                !a.Text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)
                || !a.Text.Contains(words, StringComparison.Ordinal)
            );
            waits.AddRange(answers.Select(a => Stopwatch.GetElapsedTime(moment, a.At).TotalMilliseconds));
            sockets.ForEach(s => s.Dispose());
        }

        waits.Sort();
        Console.WriteLine($"{Readers:N0} readers ask for one address as its update is acknowledged, {runs} times:");
        Console.WriteLine(
            $"the page was made {string.Join(", ", made)} times; answers that were no 200 or had old words: {errors:N0}"
        );
        Console.WriteLine(
            $"all answered after, in ms: median {waits[waits.Count / 2]:N0}, p99 {waits[(int)(waits.Count * 0.99)]:N0}, last {waits[^1]:N0}"
        );
    }

    private async Task<long> MadeAsync()
    {
        var made = 0L;
        await site.WithAsync<PageStore>(pages =>
        {
            made = pages.Made;
            return Task.CompletedTask;
        });
        return made;
    }

    private static async Task<(string Text, long At)> AskAsync(Socket socket, string address)
    {
        // The connection is closed at the end: the whole answer is what comes.
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        );
        var text = new StringBuilder();
        var buffer = new byte[32_768];
        while (await socket.ReceiveAsync(buffer) is > 0 and var count)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }

        return ($"{text}", Stopwatch.GetTimestamp());
    }
}
