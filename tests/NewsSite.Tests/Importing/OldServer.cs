using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NewsSite.News.Importing;

namespace NewsSite.Tests.Importing;

/// <summary>The site that an export came from: a real server on a free port, which counts what it is asked for.</summary>
public sealed class OldServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly ConcurrentDictionary<string, RequestDelegate> answers = new();
    private readonly ConcurrentDictionary<string, int> asked = new();

    private OldServer(WebApplication web) => this.web = web;

    public string Address => web.Urls.First();
    public int Port => new Uri(Address).Port;
    public int AskedInAll => asked.Values.Sum();

    public static async Task<OldServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new OldServer(builder.Build());
        server.web.Run(context =>
        {
            var path = context.Request.Path.Value!;
            server.asked.AddOrUpdate(path, 1, (_, n) => n + 1);
            return server.answers.TryGetValue(path, out var answer) ? answer(context) : Says(404)(context);
        });
        await server.web.StartAsync();
        return server;
    }

    /// <summary>What is answered at a path from now on; 404 where nothing is.</summary>
    public void Answer(string path, RequestDelegate answer) => answers[path] = answer;

    /// <inheritdoc cref="Answer(string, RequestDelegate)"/>
    public void Answer(string path, byte[] bytes, string type = "image/jpeg") =>
        Answer(
            path,
            context =>
            {
                context.Response.ContentType = type;
                return context.Response.Body.WriteAsync(bytes).AsTask();
            }
        );

    public int Asked(string path) => asked.GetValueOrDefault(path);

    public static RequestDelegate Says(int status) =>
        context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public static RequestDelegate LeadsTo(string address) =>
        context =>
        {
            context.Response.Redirect(address);
            return Task.CompletedTask;
        };

    /// <returns>This site as an import sees it that may ask this machine, under two of its names.</returns>
    public OldSite Open() => new([Address], MayConnect, limit: TimeSpan.FromSeconds(2));

    public static bool MayConnect(IPAddress address) => address.ToString() is "127.0.0.1" or "::1";

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await web.StopAsync(now.Token);
        await web.DisposeAsync();
    }
}
