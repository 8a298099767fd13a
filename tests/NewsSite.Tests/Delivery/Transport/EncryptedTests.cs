using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Delivery.Transport;

public sealed class EncryptedTests(PostgresFixture postgres) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("newssite-tls-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_port_that_speaks_TLS_says_nothing_in_the_clear()
    {
        var (port, certificate) = (SiteProcess.FreePort(), Path.Combine(folder, "own.pfx"));
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            var own = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
                DateTimeOffset.UtcNow.AddDays(-1),
                DateTimeOffset.UtcNow.AddDays(1)
            );
            await File.WriteAllBytesAsync(certificate, own.ExportPkcs12(Pkcs12ExportPbeParameters.Default, "secret"));
        }

        await using var site = SiteProcess.Start(
            [
                ("ConnectionStrings__NewsSite", await postgres.CloneAsync()),
                ("NewsSite__Address", $"https://localhost:{port}"),
                ("NewsSite__DataDirectory", folder),
                ("NewsSite__CopiesMegabytes", "0"),
                ("Kestrel__Certificates__Default__Path", certificate),
                ("Kestrel__Certificates__Default__Password", "secret"),
                ("ASPNETCORE_URLS", $"https://127.0.0.1:{port}"),
            ],
            []
        );
        using var reader = new HttpClient(
            new SocketsHttpHandler
            {
                AutomaticDecompression = DecompressionMethods.All,
                SslOptions = new()
                {
                    RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == "CN=localhost",
                },
            }
        )
        {
            BaseAddress = new Uri($"https://localhost:{port}"),
        };
        await SiteProcess.UntilAsync(async () =>
        {
            try
            {
                return (await reader.GetAsync(new Uri("/", UriKind.Relative))).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        for (var n = 0; n < 20; n++)
        {
            // Kept, and sent before.
            await reader.GetStringAsync(new Uri("/", UriKind.Relative));
        }

        using var plain = new TcpClient();
        await plain.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = plain.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: localhost:{port}\r\nAccept-Encoding: br\r\n\r\n")
        );
        using var said = new MemoryStream();
        try
        {
            await stream.CopyToAsync(said).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // Hung up on.
        }

        Assert.DoesNotContain("HTTP/1.1 200", Encoding.Latin1.GetString(said.ToArray()), StringComparison.Ordinal);
    }
}
