using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ZiggyCreatures.Caching.Fusion;

namespace NewsSite.Benchmarks;

/// <summary>
/// Sends one page as it lies in a file, and does nothing else: from memory as the least that Kestrel can do, or through one of
/// the caches that others would take for it.
/// </summary>
internal static class BareSite
{
    public const string Output = "the framework's output cache";
    public const string Fusion = "FusionCache";
    public const string Hybrid = "HybridCache";
    private static readonly string[] Tags = ["story:1", "category:1"];

    /// <param name="cache">One of the names above; null for none.</param>
    public static async Task ServeAsync(string file, string? cache)
    {
        var bytes = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddOutputCache();
        builder.Services.AddFusionCache();
        builder.Services.AddHybridCache();
        await using var app = builder.Build();
        if (cache == Output)
        {
            app.UseOutputCache();
            app.MapGet("/", context => SendAsync(context, bytes))
                .CacheOutput(policy =>
                    policy.Expire(TimeSpan.FromDays(1)).SetVaryByHeader("Accept-Encoding").Tag(Tags)
                );
        }
        else if (cache == Fusion)
        {
            Func<FusionCacheFactoryExecutionContext<byte[]>, CancellationToken, Task<byte[]>> make = (_, _) =>
                Task.FromResult(bytes);
            var fusion = app.Services.GetRequiredService<IFusionCache>();
            app.Run(async context =>
            {
                var page = await fusion.GetOrSetAsync<byte[]>(Key(context), make, tags: Tags);
                await SendAsync(context, page);
            });
        }
        else if (cache == Hybrid)
        {
            var hybrid = app.Services.GetRequiredService<HybridCache>();
            app.Run(async context =>
            {
                var page = await hybrid.GetOrCreateAsync(
                    Key(context),
                    bytes,
                    (made, _) => ValueTask.FromResult(new Page(made)),
                    tags: Tags
                );
                await SendAsync(context, page.Bytes);
            });
        }
        else
        {
            app.Run(context => SendAsync(context, bytes));
        }

        await app.RunAsync();
    }

    private static string Key(HttpContext context) => $"{context.Request.Path} br";

    private static async Task SendAsync(HttpContext context, byte[] bytes)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/html; charset=utf-8";
        headers.ContentEncoding = "br";
        headers.CacheControl = "no-cache";
        headers.ETag = "\"315a3a3e93f4b4cf315fe7a907698ef0\"";
        headers.Vary = "Accept-Encoding";
        context.Response.ContentLength = bytes.Length;
        await context.Response.BodyWriter.WriteAsync(bytes);
    }

    // Marked so that it is not copied for everybody who asks.
    [ImmutableObject(true)]
    private sealed record Page(byte[] Bytes);
}
