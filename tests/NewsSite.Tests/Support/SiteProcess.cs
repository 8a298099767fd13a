using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NewsSite.Tests.Support;

/// <summary>The site as its own process, started as its owner would start it, to be stopped or killed for real.</summary>
public sealed partial class SiteProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    // Faketime stands between: it does not hand its end on.
    private readonly bool isWrapped;

    private SiteProcess(ProcessStartInfo start, bool isWrapped)
    {
        this.isWrapped = isWrapped;
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;
    public string Output => string.Join('\n', output);

    /// <param name="settings">In the environment form.</param>
    /// <param name="arguments">A command; none to serve.</param>
    /// <param name="clock">How far its clock is ahead; needs faketime.</param>
    public static SiteProcess Start(
        IEnumerable<(string Name, string Value)> settings,
        string[] arguments,
        string? input = null,
        TimeSpan? clock = null
    )
    {
        if (clock is not null)
        {
            SweepClocks();
        }

        string[] serve = ["dotnet", Path.Combine(AppContext.BaseDirectory, "NewsSite.Web.dll"), .. arguments];
        string[] command = clock is { } ahead ? ["faketime", "-f", $"+{ahead.TotalSeconds}s", .. serve] : serve;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (
            var name in start.Environment.Keys.Where(k => k.StartsWith("ASPNETCORE", StringComparison.Ordinal)).ToList()
        )
        {
            start.Environment.Remove(name);
        }

        start.Environment["NewsSite__CopiesMegabytes"] = "0";
        start.Environment["NewsSite__FreezeAfter"] = "0";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var site = new SiteProcess(start, clock is not null);
        if (input is not null)
        {
            site.process.StandardInput.WriteLine(input);
        }

        return site;
    }

    // What faketime shares with its children bears its id. One that was killed leaves it there, and the next process that
    // happens to have the same id would not start.
    private static void SweepClocks()
    {
        foreach (var left in Directory.EnumerateFiles("/dev/shm", "*faketime_*"))
        {
            if (!Directory.Exists($"/proc/{left.Split('_')[^1]}"))
            {
                File.Delete(left);
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the site answers at <paramref name="address"/>.</summary>
    public async Task ReadyAsync(string address)
    {
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        await UntilAsync(async () =>
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The site ended: {Output}");
            }

            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <returns>The exit code, once it has ended by itself.</returns>
    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    /// <summary>kill -9: no goodbye.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: isWrapped);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does.</summary>
    public async Task<int> StopAsync()
    {
        _ = SendSignal(process.Id, 15);
        return await EndAsync();
    }

    /// <summary>SIGSTOP: it stands still where it is, and everything that it is sent waits.</summary>
    public void Pause() => _ = SendSignal(process.Id, 19);

    /// <summary>SIGCONT: it goes on, as if no time had passed.</summary>
    public void Resume() => _ = SendSignal(process.Id, 18);

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var waited = Stopwatch.StartNew();
        while (!await holds())
        {
            if (waited.Elapsed > Patience)
            {
                throw new TimeoutException("It did not come true in time.");
            }

            await Task.Delay(50);
        }
    }

    public static bool IsRunning(int id)
    {
        try
        {
            using var found = Process.GetProcessById(id);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
