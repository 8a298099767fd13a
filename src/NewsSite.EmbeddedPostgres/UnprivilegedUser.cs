using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NewsSite.EmbeddedPostgres;

/// <summary>PostgreSQL refuses to run as root; then its programs run as <c>nobody</c>.</summary>
internal static partial class UnprivilegedUser
{
    private const string Name = "nobody";
    private const string SetPriv = "/usr/bin/setpriv";
    private static readonly Lazy<(uint User, uint Group)> Ids = new(ReadIds);

    public static bool IsNeeded { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>Makes <paramref name="start"/> run as the unprivileged user, where that is needed.</summary>
    /// <param name="folders">What it must reach.</param>
    /// <exception cref="EmbeddedServerException">It cannot reach them.</exception>
    public static ProcessStartInfo Drop(ProcessStartInfo start, params string[] folders)
    {
        // Nobody may not stand in root's folders.
        start.WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory)!;
        if (!IsNeeded)
        {
            return start;
        }

        if (Array.Find(folders, folder => !MayPass(folder)) is not { } shut)
        {
            start.UserName = Name;
            return start;
        }

        // A clone in root's home, say. The one right that is kept lets the server pass through the folders above.
        if (!File.Exists(SetPriv))
        {
            throw new EmbeddedServerException(
                $"it does not run as root, and the user {Name} may not look into {shut}."
            );
        }

        var (user, group) = Ids.Value;
        string[] kept =
        [
            $"--reuid={user}",
            $"--regid={group}",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--",
            start.FileName,
        ];
        for (var n = 0; n < kept.Length; n++)
        {
            start.ArgumentList.Insert(n, kept[n]);
        }

        start.FileName = SetPriv;
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

    // Every folder above must let others through.
    private static bool MayPass(string folder)
    {
        for (var step = new DirectoryInfo(folder); step is not null; step = step.Parent)
        {
            if (!OperatingSystem.IsWindows() && step.Exists && !step.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
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
