using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NewsSite.Rendering;

/// <summary>A process that lays out one body at a time, and can be ended at any moment.</summary>
internal sealed class Worker : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly Process process;

    private Worker(Process process) => this.process = process;

    public int ProcessId => process.Id;

    /// <summary>Nothing is known against it.</summary>
    public bool IsAlive => !process.HasExited;

    /// <param name="memory">The most that it may hold, in bytes.</param>
    /// <exception cref="IOException">It does not start.</exception>
    public static async Task<Worker> StartAsync(long memory)
    {
        var start = Program();
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = Path.GetTempPath();

        // It needs no password and no address, so it is given none.
        foreach (var name in start.Environment.Keys.Except(["SystemRoot", "TEMP", "TMP", "TMPDIR"]).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = memory.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        var worker = new Worker(Process.Start(start) ?? throw new IOException("The worker does not start."));
        try
        {
            _ = await worker.ReadAsync(StartLimit, CancellationToken.None);
            return worker;
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            worker.Dispose();
            throw new IOException("The worker that lays out bodies does not start.", e);
        }
    }

    // The runtime of this process runs the worker too: the one that was published with it, or wherever it is installed.
    private static ProcessStartInfo Program()
    {
        var end = OperatingSystem.IsWindows() ? ".exe" : "";
        var worker = typeof(Worker).Assembly.Location;
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        return File.Exists(Path.Combine(AppContext.BaseDirectory, "System.Private.CoreLib.dll"))
            ? new(Path.ChangeExtension(worker, null) + end)
            : new(Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, "dotnet" + end), ["exec", worker]);
    }

    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>. End it.</exception>
    /// <exception cref="IOException">It died over the body. End it.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more. End it.</exception>
    public async Task<Answer> AskAsync(Request request, TimeSpan limit, CancellationToken cancel)
    {
        var asking = Messages.WriteAsync(
            process.StandardInput.BaseStream,
            request,
            Messages.Default.Request,
            CancellationToken.None
        );
        await asking.WaitAsync(limit, cancel);
        return await ReadAsync(limit, cancel);
    }

    /// <summary>Ends it, whatever it does.</summary>
    public void Dispose()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It had ended.
        }

        process.Dispose();
    }

    private async Task<Answer> ReadAsync(TimeSpan limit, CancellationToken cancel) =>
        await Messages
            .ReadAsync(process.StandardOutput.BaseStream, Messages.Default.Answer, CancellationToken.None)
            .WaitAsync(limit, cancel)
        ?? throw new IOException("The worker ended.");
}
