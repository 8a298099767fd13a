using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Connections for whoever follows what changed: their own, so that a crowd that waits for the readers' is not taken for a
/// database that is away.
/// </summary>
public sealed class ReadersDatabase(string connectionString)
{
    // In seconds; sooner than a reader would notice that the database hangs.
    private const int Patience = 1;
    private readonly string readers = DatabaseServices.ReaderConnectionString(connectionString);

    private NpgsqlConnectionStringBuilder ToListen =>
        new(readers)
        {
            Pooling = false,
            Timeout = Patience,
            KeepAlive = 10,
            ApplicationName = "newssite changes",
        };

    /// <returns>To read by, from a small pool.</returns>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancel) =>
        OpenAsync(
            new(readers)
            {
                MinPoolSize = 0,
                MaxPoolSize = 2,
                Timeout = Patience,
                CommandTimeout = Patience,
                ApplicationName = "newssite reads changes",
            },
            cancel
        );

    /// <returns>To work with while somebody else is waited for: nobody who follows changes waits for this one.</returns>
    public Task<NpgsqlConnection> WorkAsync(CancellationToken cancel) =>
        OpenAsync(
            new(readers)
            {
                MinPoolSize = 0,
                MaxPoolSize = 2,
                Timeout = Patience,
                CommandTimeout = Patience,
                ApplicationName = "newssite tells of changes",
            },
            cancel
        );

    /// <returns>To wait on, for as long as it lives.</returns>
    public Task<NpgsqlConnection> ListenAsync(CancellationToken cancel) => OpenAsync(ToListen, cancel);

    /// <returns>To wait on by a thread that does nothing else: opened so that its waits are the system's own.</returns>
    public NpgsqlConnection Listen()
    {
        var connection = new NpgsqlConnection(ToListen.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(
        NpgsqlConnectionStringBuilder settings,
        CancellationToken cancel
    )
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
