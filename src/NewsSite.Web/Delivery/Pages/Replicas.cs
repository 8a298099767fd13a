using System.Diagnostics.Metrics;
using NewsSite.News.Database;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// The replicas that readers' pages can be made from. One that is stopped, hangs, is far behind or was promoted is left out,
/// and comes back by itself.
/// </summary>
internal sealed class Replicas : BackgroundService
{
    // So many pages are made from one of them at once; as many as are made at all.
    private const int Most = 16;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly SiteChanges changes;
    private readonly ILogger<Replicas> log;
    private readonly Replica[] all;
    private readonly string settings = "";
    private readonly Lock gate = new();
    private readonly Meter meter = new("NewsSite.Replicas");
    private readonly Counter<long> pages;
    private string chosen = "";
    private long made;
    private TaskCompletionSource bell = Bell();
    private volatile NpgsqlMultiHostDataSource? source;

    /// <param name="connectionString">Names one host or several; null where there are none.</param>
    public Replicas(string? connectionString, SiteChanges changes, ILogger<Replicas> log)
    {
        (this.changes, this.log) = (changes, log);
        pages = meter.CreateCounter<long>("newssite.replicas.pages", "{answer}", "Pages that were made from a replica");
        if (connectionString is null)
        {
            all = [];
            return;
        }

        var hosts = new NpgsqlConnectionStringBuilder(connectionString).Host!;
        settings = Settings(connectionString);
        all = [.. hosts.Split(',', StringSplitOptions.TrimEntries).Select(host => new Replica(host, settings))];
    }

    /// <summary>Whether there are any.</summary>
    public bool IsOn => all.Length > 0;

    /// <summary>How many pages were made from one.</summary>
    public long Made => Interlocked.Read(ref made);

    /// <summary>A connection to one that has replayed all that this server was told of.</summary>
    /// <param name="told">The last change that it must have replayed.</param>
    /// <returns>Null where there is none. All reads over it are from the same replica, and none sees less than it had then.</returns>
    /// <exception cref="Exception">The replica fails. One that hangs lets its caller hang.</exception>
    public async Task<NpgsqlConnection?> OpenAsync(long told)
    {
        if (source is not { } standbys)
        {
            return null;
        }

        var connection = await standbys.OpenConnectionAsync(TargetSessionAttributes.Standby);
        try
        {
            if (await ChangeLog.ReplayedAsync(connection, default) >= told)
            {
                return connection;
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>A page was made from one.</summary>
    public void Count()
    {
        Interlocked.Increment(ref made);
        pages.Add(1);
    }

    /// <summary>Something is wrong with one of them: they are looked at without delay.</summary>
    public void Look() => Interlocked.Exchange(ref bell, Bell()).TrySetResult();

    public override void Dispose()
    {
        base.Dispose();
        source?.Dispose();
        Array.ForEach(all, replica => replica.Dispose());
        meter.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(all.Select(replica => WatchAsync(replica, stoppingToken)));

    private async Task WatchAsync(Replica replica, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var rung = Volatile.Read(ref bell).Task;
            await replica.LookAsync(changes.Told);
            Choose();
            await Task.WhenAny(rung, Task.Delay(Pause, stop));
        }
    }

    private void Choose()
    {
        lock (gate)
        {
            var usable = string.Join(',', all.Where(r => r.IsUsable).Select(r => r.Host));
            if (usable == chosen)
            {
                return;
            }

            chosen = usable;
            var old = source;
            source =
                usable.Length == 0
                    ? null
                    : new NpgsqlDataSourceBuilder(
                        new NpgsqlConnectionStringBuilder(settings) { Host = usable }.ConnectionString
                    ).BuildMultiHost();
            old?.Dispose();
            log.LogInformation(
                "{Count} of {All} replicas can be asked for readers' pages",
                all.Count(r => r.IsUsable),
                all.Length
            );
        }
    }

    // A command that hangs is never broken off from here: that would hold a thread until the replica has heard of it. The
    // replica itself ends one that takes too long.
    private static string Settings(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseServices.ReaderConnectionString(connectionString))
        {
            Host = null,
            Timeout = 1,
            CommandTimeout = 0,
            MinPoolSize = 0,
            MaxPoolSize = Most,
            TcpKeepAliveTime = 10,
            LoadBalanceHosts = true,
            HostRecheckSeconds = 1,
            TargetSessionAttributes = null,
            ApplicationName = "newssite reads from a replica",
        };
        settings.Options += " -c statement_timeout=3s";
        return settings.ConnectionString;
    }

    private static TaskCompletionSource Bell() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
