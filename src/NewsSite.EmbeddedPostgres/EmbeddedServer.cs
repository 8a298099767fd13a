using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NewsSite.EmbeddedPostgres;

/// <summary>A private PostgreSQL on a free port of this machine. It stops with this object, and with this process.</summary>
public sealed partial class EmbeddedServer : IAsyncDisposable
{
    internal const string UserName = "newssite";
    private const int Interrupt = 2;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    // The shell lives as long as this process holds its input, whatever ends this process; then it stops the server in
    // the orderly way. In a session of its own, the server does not hear the Ctrl+C that is meant for the site.
    private const string Watchdog = """
        trap '' INT HUP
        log=$1; shift
        own=$(command -v setsid)
        $own "$@" </dev/null >"$log" 2>&1 &
        server=$!
        exec 3<&0
        (cat <&3 >/dev/null; while kill -INT $server 2>/dev/null; do sleep 1; done) &
        wait $server
        """;

    private readonly FileStream folderLock;
    private readonly Process watchdog;
    private readonly string password;
    private readonly int port;

    private EmbeddedServer(FileStream folderLock, Process watchdog, int processId, int port, string password)
    {
        this.folderLock = folderLock;
        this.watchdog = watchdog;
        this.password = password;
        this.port = port;
        ProcessId = processId;
    }

    /// <summary>Of the server's first process.</summary>
    public int ProcessId { get; }

    /// <summary>Starts the server and waits until it answers.</summary>
    /// <exception cref="EmbeddedServerException">It does not start.</exception>
    public static async Task<EmbeddedServer> StartAsync(EmbeddedServerOptions options, CancellationToken cancel)
    {
        var folder = new DataFolder(Path.GetFullPath(options.Folder));
        var folderLock = folder.Take();
        try
        {
            var binaries = ServerBinaries.Find();
            await folder.InitialiseAsync(binaries, cancel);
            await EndOrphanAsync(folder.Data, cancel);
            var port = FreePort();
            var watchdog = Process.Start(Command(binaries, folder, port, options.Durable))!;
            var processId = await WaitAsync(watchdog, folder, port, cancel);
            return new EmbeddedServer(folderLock, watchdog, processId, port, folder.Password);
        }
        catch (Exception e)
        {
            await folderLock.DisposeAsync();
            throw e is IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception
                ? new EmbeddedServerException(e.Message, e)
                : e;
        }
    }

    /// <summary>The server that another process runs in a folder, for whoever does something beside it.</summary>
    /// <returns>As <see cref="ConnectionString(string)"/>; null where none is ready, or this user may not know its password.</returns>
    public static string? FindRunning(EmbeddedServerOptions options, string database)
    {
        var folder = new DataFolder(Path.GetFullPath(options.Folder));
        try
        {
            return ReadPid(folder.Data) is { } pid && IsReady(pid.Lines)
                ? ConnectionString(pid.Lines[3], folder.Password, database)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>In the form that Npgsql reads, for the server's owner.</returns>
    public string ConnectionString(string database) => ConnectionString($"{port}", password, database);

    private static string ConnectionString(string port, string password, string database) =>
        $"Host=127.0.0.1;Port={port};Username={UserName};Password={password};Database={database}";

    /// <summary>Ends open sessions, stops the server and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        watchdog.StandardInput.Close();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await watchdog.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            watchdog.Kill(entireProcessTree: true);
        }

        watchdog.Dispose();
        await folderLock.DisposeAsync();
    }

    private static ProcessStartInfo Command(string binaries, DataFolder folder, int port, bool durable)
    {
        string[] settings =
        [
            "listen_addresses=127.0.0.1",
            $"port={port}",
            "unix_socket_directories=",
            "max_connections=200",
            "logging_collector=on",
            $"log_directory={folder.Log}",
            "log_filename=postgres-%a.log",
            "log_truncate_on_rotation=on",
            "log_rotation_size=0",
            "log_rotation_age=1d",
            // What lasts minutes has hundreds of databases, and nobody waits for the next look at each.
            .. durable
                ? []
                : new[] { "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=1h" },
        ];
        string[] server =
        [
            Path.Combine(binaries, "bin", "postgres"),
            "-D",
            folder.Data,
            .. settings.SelectMany(setting => new[] { "-c", setting }),
        ];
        var first = Path.Combine(folder.Log, "start.log");
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(server[0], server[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", Watchdog, "newssite-postgres", first, .. server]);
        start.RedirectStandardInput = true;

        // The folder around the data, which itself is private to the server.
        return UnprivilegedUser.Drop(start, Path.GetDirectoryName(folder.Data)!, binaries);
    }

    private static async Task<int> WaitAsync(Process watchdog, DataFolder folder, int port, CancellationToken cancel)
    {
        var started = Stopwatch.StartNew();
        while (started.Elapsed < StartLimit)
        {
            if (watchdog.HasExited)
            {
                throw new EmbeddedServerException($"it stopped at once. It said: {folder.LastWords()}");
            }

            // By the port it is told from one left behind.
            if (ReadPid(folder.Data) is { } pid && IsReady(pid.Lines) && pid.Lines[3] == $"{port}")
            {
                return pid.Id;
            }

            await Task.Delay(20, cancel);
        }

        watchdog.StandardInput.Close();
        throw new EmbeddedServerException(
            $"it was not ready after {StartLimit.TotalSeconds:N0} seconds. It said: {folder.LastWords()}"
        );
    }

    // This process holds the folder's lock, so a server that still runs there belongs to nobody: its site was killed a
    // moment ago and it is on its way out, or its watchdog was killed as well.
    private static async Task EndOrphanAsync(string data, CancellationToken cancel)
    {
        if (ReadPid(data) is not { } pid)
        {
            return;
        }

        Process orphan;
        try
        {
            orphan = Process.GetProcessById(pid.Id);
        }
        catch (ArgumentException)
        {
            return;
        }

        using (orphan)
        {
            if (!orphan.ProcessName.StartsWith("postgres", StringComparison.Ordinal))
            {
                // Another program has the number now; PostgreSQL would take it for a server.
                File.Delete(Path.Combine(data, "postmaster.pid"));
                return;
            }

            if (!OperatingSystem.IsWindows())
            {
                _ = Kill(pid.Id, Interrupt);
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(StopLimit);
            await orphan.WaitForExitAsync(limit.Token);
        }
    }

    private static (int Id, string[] Lines)? ReadPid(string data)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(data, "postmaster.pid"));
            return lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var id)
                ? (id, lines)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    // The fourth line of this file is the port; the eighth says when the server takes connections.
    private static bool IsReady(string[] lines) =>
        lines.Length >= 8 && lines[7].StartsWith("ready", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
