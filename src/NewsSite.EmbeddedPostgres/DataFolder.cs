using System.Diagnostics;
using System.Security.Cryptography;

namespace NewsSite.EmbeddedPostgres;

/// <summary>The folder of one server: <c>data</c>, the <c>password</c>, the <c>log</c>, and a lock that says who uses it.</summary>
internal sealed class DataFolder(string folder)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public string Data { get; } = Path.Combine(folder, "data");
    public string Log { get; } = Path.Combine(folder, "log");
    public string Password => File.ReadAllText(Path.Combine(folder, "password"));

    /// <summary>Takes the folder for this process; dispose to let it go. The end of the process lets it go as well.</summary>
    /// <exception cref="EmbeddedServerException">Another process has it, or it cannot be written.</exception>
    public FileStream Take()
    {
        try
        {
            Make(folder, Passable);
            return new FileStream(
                Path.Combine(folder, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new EmbeddedServerException($"the folder {folder} cannot be written.", e);
        }
        catch (IOException e)
        {
            throw new EmbeddedServerException(
                Directory.Exists(folder) && File.Exists(Path.Combine(folder, "lock"))
                    ? $"another NewsSite is using the folder {folder}."
                    : $"the folder {folder} cannot be written: {e.Message}",
                e
            );
        }
    }

    /// <summary>Makes an empty database cluster, unless there is one.</summary>
    public async Task InitialiseAsync(string binaries, CancellationToken cancel)
    {
        Make(Log, Private);
        UnprivilegedUser.Give(Log);
        if (File.Exists(Path.Combine(Data, "PG_VERSION")))
        {
            return;
        }

        // Made aside and moved when it is whole: a start that was cut off leaves nothing half-made behind.
        var draft = Path.Combine(folder, "draft");
        foreach (var leftover in new[] { draft, Data }.Where(Directory.Exists))
        {
            Directory.Delete(leftover, recursive: true);
        }

        Make(draft, Private);
        var password = Path.Combine(draft, "password");
        await File.WriteAllTextAsync(password, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancel);
        UnprivilegedUser.Give(draft);
        UnprivilegedUser.Give(password);
        await RunAsync(
            Path.Combine(binaries, "bin", "initdb"),
            [
                $"--pgdata={Path.Combine(draft, "data")}",
                $"--username={EmbeddedServer.UserName}",
                $"--pwfile={password}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
            ],
            cancel
        );
        File.Move(password, Path.Combine(folder, "password"), overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(folder, "password"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.Move(Path.Combine(draft, "data"), Data);
        Directory.Delete(draft);
    }

    /// <returns>What the server said last, for the message of a failed start.</returns>
    public string LastWords()
    {
        var newest = new DirectoryInfo(Log)
            .EnumerateFiles()
            .OrderBy(f => f.LastWriteTimeUtc)
            .SelectMany(f => File.ReadLines(f.FullName));
        return string.Join(Environment.NewLine, newest.TakeLast(5));
    }

    private async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = UnprivilegedUser.Drop(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true },
            folder,
            Path.GetDirectoryName(program)!
        );
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new EmbeddedServerException($"initdb failed: {errors.Trim()} {(await output).Trim()}");
        }
    }

    private static void Make(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, mode);
        }
    }
}
