using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A real Varnish in front of a site, with the configuration that operators are given.</summary>
public sealed class Varnish : IAsyncDisposable
{
    private const string Configuration = ".github/varnish.vcl";

    // Not for its owner alone: started by root, Varnish works as somebody else.
    private readonly string folder = Directory
        .CreateDirectory(Path.Combine(Path.GetTempPath(), $"newssite-varnish-{Guid.NewGuid():N}"))
        .FullName;
    private Process? process;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");

    /// <summary>Skips the test where Varnish or its module is not there.</summary>
    public static void SkipWithout() =>
        Assert.SkipWhen(
            !File.Exists("/usr/sbin/varnishd")
                || !Directory
                    .GetDirectories("/usr/lib")
                    .Any(of => File.Exists(Path.Combine(of, "varnish/vmods/libvmod_xkey.so"))),
            "Varnish or its module xkey is missing (Debian: varnish, varnish-modules)."
        );

    public async Task StartAsync(Uri site)
    {
        var text = await File.ReadAllTextAsync(Corpus.Above(Configuration)!);
        foreach (var host in new[] { "site", "site-2", "site-3" })
        {
            text = text.Replace(
                $".host = \"{host}\"; .port = \"8080\"",
                $".host = \"{site.Host}\"; .port = \"{site.Port.ToString(CultureInfo.InvariantCulture)}\"",
                StringComparison.Ordinal
            );
        }

        var file = Path.Combine(folder, "site.vcl");
        await File.WriteAllTextAsync(file, text);
        process = Process.Start(
            new ProcessStartInfo(
                "/usr/sbin/varnishd",
                [
                    "-F",
                    "-a",
                    $"127.0.0.1:{Address.Port}",
                    "-f",
                    file,
                    "-n",
                    Path.Combine(folder, "work"),
                    "-s",
                    "malloc,32m",
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var client = new HttpClient();
        await SiteProcess.UntilAsync(async () =>
        {
            try
            {
                using var answer = await client.GetAsync(Address);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
