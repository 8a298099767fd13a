using System.Globalization;
using Microsoft.Data.Sqlite;
using NewsSite.News.Generating;
using NewsSite.News.Publishing;
using NewsSite.Web.Delivery.Pages;
using Npgsql;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>Two server processes over one database with a hundred stories, each with a copy of every page on its disk.</summary>
public sealed class TwoServers(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Stories = 100;
    private const int Scheduled = 4;
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"newssite-two-{Guid.NewGuid():N}");
    private readonly SiteProcess[] servers = new SiteProcess[2];
    private readonly Queue<long> scheduled = new();
    private string connection = "";
    private string admin = "";

    public Uri[] Addresses { get; } =
    [.. Enumerable.Range(0, 2).Select(_ => new Uri($"http://127.0.0.1:{SiteProcess.FreePort()}"))];

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>Every story, and the lists and feeds that show them.</summary>
    public IReadOnlyList<string> Pages { get; private set; } = [];

    public SiteProcess this[int server] => servers[server];

    public async ValueTask InitializeAsync()
    {
        await using (var site = await SiteFixture.StartAsync(postgres, _ => { }))
        {
            await site.WithAsync<ArchiveGenerator>(generator => generator.RunAsync(Stories, 5, null, default));
            await site.CategoryAsync("News");
            for (var n = 0; n < Scheduled; n++)
            {
                var draft = await site.DraftAsync($"Due story {n}");
                scheduled.Enqueue(draft.ArticleId);
                await site.WithAsync<ScheduleDesk>(desk =>
                    desk.PublishAtAsync(
                        draft.ArticleId,
                        DateTimeOffset.UtcNow.AddDays(1),
                        new PublishOrder(1, null),
                        site.Editor,
                        default
                    )
                );
            }

            (connection, admin) = (site.ConnectionString, SiteFixture.EmailOf(site.Admin));
        }

        Database = NpgsqlDataSource.Create(connection);
        Start();
        await ReadyAsync();
        Pages =
        [
            "/",
            "/feed.xml",
            .. await ListAsync("select '/news/' || id || '/' || slug from site.article order by id"),
            .. await ListAsync("select '/category/' || slug from site.category order by id limit 8"),
        ];
        await Task.WhenAll(Enumerable.Range(0, 2).Select(n => SiteProcess.UntilAsync(() => IsCopiedAsync(n))));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers)
        {
            await (server?.DisposeAsync() ?? default);
        }

        await (Database?.DisposeAsync() ?? default);
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public void Start()
    {
        for (var n = 0; n < 2; n++)
        {
            servers[n] = SiteProcess.Start(
                [
                    ("ConnectionStrings__NewsSite", $"{connection};Maximum Pool Size=20;Application Name=server {n}"),
                    ("ASPNETCORE_URLS", Addresses[n].OriginalString),
                    ("NewsSite__Address", "http://news.test"),
                    ("NewsSite__DataDirectory", Path.Combine(folder, $"{n}")),
                    ("NewsSite__CheckLinks", "false"),
                    ("NewsSite__CopiesMegabytes", "100"),
                    ("NewsSite__IndexNowKey", "0123456789abcdef"),
                    ("NewsSite__IndexNowEndpoint", "http://127.0.0.1:9/"),
                    ("Serilog__MinimumLevel__Default", "Warning"),
                ],
                []
            );
        }
    }

    public Task ReadyAsync() => Task.WhenAll(servers.Zip(Addresses, (s, at) => s.ReadyAsync(at.OriginalString)));

    /// <summary>As a deployment does it to all at once; nothing is left in memory.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(servers.Select(s => s.StopAsync()));
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    public async Task<Visitor> AdminAsync(int server)
    {
        var visitor = new Visitor(Addresses[server]);
        await visitor.SignInAsync(admin, SiteFixture.Password);
        return visitor;
    }

    /// <summary>Makes one of the scheduled stories due now, by the database's clock.</summary>
    /// <returns>Its id.</returns>
    public async Task<long> FallDueAsync()
    {
        var id = scheduled.Dequeue();
        await using var command = Database.CreateCommand(
            "update newsroom.scheduled_act set due_at = clock_timestamp() where article_id = $1"
        );
        command.Parameters.AddWithValue(id);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
        return id;
    }

    /// <returns>The first column, as text.</returns>
    public async Task<List<string>> ListAsync(string sql)
    {
#pragma warning disable CA2100 // The statements are the tests' own.
        await using var command = Database.CreateCommand(sql);
#pragma warning restore CA2100
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(Convert.ToString(rows.GetValue(0), CultureInfo.InvariantCulture)!);
        }

        return found;
    }

    private async Task<bool> IsCopiedAsync(int server)
    {
        await using var db = new SqliteConnection(
            $"Data Source={Path.Combine(folder, $"{server}", "copies", CopyFile.Name)};Mode=ReadOnly"
        );
        await db.OpenAsync();
        await using var find = db.CreateCommand();
        find.CommandText = "select path from copy where query = ''";
        await using var rows = await find.ExecuteReaderAsync();
        var found = new HashSet<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found.IsSupersetOf(Pages);
    }
}
