using System.Diagnostics;

namespace NewsSite.Tests.Support;

/// <summary>A disk of its own that can be filled to the last byte.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <returns>One of so many megabytes; null where that is not allowed.</returns>
    public static SmallDisk? Make(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("newssite-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "newssite-test", folder) == 0)
        {
            return new(folder);
        }

        Directory.Delete(folder);
        return null;
    }

    /// <summary>Takes what is left of it, until that is disposed of.</summary>
    public IDisposable Fill()
    {
        var file = new FileStream(
            Path.Combine(Folder, "filler"),
            new FileStreamOptions
            {
                Mode = FileMode.Create,
                Access = FileAccess.Write,
                BufferSize = 0,
                Options = FileOptions.DeleteOnClose,
            }
        );
        try
        {
            for (var block = new byte[4096]; ; )
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            return file;
        }
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    private static int Run(string program, params string[] words)
    {
        using var run = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
        run.WaitForExit();
        return run.ExitCode;
    }
}
