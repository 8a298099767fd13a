using System.Diagnostics;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A disk of its own that can be filled to the last byte.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    /// <summary>Makes one of so many megabytes; the test is skipped where that is not allowed.</summary>
    public static SmallDisk Make(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("newssite-disk-").FullName;
        Assert.SkipUnless(
            Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "newssite-test", folder) == 0,
            "Only an administrator of the machine may make a small disk to fill."
        );
        return new(folder);
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
