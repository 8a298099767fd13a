using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading.Feeds;

/// <summary>
/// Sends feeds so that nobody fetches twice what did not change. The tag is made from the bytes; the time is the moment
/// at which this server first saw them, because a story that is put right silently or withdrawn leaves no other trace.
/// </summary>
internal sealed class FeedAnswers(SiteOptions site, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (string Tag, DateTimeOffset At)> seen = new();

    /// <param name="path">The feed's own, from the root of the site.</param>
    public IResult Send(HttpContext context, string path, string contentType, byte[] bytes)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"";
        var now = clock.GetUtcNow();
        var (_, at) = seen.AddOrUpdate(
            path,
            (tag, now),
            (_, last) => last.Tag == tag ? last : (tag, Later(last.At, now))
        );
        context.Response.Headers.CacheControl = "public, max-age=60";
        if (site.Hub is { } hub)
        {
            context.Response.Headers.Link = new[] { $"<{hub}>; rel=\"hub\"", $"<{site.Root}{path}>; rel=\"self\"" };
        }

        return Results.Bytes(bytes, contentType, lastModified: at, entityTag: new EntityTagHeaderValue(tag));
    }

    // The header knows seconds only; two changes in one second must still be two times.
    private static DateTimeOffset Later(DateTimeOffset last, DateTimeOffset now) =>
        now - last < TimeSpan.FromSeconds(1) ? last + TimeSpan.FromSeconds(1) : now;
}
