using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using NewsSite.News.Media;
using Xunit;

namespace NewsSite.Tests.Support;

/// <summary>A storage that speaks S3, in a process of its own.</summary>
public sealed class Storage : IAsyncDisposable
{
    private const string Server = "tests/storage/serve.mjs";

    // The only ones that it knows.
    private const string Key = "S3RVER";
    private readonly Process process;
    private readonly string folder;

    private Storage(Process process, string folder, int port) =>
        (this.process, this.folder, Endpoint) = (
            process,
            folder,
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")
        );

    public string Endpoint { get; }
    public ObjectStorageOptions Options =>
        new()
        {
            Bucket = "pictures",
            Endpoint = Endpoint,
            AccessKey = Key,
            SecretKey = Key,
        };

    /// <summary>Skips the test where the server is not there.</summary>
    public static async Task<Storage> StartAsync()
    {
        var server = Corpus.Above(Server);
        Assert.SkipWhen(
            server is null
                || !Directory.Exists(Path.Combine(Path.GetDirectoryName(server)!, "node_modules/@20minutes/s3rver")),
            "The storage is missing: npm ci --ignore-scripts in tests/storage."
        );
        var folder = Directory.CreateTempSubdirectory("newssite-bucket-").FullName;
        var process = Process.Start(new ProcessStartInfo("node", [server!, folder]) { RedirectStandardOutput = true })!;
        var port = await process.StandardOutput.ReadLineAsync();
        return new Storage(process, folder, int.Parse(port!, CultureInfo.InvariantCulture));
    }

    /// <summary>For a site whose pictures lie in the bucket.</summary>
    public void Configure(IWebHostBuilder builder) =>
        builder
            .UseSetting("NewsSite:ObjectStorage:Bucket", Options.Bucket)
            .UseSetting("NewsSite:ObjectStorage:Endpoint", Endpoint)
            .UseSetting("NewsSite:ObjectStorage:AccessKey", Key)
            .UseSetting("NewsSite:ObjectStorage:SecretKey", Key);

    /// <summary>Ends it, as if its machine had gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
