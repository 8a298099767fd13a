using System.Runtime.InteropServices;

namespace NewsSite.News.Media;

/// <summary>How the C library keeps memory that is not needed any more.</summary>
internal static class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;
    private const int Large = 128 * 1024;

    /// <summary>
    /// Makes glibc give the space of pictures back at once. By itself it keeps a pool a thread, and learns from big
    /// pictures to keep still more: a few uploads, and the process is a gigabyte larger for good.
    /// </summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = MallOpt(ArenaMax, 2);
            _ = MallOpt(MmapThreshold, Large);
            _ = MallOpt(TrimThreshold, Large);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc; others give back by themselves.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MallOpt(int parameter, int value);
}
