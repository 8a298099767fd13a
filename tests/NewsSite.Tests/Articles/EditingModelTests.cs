using System.Collections.Concurrent;
using NewsSite.News.Staff;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Articles;

/// <summary>
/// Random writers in random windows, over a server that is killed again and again: every word that the server said it
/// has is in a version, or in what its writer has not saved yet. NEWSSITE_EDITING_STEPS asks for more steps,
/// NEWSSITE_EDITING_SEED for another play.
/// </summary>
public sealed class EditingModelTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Kills = 3;
    private static readonly int Steps = Setting("NEWSSITE_EDITING_STEPS", 500);
    private static readonly int Seed = Setting("NEWSSITE_EDITING_SEED", 1);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-model-{Guid.NewGuid():N}");
    private readonly ConcurrentDictionary<(long Story, string Word), string> acknowledged = [];
    private readonly string address = $"http://127.0.0.1:{SiteProcess.FreePort()}";
    private readonly List<long> stories = [];
    private Actor[] people = [];
    private string connection = "";
    private SiteProcess? server;
    private int steps;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Every_word_that_was_acknowledged_is_in_a_version_or_in_what_is_not_saved_yet()
    {
        await using (var site = await SiteFixture.StartAsync(postgres, _ => { }))
        {
            connection = site.ConnectionString;
            people = [site.Reporter, site.Editor, site.Admin];
            stories.Add((await site.DraftAsync("The first story", "Begun.")).ArticleId);
            stories.Add((await site.DraftAsync("The second story", "Begun.")).ArticleId);
        }

        await StartAsync();
        var done = new CancellationTokenSource();
        var killer = KillAsync(done.Token);

        // Two windows of each person in each story, and all of them at once.
        await Task.WhenAll(
            people
                .SelectMany(
                    (actor, p) =>
                        stories.SelectMany(
                            (story, s) => new[] { 0, 1 }.Select(w => (actor, story, (p * 4) + (s * 2) + w))
                        )
                )
                .Select(x => PlayAsync(x.actor, x.story, new Random((Seed * 100) + x.Item3)))
        );
        await done.CancelAsync();
        var kills = await killer;

        var texts = await TextsAsync();
        var lost = acknowledged.Where(a => !texts[a.Key.Story].Contains(a.Key.Word, StringComparison.Ordinal));
        Assert.Empty(lost.Select(l => $"{l.Key.Word} of story {l.Key.Story}: {l.Value}"));
        Assert.True(kills >= Kills, $"The server was killed {kills} times.");
        Assert.True(acknowledged.Count > Steps / 10, $"Only {acknowledged.Count} words were acknowledged.");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{steps} steps, {acknowledged.Count} words acknowledged, {kills} kills, seed {Seed}"
        );
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

    private async Task PlayAsync(Actor actor, long story, Random dice)
    {
        using var window = new ModelWindow(new Uri(address), actor, story, dice, acknowledged);
        while (steps < Steps)
        {
            if (await window.StepAsync())
            {
                Interlocked.Increment(ref steps);
            }
        }
    }

    private async Task<int> KillAsync(CancellationToken done)
    {
        var dice = new Random(Seed);
        var kills = 0;
        while (!done.IsCancellationRequested)
        {
            // In the midst of work: a tenth of all steps after the last one, at a moment that nobody chose.
            var next = steps + (Steps / (Kills * 2)) + dice.Next(Steps / (Kills * 4));
            await SiteProcess.UntilAsync(() => Task.FromResult(steps >= next || done.IsCancellationRequested));
            if (done.IsCancellationRequested)
            {
                break;
            }

            await server!.KillAsync();
            await server.DisposeAsync();
            await StartAsync();
            kills++;
        }

        return kills;
    }

    private async Task StartAsync()
    {
        server = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", connection),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", folder),
                ("ASPNETCORE_URLS", address),
                ("Serilog__MinimumLevel__Default", "Error"),
            ],
            []
        );
        await server.ReadyAsync(address);
    }

    /// <returns>All that is kept of each story.</returns>
    private async Task<Dictionary<long, string>> TextsAsync()
    {
        await using var database = NpgsqlDataSource.Create(connection);
        await using var command = database.CreateCommand(
            """
            select id, (select string_agg(v.body, ' ') from newsroom.article_version v where v.article_id = a.id)
              || coalesce((select string_agg(w.content ->> 'Body', ' ') from newsroom.working_copy w where w.article_id = a.id), '')
            from newsroom.article a
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new Dictionary<long, string>();
        while (await reader.ReadAsync())
        {
            texts[reader.GetInt64(0)] = reader.GetString(1);
        }

        return texts;
    }
}
