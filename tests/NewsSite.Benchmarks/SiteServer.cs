using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NewsSite.Benchmarks;

/// <summary>One server of the site, a process of its own, over a database that is there.</summary>
internal sealed class SiteServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private SiteServer(Process process, Uri address, string folder) =>
        (this.process, Address, this.folder) = (process, address, folder);

    public Uri Address { get; }

    /// <summary>Used since it started.</summary>
    public TimeSpan Cpu => Fresh().TotalProcessorTime;

    /// <summary>In bytes.</summary>
    public long Resident => Fresh().WorkingSet64;
    public int Threads => Fresh().Threads.Count;

    /// <summary>Open files and sockets.</summary>
    public int Handles => Directory.GetFiles($"/proc/{process.Id}/fd").Length;

    /// <param name="connection">Of the database.</param>
    /// <param name="port">A free one where it is left out.</param>
    /// <param name="program">The site; where it is left out, the one beside this program.</param>
    /// <param name="settings">Besides what every server is told.</param>
    public static async Task<SiteServer> StartAsync(
        string connection,
        int? port = null,
        string? program = null,
        params (string Name, string Value)[] settings
    )
    {
        var address = new Uri($"http://127.0.0.1:{port ?? FreePort()}/");
        var folder = Directory.CreateTempSubdirectory("newssite-server-").FullName;
        program ??= Path.Combine(AppContext.BaseDirectory, "NewsSite.Web.dll");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = $"{address}",
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__NewsSite"] = connection,
                ["NewsSite__Address"] = "http://localhost",
                ["NewsSite__DataDirectory"] = folder,

                // Making copies of all pages would be measured, too.
                ["NewsSite__CopiesMegabytes"] = "0",
                ["NewsSite__FreezeAfter"] = "0",
                ["Serilog__MinimumLevel__Default"] = "Error",
            },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        for (var tries = 0; ; tries++)
        {
            try
            {
                await client.GetStringAsync(new Uri(address, "/health/live"));
                return new SiteServer(process, address, folder);
            }
            catch (HttpRequestException) when (tries < 1500)
            {
                await Task.Delay(20);
            }
        }
    }

    /// <summary>What the processes of a PostgreSQL on this machine have used so far, those that ended among them.</summary>
    /// <param name="postmaster">The id of its first process.</param>
    public static TimeSpan DatabaseCpu(int postmaster)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
            {
                try
                {
                    // What follows the name, which may have blanks in it: state, parent, …; times are in hundredths.
                    var fields = File.ReadAllText($"{folder}/stat").Split(") ")[^1].Split(' ');
                    if (id == postmaster)
                    {
                        ticks += fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
                    }
                    else if (fields[1] == $"{postmaster}")
                    {
                        ticks += fields[11..13].Sum(f => long.Parse(f, CultureInfo.InvariantCulture));
                    }
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                }
            }
        }

        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Process Fresh()
    {
        process.Refresh();
        return process;
    }
}
