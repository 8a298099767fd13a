using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Delivery.Pages;

/// <summary>The connections on which servers hear the bell are cut again and again, while one publishes and the other is read.</summary>
public sealed class CutBellTests(PostgresFixture postgres)
{
    private const int Updates = 15;
    private const int Readers = 3;

    // Twice what is promised: this machine does other things, too, and what is not noticed is old for seconds.
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Watched = TimeSpan.FromMilliseconds(350);

    // Both of them, and whatever they come back with.
    private const string Cut =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'newssite changes' and datname = current_database()";

    // Those that lie ready to ask what changed, too.
    private const string CutAll =
        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'newssite%' and datname = current_database()";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_old_is_sent_to_whoever_asks_after_the_acknowledgement(bool isEveryConnectionCut)
    {
        await using var here = await SiteFixture.StartAsync(postgres, _ => { });
        await here.CategoryAsync("News");
        var id = await here.PublishedAsync("Words number 1 of them", tags: ["Bells"]);
        await using var there = await SiteFixture.BesideAsync(
            here,
            builder => builder.UseSetting("NewsSite:CopiesMegabytes", "20")
        );
        string[] pages =
        [
            $"/news/{id}/words-number-1-of-them",
            "/",
            "/category/news",
            "/tag/bells",
            "/author/rita-reporter",
            "/feed.xml",
        ];
        var copies = there.Services.GetRequiredService<CopyQueue>();
        await SiteProcess.UntilAsync(() => Task.FromResult(copies.IsEmpty));
        using var end = new CancellationTokenSource();
        var cutting = CutAsync(here.ConnectionString, isEveryConnectionCut ? CutAll : Cut, end.Token);
        using var reader = new HttpClient { BaseAddress = there.Address };
        var (asked, old) = (0, new ConcurrentBag<(string Page, double After, string Marked)>());
        for (var version = 2; version < Updates + 2; version++)
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"Words number {version} of them");
            await here.SaveAsync(id, c => c with { Headline = words, Standfirst = words, Body = words });
            await here.WithAsync<Publisher>(publisher =>
                publisher.PublishAsync(
                    id,
                    new PublishOrder(version, version - 1, IsSignificant: true),
                    here.Editor,
                    default
                )
            );
            var acknowledged = Stopwatch.GetTimestamp();
            await Task.WhenAll(
                Enumerable
                    .Repeat(pages, Readers)
                    .SelectMany(p => p)
                    .Select(async page =>
                    {
                        while (Stopwatch.GetElapsedTime(acknowledged) < Watched)
                        {
                            var sent = Stopwatch.GetElapsedTime(acknowledged);
                            using var answer = await reader.GetAsync(new Uri(page, UriKind.Relative));
                            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                            var text = await answer.Content.ReadAsStringAsync();
                            Interlocked.Increment(ref asked);
                            if (!text.Contains(words, StringComparison.Ordinal))
                            {
                                var marked = answer.Headers.TryGetValues("Cache-Status", out var why) ? why : [];
                                old.Add((page, sent.TotalMilliseconds, string.Join(' ', marked)));
                            }
                        }
                    })
            );
        }

        await end.CancelAsync();
        var times = await cutting;
        var (marked, plain) = (
            old.Where(o => o.Marked.Length > 0).ToList(),
            old.Where(o => o.Marked.Length == 0).ToList()
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{times} connections were cut; {asked} answers, of them old and not marked as such {plain.Count}, asked for {plain.Select(o => o.After).DefaultIfEmpty().Max():N0} ms after the acknowledgement at most; marked {string.Join(", ", marked.CountBy(o => o.Marked))}"
            )
        );
        Assert.DoesNotContain(plain, o => o.After > Limit.TotalMilliseconds);

        // The database was there all the time.
        if (!isEveryConnectionCut)
        {
            Assert.DoesNotContain(marked, o => o.Marked.Contains("database-away", StringComparison.Ordinal));
        }
    }

    /// <returns>How many connections were cut.</returns>
    private static async Task<long> CutAsync(string connectionString, string sql, CancellationToken end)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var (cut, dice) = (0L, new Random(3));
        while (!end.IsCancellationRequested)
        {
#pragma warning disable CA2100 // The statements are this test's own.
            await using (var command = source.CreateCommand(sql))
#pragma warning restore CA2100
            {
                cut += (long)(await command.ExecuteScalarAsync(default))!;
            }

            await Task.Delay(dice.Next(5, 120), end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return cut;
    }
}
