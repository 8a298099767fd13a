using NewsSite.News.Publishing;
using NewsSite.Tests.Support;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Publishing;

/// <summary>Three servers over one database, of which some are killed while they work, and one has a wrong clock.</summary>
public sealed class ScheduledServersTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Servers = 3;
    private const int Kills = 6;
    private static readonly int Stories = int.TryParse(
        Environment.GetEnvironmentVariable("NEWSSITE_DUE_STORIES"),
        out var n
    )
        ? n
        : 500;
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(12);
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-due-{Guid.NewGuid():N}");
    private readonly SiteProcess?[] servers = new SiteProcess?[Servers];
    private NpgsqlDataSource? database;
    private string connection = "";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.OfType<SiteProcess>())
        {
            await server.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_is_due_goes_out_once_and_never_early_whoever_is_killed_and_whatever_a_clock_says()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/faketime"),
            "faketime, which gives a server a wrong clock, is not installed."
        );
        await SeedAsync();
        await Task.WhenAll(Enumerable.Range(0, Servers).Select(StartAsync));

        // By the database's clock: from a moment from now on, evenly over the time that the kills take.
        await RunAsync(
            $"""
            update newsroom.scheduled_act s set due_at = clock_timestamp() + interval '2 seconds'
              + make_interval(secs => n * {Over.TotalSeconds} / {Stories})
            from (select id, row_number() over (order by random()) as n from newsroom.scheduled_act) r where r.id = s.id
            """
        );
        var dice = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
        {
            // Only while there is work: a server that is killed at rest proves nothing.
            var before = await CountAsync("select count(*) from newsroom.scheduled_act where done_at is not null");
            await SiteProcess.UntilAsync(async () =>
                await CountAsync("select count(*) from newsroom.scheduled_act where done_at is not null")
                >= Math.Min(before + dice.Next(20, 80), Stories)
            );
            var victim = dice.Next(Servers);
            await servers[victim]!.KillAsync();
            await servers[victim]!.DisposeAsync();
            await StartAsync(victim);
        }

        await SiteProcess.UntilAsync(async () =>
            await CountAsync("select count(*) from newsroom.scheduled_act where done_at is null") == 0
        );
        Assert.Equal(Stories, await CountAsync("select count(*) from site.article"));
        Assert.Equal(Stories, await CountAsync("select count(*) from newsroom.audit_entry where act = 'Publish'"));
        Assert.Equal(
            Stories,
            await CountAsync("select count(distinct subject) from newsroom.audit_entry where act = 'Publish'")
        );
        Assert.Equal(
            0,
            await CountAsync(
                """
                select count(*) from newsroom.scheduled_act s join newsroom.article a on a.id = s.article_id
                where s.failure is not null or s.done_at < s.due_at or a.first_published_at < s.due_at or a.live_number is distinct from 1
                """
            )
        );
        TestContext.Current.TestOutputHelper?.WriteLine(
            await TextAsync(
                """
                select format('Late by, in ms: median %s, 95 in 100 %s, most %s',
                  round(percentile_cont(0.5) within group (order by late)), round(percentile_cont(0.95) within group (order by late)), round(max(late)))
                from (select extract(epoch from done_at - due_at)::float8 * 1000 as late from newsroom.scheduled_act) l
                """
            )
        );
    }

    private async Task SeedAsync()
    {
        await using var site = await SiteFixture.StartAsync(postgres, _ => { });
        connection = site.ConnectionString;
        await site.CategoryAsync("News");
        database = NpgsqlDataSource.Create(connection);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Stories),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (n, cancel) =>
            {
                var draft = await site.DraftAsync($"Due story {n}");
                await site.WithAsync<ScheduleDesk>(desk =>
                    desk.PublishAtAsync(
                        draft.ArticleId,
                        DateTimeOffset.UtcNow.AddDays(1),
                        new PublishOrder(1, null),
                        site.Editor,
                        cancel
                    )
                );
            }
        );
    }

    private async Task StartAsync(int n)
    {
        var address = $"http://127.0.0.1:{SiteProcess.FreePort()}";
        servers[n] = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", connection + ";Maximum Pool Size=5"),
                ("NewsSite__Address", "http://localhost"),
                ("NewsSite__DataDirectory", Path.Combine(folder, $"{n}")),
                ("ASPNETCORE_URLS", address),
            ],
            [],
            clock: n == 0 ? TimeSpan.FromSeconds(30) : null
        );
        await servers[n]!.ReadyAsync(address);
    }

    private async Task RunAsync(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task<string> TextAsync(string sql)
    {
        await using var command = database!.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
