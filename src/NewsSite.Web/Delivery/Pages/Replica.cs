using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>One replica of the database, as it is watched: on a connection of its own.</summary>
/// <param name="host">As the connection string names it; the port may be in it.</param>
/// <param name="connectionString">Without a host.</param>
internal sealed class Replica(string host, string connectionString) : IDisposable
{
    // What has not answered by then hangs; a connection takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(1);

    // One that is so far behind is not worth asking: nearly every page would be asked of the primary after all.
    private static readonly TimeSpan Lag = TimeSpan.FromSeconds(1);
    private readonly string settings = new NpgsqlConnectionStringBuilder(connectionString)
    {
        Host = host,
        Pooling = false,
        ApplicationName = "newssite watches a replica",
    }.ConnectionString;
    private NpgsqlConnection? connection;
    private (long Change, long Since)? owed;

    public string Host => host;

    /// <summary>Whether it answers, follows, and is not far behind.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Finds out whether it is usable; never takes much longer than a second.</summary>
    /// <param name="told">The last change that this server knows of.</param>
    public async Task LookAsync(long? told)
    {
        var own = connection ?? new NpgsqlConnection(settings);
        var patience = connection is null ? Opening : Patience;
        connection = null;
        var asking = AskAsync(own);
        await Task.WhenAny(asking, Task.Delay(patience));
        if (asking is { IsCompletedSuccessfully: true, Result: { } has })
        {
            connection = own;
            IsUsable = Follows(has, told);
            return;
        }

        (IsUsable, owed) = (false, null);
        _ = EndAsync(own, asking);
    }

    public void Dispose() => connection?.Dispose();

    private static async Task<long?> AskAsync(NpgsqlConnection own)
    {
        if (own.State != System.Data.ConnectionState.Open)
        {
            await own.OpenAsync();
        }

        return await ChangeLog.ReplayedAsync(own, default);
    }

    private bool Follows(long has, long? told)
    {
        if (told is null || has >= told)
        {
            owed = null;
            return told is not null;
        }

        if (owed is not { } old || has >= old.Change)
        {
            owed = (told.Value, Environment.TickCount64);
            return IsUsable;
        }

        return IsUsable && Environment.TickCount64 - old.Since < Lag.TotalMilliseconds;
    }

    // Let go when it stops hanging: to break it off would mean to tell the server so, and to wait for that as well.
    private static async Task EndAsync(NpgsqlConnection own, Task asking)
    {
        await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await own.DisposeAsync();
    }
}
