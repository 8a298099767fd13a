using System.Diagnostics;

namespace NewsSite.Tests.Support;

/// <summary>
/// A disk whose power can be cut at any moment, without ending what writes on it: a cut is a copy of what had reached the disk
/// at that moment, taken at once. What systems keep in memory to write it later is not in it.
/// </summary>
public sealed class CutDisk : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("newssite-cut-").FullName;
    private readonly Stack<string> mounted = new();
    private int cuts;

    /// <summary>What lies on the disk.</summary>
    public string Folder => Path.Combine(root, "disk");

    private string Shelf => Path.Combine(root, "shelf");

    /// <returns>One of so many megabytes; null where that is not allowed, or this system lacks the tools.</returns>
    public static CutDisk? Make(int megabytes)
    {
        var disk = new CutDisk();
        try
        {
            // The disk is a file on a file system that can copy one in no time, whatever is being written to it.
            var below = Path.Combine(disk.root, "below");
            var file = Path.Combine(disk.Shelf, "disk");
            if (
                Grow(below, megabytes * 3)
                && Run("/usr/sbin/mkfs.xfs", "-q", below)
                && disk.Mount(below, disk.Shelf)
                && Grow(file, megabytes)
                && Run("/usr/sbin/mkfs.ext4", "-q", "-F", file)
                && disk.Mount(file, disk.Folder)
            )
            {
                return disk;
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // A tool is missing.
        }

        disk.Dispose();
        return null;
    }

    /// <summary>What is on the disk if the power goes now.</summary>
    public string Cut()
    {
        var copy = Path.Combine(Shelf, $"cut-{cuts++}");
        return Run("cp", "--reflink=always", Path.Combine(Shelf, "disk"), copy)
            ? copy
            : throw new IOException("The disk could not be copied.");
    }

    /// <summary>Takes the disk away, and puts in its place what <see cref="Cut"/> left, as a system that starts again finds it.</summary>
    public void Return(string cut)
    {
        Unmount();
        if (!Mount(cut, Folder))
        {
            throw new IOException("What the cut has left cannot be mounted.");
        }
    }

    public void Dispose()
    {
        while (mounted.Count > 0)
        {
            Unmount();
        }

        Directory.Delete(root, recursive: true);
    }

    private static bool Grow(string file, int megabytes)
    {
        using var made = new FileStream(file, FileMode.CreateNew);
        made.SetLength(megabytes * 1024L * 1024);
        return true;
    }

    private bool Mount(string file, string at)
    {
        Directory.CreateDirectory(at);
        if (!Run("mount", "-o", "loop", file, at))
        {
            return false;
        }

        mounted.Push(at);
        return true;
    }

    private void Unmount() => Run("umount", "--lazy", mounted.Pop());

    private static bool Run(string program, params string[] words)
    {
        using var run = Process.Start(
            new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        run.WaitForExit();
        return run.ExitCode == 0;
    }
}
