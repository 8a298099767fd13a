using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>
/// Every process of PostgreSQL is killed at once, again and again, under readers and under editors who save and publish, and
/// who send a form again until it is answered.
/// </summary>
public sealed class KilledDatabaseTests
{
    private const int Editors = 3;
    private static readonly int Kills = int.Parse(
        Environment.GetEnvironmentVariable("NEWSSITE_DATABASE_KILLS") ?? "3",
        CultureInfo.InvariantCulture
    );
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);
    private static readonly string[] Kept =
    [
        "/",
        "/category/science",
        "/category/science/feed.xml",
        "/feed.xml",
        "/archive",
        "/sections",
    ];

    [Fact]
    public async Task Nothing_that_was_acknowledged_is_lost_or_done_twice_and_no_reader_notices()
    {
        await using var paper = await OwnPaper.StartAsync(isDurable: true);
        await paper.CopiedAsync(Kept);
        var ledger = new Ledger();
        using var end = new CancellationTokenSource();
        var wrong = new ConcurrentBag<string>();
        var editors = await Task.WhenAll(Enumerable.Range(0, Editors).Select(_ => paper.EditorAsync()));
        var reading = Task.WhenAll(Kept.Select(page => ReadAsync(paper, page, wrong, ledger, end.Token)));
        var editing = Task.WhenAll(editors.Select((editor, n) => EditAsync(paper, editor, n, ledger, end.Token)));
        var (dice, recovered) = (new Random(17), new List<double>());
        for (var kill = 0; kill < Kills; kill++)
        {
            // In the middle of work, wherever that is.
            var before = ledger.Count;
            await SiteProcess.UntilAsync(() => Task.FromResult(ledger.Count > before + 3 || editing.IsCompleted));
            await Task.Delay(dice.Next(150));
            await paper.KillPostgresAsync();
            await Task.Delay(dice.Next(600));
            await paper.RestartPostgresAsync();
            (before, var watch) = (ledger.Count, Stopwatch.StartNew());
            await SiteProcess.UntilAsync(() => Task.FromResult(ledger.Count > before || editing.IsCompleted));
            recovered.Add(watch.Elapsed.TotalSeconds);
        }

        await end.CancelAsync();
        await editing;
        Array.ForEach(editors, editor => editor.Dispose());
        await reading;
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ledger.Saves.Count} saves and {ledger.Publishes.Count} publishes acknowledged, {ledger.Repeats} forms sent again; {ledger.Read} pages read; an editor could work again after {string.Join(", ", recovered.Select(r => $"{r:0.0}"))} s"
            )
        );
        Assert.Empty(wrong);
        Assert.All(recovered, r => Assert.InRange(r, 0, Recovery.TotalSeconds));
        await using var source = NpgsqlDataSource.Create(paper.Database);
        Assert.Empty(
            await ListAsync(
                source,
                "select w from unnest($1) w where (select count(*) from newsroom.article_version where body = w) <> 1",
                [.. ledger.Saves]
            )
        );
        Assert.Empty(
            await ListAsync(
                source,
                """
                select w from unnest($1) w where (
                    select count(*) from newsroom.article_version v
                    join newsroom.publication p on p.article_id = v.article_id and p.version_number = v.number
                    where v.body = w
                ) <> 1
                """,
                [.. ledger.Publishes]
            )
        );
        using var reader = paper.Visitor();
        foreach (var (story, words) in ledger.Live)
        {
            // What the last acknowledged publish said, as every reader now sees it.
            Assert.Contains(words, await reader.TextAsync(await LeadsToAsync(reader, story)), StringComparison.Ordinal);
        }
    }

    private static async Task ReadAsync(
        OwnPaper paper,
        string page,
        ConcurrentBag<string> wrong,
        Ledger ledger,
        CancellationToken end
    )
    {
        using var reader = paper.Visitor();
        while (!end.IsCancellationRequested)
        {
            using var answer = await reader.GetAsync(page);
            var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
            if (answer.StatusCode != HttpStatusCode.OK || !text.TrimEnd().EndsWith('>'))
            {
                wrong.Add($"{page}: {answer.StatusCode}, {text.Length} characters");
            }

            Interlocked.Increment(ref ledger.Read);

            await Task.Delay(5, CancellationToken.None);
        }
    }

    // Writes a story, and then saves and publishes it as fast as it is acknowledged.
    private static async Task EditAsync(OwnPaper paper, Visitor editor, int n, Ledger ledger, CancellationToken end)
    {
        var section = (await editor.PageAsync("/newsroom/write"))
            .QuerySelectorAll("select[name='Input.PrimaryCategoryId'] option[value]")
            .Select(o => o.GetAttribute("value")!)
            .First(v => v.Length > 0);
        var to = await InsistAsync(
            editor,
            "/newsroom/write",
            [
                ("Input.Headline", $"Story of editor {n}"),
                ("Input.Body", "The first words."),
                ("Input.PrimaryCategoryId", section),
            ],
            ledger,
            () => paper.Output
        );
        var story = to.Split('/', '?')[3];
        for (var step = 0; !end.IsCancellationRequested; step++)
        {
            var words = string.Create(CultureInfo.InvariantCulture, $"Words {step} of editor {n}, and no others.");
            await InsistAsync(editor, $"/newsroom/write/{story}", [("Input.Body", words)], ledger, () => paper.Output);
            ledger.Saves.Enqueue(words);
            await InsistAsync(editor, $"/newsroom/publish/{story}", [], ledger, () => paper.Output);
            ledger.Publishes.Enqueue(words);
            ledger.Live[story] = words;
        }
    }

    /// <returns>Where the answer leads, once the form is taken.</returns>
    private static async Task<string> InsistAsync(
        Visitor editor,
        string address,
        (string, string)[] fields,
        Ledger ledger,
        Func<string> output
    )
    {
        AngleSharp.Html.Dom.IHtmlDocument? form = null;
        var (watch, tries) = (Stopwatch.StartNew(), 0);
        while (true)
        {
            try
            {
                form ??= await editor.PageAsync(address);
                tries++;
                using var answer = await editor.SubmitAsync(form, address, fields, address);
                if (answer.StatusCode == HttpStatusCode.Redirect)
                {
                    Assert.DoesNotContain(
                        "/account",
                        answer.Headers.Location!.OriginalString,
                        StringComparison.Ordinal
                    );
                    Interlocked.Add(ref ledger.Repeats, tries > 1 ? 1 : 0);
                    return answer.Headers.Location!.OriginalString;
                }

                Assert.True(
                    answer.StatusCode == HttpStatusCode.ServiceUnavailable,
                    $"{address}: {answer.StatusCode}; the site said {output()[^Math.Min(output().Length, 20_000)..]}"
                );
            }
            catch (InvalidOperationException e)
                when (e.Message.Contains("ServiceUnavailable", StringComparison.Ordinal))
            {
                // The form itself could not be had yet.
            }

            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
            await Task.Delay(50);
        }
    }

    private static async Task<string> LeadsToAsync(Visitor reader, string story)
    {
        using var answer = await reader.GetAsync($"/news/{story}");
        return answer.Headers.Location!.OriginalString;
    }

    private static async Task<List<string>> ListAsync(NpgsqlDataSource source, string sql, string[] words)
    {
#pragma warning disable CA2100 // The statements are this test's own.
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter { Value = words });
        await using var rows = await command.ExecuteReaderAsync();
        var list = new List<string>();
        while (await rows.ReadAsync())
        {
            list.Add(rows.GetString(0));
        }

        return list;
    }

    // What the site said that it did.
    private sealed class Ledger
    {
        public ConcurrentQueue<string> Saves { get; } = new();
        public ConcurrentQueue<string> Publishes { get; } = new();
        public ConcurrentDictionary<string, string> Live { get; } = new();
        public int Repeats;
        public int Read;
        public int Count => Saves.Count + Publishes.Count;
    }
}
