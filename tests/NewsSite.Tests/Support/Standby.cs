using System.Diagnostics;
using NewsSite.EmbeddedPostgres;
using Npgsql;

namespace NewsSite.Tests.Support;

/// <summary>A streaming replica of a test's PostgreSQL: a server of its own, made from a copy of the primary's files.</summary>
public sealed class Standby : IAsyncDisposable
{
    // What vanishes meanwhile is not needed, and what is written comes with the stream.
    private const string Copy = """cp -a "$1/data" "$2/data" 2>/dev/null; cp "$1/password" "$2/password" """;
    private const string Follow = """
        cd "$1/data"
        rm -f postmaster.pid postmaster.opts
        find pg_wal -type f -delete
        printf '%s\n' "$2" > backup_label
        printf "primary_conninfo = '%s'\n" "$3" >> postgresql.auto.conf
        touch standby.signal
        chown --reference=PG_VERSION backup_label standby.signal
        """;
    private readonly string folder = Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(),
        $"newssite-standby-{Guid.NewGuid():N}"
    );
    private EmbeddedServer server = null!;
    private Gate? gate;

    /// <summary>Makes one, and waits until it answers.</summary>
    public static async Task<Standby> OfAsync(PostgresFixture primary)
    {
        var standby = new Standby();
        Directory.CreateDirectory(standby.folder);
        var to = new NpgsqlConnectionStringBuilder(primary.ConnectionString("postgres")) { Pooling = false };
        await using var connection = new NpgsqlConnection(to.ConnectionString);
        await connection.OpenAsync();
        await using var begin = new NpgsqlCommand("select pg_backup_start('standby', fast => true)", connection);
        await begin.ExecuteNonQueryAsync();
        await RunAsync("sh", "-c", Copy, "copy", primary.Folder, standby.folder);
        await using var end = new NpgsqlCommand(
            "select labelfile from pg_backup_stop(wait_for_archive => false)",
            connection
        );
        var label = (string)(await end.ExecuteScalarAsync())!;
        var stream = $"host={to.Host} port={to.Port} user={to.Username} password={to.Password}";
        await RunAsync("sh", "-ec", Follow, "follow", standby.folder, label, stream);
        await standby.StartAsync();
        return standby;
    }

    /// <returns>For the owner; the same however often it is started.</returns>
    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Port = gate!.Port }.ConnectionString;

    public async Task StartAsync()
    {
        server = await EmbeddedServer.StartAsync(new EmbeddedServerOptions(folder, Durable: false), default);
        var at = new NpgsqlConnectionStringBuilder(server.ConnectionString("postgres"));
        gate ??= new Gate(at.Host!, at.Port);
        gate.LeadTo(at.Host!, at.Port);
    }

    /// <summary>kill -9 to every process of it.</summary>
    public async Task KillAsync()
    {
        await SignalAsync("KILL");
        await server.DisposeAsync();
    }

    /// <summary>Stops every process of it where it is; connections live, and nobody answers.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>What comes from the primary waits.</summary>
    public Task PauseAsync() => AskAsync("select pg_wal_replay_pause()");

    public Task ResumeAsync() => AskAsync("select pg_wal_replay_resume()");

    public Task PromoteAsync() => AskAsync("select pg_promote()");

    /// <returns>Whether a page was read from it since <paramref name="since"/>.</returns>
    public async Task<bool> WasReadAsync(DateTimeOffset since) =>
        await AskAsync(
            """
            select exists (
                select from pg_stat_activity
                where application_name = 'newssite reads from a replica' and query like '%site.%' and query_start > $1
            )
            """,
            since
        )
            is true;

    public async Task<object?> AskAsync(string sql, DateTimeOffset? value = null, string database = "postgres")
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString(database) + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        if (value is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("CONT");
        await server.DisposeAsync();
        await gate!.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private async Task SignalAsync(string signal)
    {
        // One may have ended by itself since.
        await RunAsync("sh", "-c", $"kill -{signal} $1 $(pgrep -P $1) 2>/dev/null", "signal", $"{server.ProcessId}");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
