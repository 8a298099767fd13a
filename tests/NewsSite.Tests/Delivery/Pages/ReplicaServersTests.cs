using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>
/// Two servers that are read without a pause, each a process, and two replicas that replay late, by turns. What they hold
/// does not grow meanwhile; the benchmark <c>soak</c> watches that for longer.
/// </summary>
public sealed partial class ReplicaServersTests : IAsyncLifetime
{
    private const int Updates = 30;

    // By then everything has been done once.
    private const int Beginning = 10;
    private const int GrownMegabytes = 64;

    // So long a change may need to every server, on a machine that is busy with the test itself.
    private static readonly TimeSpan Bell = TimeSpan.FromMilliseconds(800);
    private readonly PostgresFixture primary = new();
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-replicas-{Guid.NewGuid():N}");
    private readonly Random random = new(1);

    // When each edition was acknowledged.
    private readonly DateTimeOffset[] told = new DateTimeOffset[Updates + 2];
    private readonly List<(SiteProcess Process, HttpClient Reader)> servers = [];
    private readonly List<Standby> standbys = [];
    private SiteFixture newsroom = null!;
    private long id;
    private int fresh;
    private volatile int edition;

    public async ValueTask InitializeAsync()
    {
        await primary.InitializeAsync();
        standbys.Add(await Standby.OfAsync(primary));
        standbys.Add(await Standby.OfAsync(primary));
        newsroom = await SiteFixture.StartAsync(primary, _ => { });
        var draft = await newsroom.DraftAsync("Osprey", "Edition 1.", "Birds", standfirst: "Edition 1.");
        id = draft.ArticleId;
        await newsroom.PublishAsync(id, 1);
        (told[1], edition) = (DateTimeOffset.UtcNow, 1);
        var database = new NpgsqlConnectionStringBuilder(newsroom.ConnectionString).Database!;
        for (var n = 0; n < 2; n++)
        {
            var address = $"http://127.0.0.1:{SiteProcess.FreePort()}";
            var process = SiteProcess.Start(
                [
                    ("ConnectionStrings__NewsSite", newsroom.ConnectionString),
                    ("ConnectionStrings__NewsSiteReplicas", Replicas(database)),
                    ("NewsSite__Address", "http://news.test"),
                    ("NewsSite__DataDirectory", Path.Combine(folder, $"{n}")),
                    ("NewsSite__CheckLinks", "false"),
                    ("NewsSite__PageCacheMegabytes", "8"),
                    ("ASPNETCORE_URLS", address),
                    ("Serilog__MinimumLevel__Default", "Warning"),
                ],
                []
            );
            servers.Add(
                (
                    process,
                    new HttpClient(
                        new SocketsHttpHandler { UseCookies = false, AutomaticDecompression = DecompressionMethods.All }
                    )
                    {
                        BaseAddress = new Uri(address),
                    }
                )
            );
            await process.ReadyAsync(address);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, reader) in servers)
        {
            await process.DisposeAsync();
            reader.Dispose();
        }

        await newsroom.DisposeAsync();
        foreach (var standby in standbys)
        {
            await standby.DisposeAsync();
        }

        await primary.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task No_answer_is_old_while_a_replica_is()
    {
        await AreUsedAsync();
        using var end = new CancellationTokenSource();
        var old = new ConcurrentBag<string>();
        var reading = servers.SelectMany(s => new[] { s, s }).Select(s => ReadAsync(s.Reader, old, end.Token)).ToList();
        var delaying = Task.WhenAll(standbys.Select((standby, n) => DelayAsync(standby, new Random(n), end.Token)));
        List<Held> before = [];
        for (var n = 2; n <= Updates + 1; n++)
        {
            if (n == Beginning)
            {
                before = [.. servers.Select(s => Held.By(s.Process))];
            }

            var words = $"Edition {n}.";
            await newsroom.SaveAsync(id, c => c with { Standfirst = words, Body = words });
            await newsroom.PublishAsync(id, n, n - 1);
            (told[n], edition) = (DateTimeOffset.UtcNow, n);
            await Task.Delay(random.Next(200, 900));
        }

        var after = servers.Select(s => Held.By(s.Process)).ToList();
        Assert.All(before.Zip(after), held => Assert.True(held.Second.IsAbout(held.First), $"{held}"));
        await end.CancelAsync();
        var answers = (await Task.WhenAll(reading)).Sum();
        await delaying;
        Assert.InRange(answers, 1000, int.MaxValue);
        Assert.True(old.IsEmpty, string.Join("\n", old));
        await AreUsedAsync();
    }

    // Replay stops for a while, and goes on for a while.
    private static async Task DelayAsync(Standby standby, Random steps, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            await standby.PauseAsync();
            await Task.Delay(steps.Next(0, 2000), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await standby.ResumeAsync();
            await Task.Delay(steps.Next(0, 500), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>How many answers were read.</returns>
    private async Task<int> ReadAsync(HttpClient reader, ConcurrentBag<string> old, CancellationToken end)
    {
        var count = 0;
        while (!end.IsCancellationRequested)
        {
            foreach (var address in new[] { $"/news/{id}/osprey", "/category/birds", Fresh(), "/", "/search?q=osprey" })
            {
                var asked = DateTimeOffset.UtcNow;
                using var answer = await reader.GetAsync(new Uri(address, UriKind.Relative), CancellationToken.None);
                var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
                if (
                    !answer.IsSuccessStatusCode
                    || !int.TryParse(Edition().Match(text).Groups[1].Value, CultureInfo.InvariantCulture, out var shown)
                )
                {
                    old.Add($"{address} answered {answer.StatusCode} {text.Length}");
                    continue;
                }

                count++;
                var made = answer.Headers.TryGetValues("Made", out var at)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(at.Single(), CultureInfo.InvariantCulture))
                    : DateTimeOffset.MinValue;

                // A page shows what its server had heard of when it was made.
                var due = (asked > made ? asked : made) - Bell;
                if (shown < edition && told[shown + 1] < due)
                {
                    old.Add(
                        $"{address} showed {shown}, {due - told[shown + 1]} late, made {made - told[shown + 1]} after the acknowledgement, asked {asked - told[shown + 1]} after it"
                    );
                }
            }
        }

        return count;
    }

    /// <summary>Waits until both servers make pages from both replicas.</summary>
    private async Task AreUsedAsync()
    {
        foreach (var (_, reader) in servers)
        {
            foreach (var standby in standbys)
            {
                var since = DateTimeOffset.UtcNow;
                await SiteProcess.UntilAsync(async () =>
                {
                    await reader.GetStringAsync(new Uri(Fresh(), UriKind.Relative));
                    return await standby.WasReadAsync(since);
                });
            }
        }
    }

    // Both have the password of the one that they are copies of.
    private string Replicas(string database)
    {
        var each = standbys.Select(s => new NpgsqlConnectionStringBuilder(s.ConnectionString(database))).ToList();
        return new NpgsqlConnectionStringBuilder(each[0].ConnectionString)
        {
            Host = string.Join(',', each.Select(e => $"{e.Host}:{e.Port}")),
        }.ConnectionString;
    }

    private string Fresh() => $"/category/birds?before=41024448000{Interlocked.Increment(ref fresh):D5}-1";

    private sealed record Held(long Megabytes, int Files, int Threads)
    {
        public static Held By(SiteProcess site)
        {
            using var process = Process.GetProcessById(site.Id);
            return new(
                process.WorkingSet64 >> 20,
                Directory.GetFiles($"/proc/{site.Id}/fd").Length,
                process.Threads.Count
            );
        }

        public bool IsAbout(Held before) =>
            Megabytes <= before.Megabytes + GrownMegabytes
            && Files <= before.Files + 20
            && Threads <= before.Threads + 10;
    }

    [GeneratedRegex("Edition ([0-9]+)[.]")]
    private static partial Regex Edition();
}
