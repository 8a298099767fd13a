using NewsSite.EmbeddedPostgres;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;
using Npgsql;

namespace NewsSite.Web.Hosting;

/// <summary>The PostgreSQL that the settings name, or a private one that lives as long as the site does.</summary>
internal sealed class SiteDatabase : IAsyncDisposable
{
    private const string DatabaseName = "newssite";

    // In seconds, for one that says nothing while there are copies to send.
    private const int Patience = 5;
    private readonly EmbeddedServer? server;

    private SiteDatabase(string connectionString, EmbeddedServer? server, bool isAway = false)
    {
        (ConnectionString, IsAway) = (connectionString, isAway);
        this.server = server;
    }

    /// <summary>It does not answer; there are copies of pages to send meanwhile.</summary>
    public bool IsAway { get; }

    public string ConnectionString { get; }

    /// <param name="isServing">
    /// The site can start without it, where it has copies of its pages. A command takes the private one of a site that runs.
    /// </param>
    /// <exception cref="StartRefusedException">No server can be used; the message names the ways out.</exception>
    public static async Task<SiteDatabase> OpenAsync(IConfiguration configuration, SiteOptions site, bool isServing)
    {
        if (configuration.GetConnectionString("NewsSite") is { Length: > 0 } named)
        {
            return new SiteDatabase(
                named,
                null,
                isAway: !await AnswersAsync(
                    named,
                    isServing && File.Exists(Path.Combine(site.CopiesFolder, CopyFile.Name))
                )
            );
        }

        var own = new EmbeddedServerOptions(Path.Combine(site.DataFolder, "postgres"));
        try
        {
            var server = await EmbeddedServer.StartAsync(own, CancellationToken.None);
            await CreateAsync(server.ConnectionString("postgres"));
            return new SiteDatabase(server.ConnectionString(DatabaseName), server);
        }
        catch (EmbeddedServerException)
            when (!isServing && EmbeddedServer.FindRunning(own, DatabaseName) is { } running)
        {
            return new SiteDatabase(running, null);
        }
        catch (EmbeddedServerException e)
        {
            throw new StartRefusedException(
                $"""
                The private PostgreSQL could not be started: {e.Message}
                Ways out:
                  - put its data somewhere else: NewsSite__DataDirectory=/path/that/can/be/written
                  - use a PostgreSQL of your own (16 or newer): ConnectionStrings__NewsSite="Host=…;Database=…;Username=…;Password=…"
                """,
                e
            );
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<bool> AnswersAsync(string connectionString, bool mayBeAway)
    {
        try
        {
            var named = new NpgsqlConnectionStringBuilder(connectionString);
            named.Timeout = mayBeAway ? Math.Min(named.Timeout, Patience) : named.Timeout;
            await using var source = NpgsqlDataSource.Create(named);
            await using var connection = await source.OpenConnectionAsync();
            if (connection.PostgreSqlVersion.Major < 16)
            {
                throw new StartRefusedException(
                    $"ConnectionStrings__NewsSite names a PostgreSQL {connection.PostgreSqlVersion}; it must be 16 or newer."
                );
            }

            return true;
        }
        catch (Exception e) when (mayBeAway && DatabaseOutage.Caused(e))
        {
            return false;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new StartRefusedException(
                $"""
                The database that ConnectionStrings__NewsSite names cannot be used: {e.Message}
                Ways out:
                  - start that server, or mend the setting: "Host=…;Database=…;Username=…;Password=…"
                  - remove the setting: the site then starts a private PostgreSQL
                """,
                e
            );
        }
    }

    private static async Task CreateAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var exists = source.CreateCommand($"select 1 from pg_database where datname = '{DatabaseName}'");
        if (await exists.ExecuteScalarAsync() is null)
        {
            await using var create = source.CreateCommand($"create database {DatabaseName}");
            await create.ExecuteNonQueryAsync();
        }
    }
}
