using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NewsSite.EmbeddedPostgres;

/// <summary>PostgreSQL refuses to run as root; then its programs run as <c>nobody</c>.</summary>
internal static partial class UnprivilegedUser
{
    private const string Name = "nobody";
    private static readonly Lazy<(uint User, uint Group)> Ids = new(ReadIds);

    public static bool IsNeeded { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Makes <paramref name="start"/> run as the unprivileged user, where that is needed.</summary>
    public static ProcessStartInfo Drop(ProcessStartInfo start)
    {
        // Nobody may not stand in root's folders.
        start.WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory)!;
        if (IsNeeded)
        {
            start.UserName = Name;
        }

        return start;
    }

    /// <summary>Gives a file or folder to the unprivileged user, where that is needed.</summary>
    public static void Give(string path)
    {
        if (IsNeeded && Chown(path, Ids.Value.User, Ids.Value.Group) != 0)
        {
            throw new EmbeddedServerException($"{path} cannot be given to the user {Name}.");
        }
    }

    /// <returns>Whether the unprivileged user can reach into a folder: every folder above lets others through.</returns>
    public static bool MayRead(string folder)
    {
        for (var step = new DirectoryInfo(folder); step is not null; step = step.Parent)
        {
            if (!OperatingSystem.IsWindows() && !step.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns>Whether root itself made the folder, so that nobody else can have put anything into it.</returns>
    public static bool Owns(string folder)
    {
        using var stat = Process.Start(
            new ProcessStartInfo("stat", ["-c", "%u", folder]) { RedirectStandardOutput = true }
        )!;
        return stat.StandardOutput.ReadToEnd().Trim() == "0";
    }

    private static (uint User, uint Group) ReadIds()
    {
        var line = File.ReadLines("/etc/passwd")
            .FirstOrDefault(l => l.StartsWith(Name + ":", StringComparison.Ordinal));
        return line?.Split(':') is [_, _, var user, var group, ..]
            ? (uint.Parse(user, null), uint.Parse(group, null))
            : throw new EmbeddedServerException(
                $"there is no user {Name} to run it as; start the site as another user than root."
            );
    }

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Chown(string path, uint user, uint group);
}
