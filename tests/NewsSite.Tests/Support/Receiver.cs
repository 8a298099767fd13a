using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NewsSite.Tests.Support;

/// <param name="Id">The header <c>webhook-id</c>, and so on.</param>
public sealed record Received(string Id, string Timestamp, string Signature, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;
    public string Event => (string)Json["event"]!;

    /// <summary>Checks the signature as a receiver does that has only read the specification.</summary>
    public bool IsSignedWith(string secret)
    {
        var key = Convert.FromBase64String(secret["whsec_".Length..]);
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}"));
        return Signature.Split(' ').Contains($"v1,{Convert.ToBase64String(mac)}");
    }

    public DateTimeOffset SentAt =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(Timestamp, CultureInfo.InvariantCulture));
}

/// <summary>A receiver of webhooks: a real server on a free port that keeps what it was sent.</summary>
public sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication web;

    private Receiver(WebApplication web) => this.web = web;

    public string Address => $"{web.Urls.First()}/hook";
    public ConcurrentQueue<Received> Messages { get; } = new();

    /// <summary>What to answer.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.web.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string Header(string name) => context.Request.Headers[name].ToString();
            receiver.Messages.Enqueue(
                new(
                    Header("webhook-id"),
                    Header("webhook-timestamp"),
                    Header("webhook-signature"),
                    await reader.ReadToEndAsync()
                )
            );
            await receiver.Answer(context);
        });
        await receiver.web.StartAsync();
        return receiver;
    }

    /// <summary>Answers with this status.</summary>
    public void Says(int status) =>
        Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await web.StopAsync(now.Token);
        await web.DisposeAsync();
    }
}
