using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NewsSite.EmbeddedPostgres;

/// <summary>Where the programs of the server lie on this machine.</summary>
internal static class ServerBinaries
{
    /// <returns>The folder that holds <c>bin</c>, <c>lib</c> and <c>share</c>, ready to run from.</returns>
    /// <exception cref="EmbeddedServerException">There are none for this machine.</exception>
    public static string Find()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "postgres");
        var packages = typeof(ServerBinaries)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "ServerPackages")
            .Value!;
        var package = Path.Combine(packages, Platform(), "native");
        var folder =
            Directory.Exists(published) ? published
            : Directory.Exists(package) ? package
            : throw new EmbeddedServerException(
                $"the package @embedded-postgres/{Platform()} is not installed (the build brings it with npm)."
            );
        Link(folder);
        return folder;
    }

    private static string Platform()
    {
        var system =
            OperatingSystem.IsWindows() ? "windows"
            : OperatingSystem.IsMacOS() ? "darwin"
            : "linux";
        return $"{system}-{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64")}";
    }

    // The package cannot hold links, so it lists them.
    private static void Link(string folder)
    {
        var list = Path.Combine(folder, "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in json.RootElement.EnumerateArray())
        {
            var target = Inside(folder, link.GetProperty("target").GetString()!);
            if (!File.Exists(target))
            {
                try
                {
                    File.CreateSymbolicLink(target, Path.GetFileName(link.GetProperty("source").GetString()!));
                }
                catch (IOException) when (File.Exists(target))
                {
                    // Another process made it in the same moment.
                }
            }
        }

        foreach (var program in Directory.GetFiles(Path.Combine(folder, "bin")))
        {
            if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(program).HasFlag(UnixFileMode.OtherExecute))
            {
                File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
            }
        }
    }

    private static string Inside(string folder, string path) =>
        Path.Combine(folder, Path.Combine([.. path.Split('/').SkipWhile(part => part == "native")]));
}
