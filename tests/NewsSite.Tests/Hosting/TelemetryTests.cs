using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Hosting;

/// <summary>Metrics at a port of their own, and traces and metrics to a real receiver.</summary>
public sealed class TelemetryTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Who_runs_the_site_gets_its_figures_and_nobody_else_does()
    {
        await using var receiver = await Receiver.StartAsync();
        var port = FreePort();
        await using var site = await SiteFixture.StartAsync(
            postgres,
            builder =>
                builder
                    .UseSetting("NewsSite:MetricsPort", $"{port}")
                    .UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Address)
                    .UseSetting("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .UseSetting("OTEL_METRIC_EXPORT_INTERVAL", "200")
                    .UseSetting("OTEL_BSP_SCHEDULE_DELAY", "100")
        );
        var id = await site.PublishedAsync("Measured");
        using var reader = site.Visitor();
        await reader.PageAsync($"/news/{id}/measured");
        await reader.PageAsync($"/news/{id}/measured");
        await reader.StatusAsync("/preview/a-secret-of-somebody");

        // Prometheus, at its port only.
        using var prometheus = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var figures = "";
        await SiteProcess.UntilAsync(async () =>
        {
            figures = await prometheus.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            return figures.Contains("newssite_jobs_duration_seconds", StringComparison.Ordinal)
                && figures.Contains("newssite_changes_delay_seconds", StringComparison.Ordinal);
        });
        foreach (
            var name in new[]
            {
                "newssite_pages_hits",
                "newssite_pages_made",
                "newssite_pages_forgotten",
                "http_server_request_duration_seconds",
            }
        )
        {
            Assert.Contains(name, figures, StringComparison.Ordinal);
        }

        foreach (var address in new[] { "/", "/newsroom", "/health/live", $"/news/{id}/measured" })
        {
            using var other = await prometheus.GetAsync(new Uri(address, UriKind.Relative));
            Assert.Equal((address, HttpStatusCode.NotFound), (address, other.StatusCode));
        }

        foreach (
            var (header, value) in new[]
            {
                ("Host", $"localhost:{port}"),
                ("Host", "news.test"),
                ("X-Forwarded-For", "127.0.0.1"),
                ("X-Forwarded-Host", $"127.0.0.1:{port}"),
            }
        )
        {
            using var forged = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            forged.Headers.TryAddWithoutValidation(header, value);
            using var answer = await reader.SendAsync(forged);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        // The receiver, by what its messages say.
        await SiteProcess.UntilAsync(() =>
            Task.FromResult(
                receiver.Got("/v1/traces", "news/{id:long}/{slug?}")
                    && receiver.Got("/v1/metrics", "newssite.pages.made")
                    && receiver.Got("/v1/metrics", "http.server.request.duration")
            )
        );

        // The requests of this test are told as well, as those of a client: what counts is what a server says of itself.
        await SiteProcess.UntilAsync(() => Task.FromResult(receiver.Told(PathOf("/news/"))));
        Assert.False(receiver.Told(PathOf("/preview/")));
    }

    // An attribute's name, then its value with its lengths.
    private static Regex PathOf(string begin) => new($"url\\.path.{{4}}{begin}", RegexOptions.Singleline);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Receiver : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, string Text)> messages = new();
        private readonly WebApplication server;

        private Receiver()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            server = builder.Build();
            server.Run(async context =>
            {
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body);
                messages.Enqueue((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.ContentType = "application/x-protobuf";
            });
        }

        public string Address => server.Urls.Single();

        public static async Task<Receiver> StartAsync()
        {
            var receiver = new Receiver();
            await receiver.server.StartAsync();
            return receiver;
        }

        public bool Got(string path, string words) =>
            messages.Any(m => m.Path == path && m.Text.Contains(words, StringComparison.Ordinal));

        public bool Told(Regex words) => messages.Any(m => m.Path == "/v1/traces" && words.IsMatch(m.Text));

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
