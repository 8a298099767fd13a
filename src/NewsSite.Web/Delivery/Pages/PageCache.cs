using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using NewsSite.News.Database;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Sends pages that are the same for every reader from memory, and makes each once, however many wait for it. Whoever
/// brings a cookie or a name gets a page of their own, which is never kept.
/// </summary>
internal sealed class PageCache(PageStore store, SiteChanges changes, TimeProvider clock)
{
    // What no change tells of, such as what is read most and how old a story is, is so late at most.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);
    private static readonly string[] Conditions =
    [
        HeaderNames.IfNoneMatch,
        HeaderNames.IfModifiedSince,
        HeaderNames.IfMatch,
        HeaderNames.IfUnmodifiedSince,
        HeaderNames.Range,
    ];
    private readonly ConcurrentDictionary<(PageAddress, long), Task<KeptPage?>> making = new();
    private readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> keysOf = new();

    /// <summary>Before everything that costs: a page that is kept leaves here.</summary>
    public Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsForAll(context.Request))
        {
            return next(context);
        }

        var now = clock.GetUtcNow();
        if (changes.IsInStep && store.Find(context.Request, now) is { } page)
        {
            return page.SendAsync(context, now);
        }

        if (changes.IsAlone && store.Find(context.Request, null) is { } old)
        {
            // The name for it that caches have; see RFC 9211.
            context.Response.Headers["Cache-Status"] = "newssite; hit; detail=database-away";
            return old.SendAsync(context, now);
        }

        return next(context);
    }

    /// <summary>After routing, when it is known what is asked for: makes a page, and keeps it.</summary>
    public async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        if (
            !HttpMethods.IsGet(context.Request.Method)
            || !IsForAll(context.Request)
            || context.GetEndpoint()?.Metadata.GetMetadata<SameForAll>() is not { } same
            || !changes.IsInStep
            || KeysOf(context.GetEndpoint()!, same) is not { } keys
            || PageAddress.Of(context.Request, keys) is not { } address
        )
        {
            await next(context);
            return;
        }

        var mine = new TaskCompletionSource<KeptPage?>(TaskCreationOptions.RunContinuationsAsynchronously);

        // Who comes after a change does not wait for a page that was begun before it.
        var key = (address, store.Number);
        var made = making.GetOrAdd(key, mine.Task);
        if (made != mine.Task)
        {
            await (
                await made.WaitAsync(context.RequestAborted) is { } page
                    ? page.SendAsync(context, clock.GetUtcNow())
                    : next(context)
            );
            return;
        }

        KeptPage? kept = null;
        try
        {
            kept = await MakeAsync(context, next, address, keys);
        }
        finally
        {
            making.TryRemove(key, out _);
            mine.SetResult(kept);
        }

        if (kept is not null)
        {
            await kept.SendAsync(context, clock.GetUtcNow());
        }
    }

    /// <returns>Null where the answer is not to be kept; it is sent then.</returns>
    private async Task<KeptPage?> MakeAsync(
        HttpContext context,
        RequestDelegate next,
        PageAddress address,
        IReadOnlyList<string> keys
    )
    {
        var begun = store.Begin();
        var made = clock.GetUtcNow();
        var asked = Conditions.ToDictionary(name => name, name => context.Request.Headers[name]);
        var gone = context.RequestAborted;
        var sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new MemoryStream();
        var body = new StreamResponseBodyFeature(buffer, sent);
        try
        {
            // Others may wait for it, so it is made to its end and whole, whatever becomes of this reader.
            context.RequestAborted = CancellationToken.None;
            Array.ForEach(Conditions, name => context.Request.Headers.Remove(name));
            context.Features.Set<IHttpResponseBodyFeature>(body);
            await next(context);
            await body.CompleteAsync();
        }
        finally
        {
            context.Features.Set(sent);
            context.RequestAborted = gone;
            foreach (var (name, value) in asked.Where(a => a.Value.Count > 0))
            {
                context.Request.Headers[name] = value;
            }
        }

        var bytes = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        var shown = context.RequestServices.GetRequiredService<PublishedDb>().Shown;
        if (
            context.Response.StatusCode != StatusCodes.Status200OK
            || context.Response.Headers.SetCookie.Count > 0
            || shown.Names.Count == 0
            || shown.IsPartial
        )
        {
            // An answer without words is left to whoever makes a page of it.
            if (!bytes.IsEmpty)
            {
                await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
            }

            return null;
        }

        var until = shown.Until < made + Longest ? shown.Until.Value : made + Longest;
        var page = new KeptPage(address, shown.Names, made, until, context.Response.Headers, bytes);
        store.Keep(page, keys, begun);
        return page;
    }

    // A part of the path that may be left out can come by the query instead; one that must be there cannot.
    private IReadOnlyList<string> KeysOf(Endpoint endpoint, SameForAll same) =>
        keysOf.GetOrAdd(
            endpoint,
            _ =>
            {
                var parts = (endpoint as RouteEndpoint)?.RoutePattern.Parameters ?? [];
                return
                [
                    .. same.Keys.Where(key =>
                        !parts.Any(p => !p.IsOptional && p.Name.Equals(key, StringComparison.OrdinalIgnoreCase))
                    ),
                ];
            }
        );

    // A form that comes with a GET would be read before the path and the query.
    private static bool HasBody(HttpRequest request) =>
        request.HasFormContentType
        || request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private bool IsForAll(HttpRequest request) =>
        store.IsOn
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Cookie.Count == 0
        && request.Headers.Authorization.Count == 0
        && !HasBody(request)
        && !request.HttpContext.SavesData();
}
