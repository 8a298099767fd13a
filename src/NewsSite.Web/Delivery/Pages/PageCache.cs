using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Sends pages that are the same for every reader from memory, and makes each once, however many wait for it. Whoever
/// brings a cookie or a name gets a page of their own, which is never kept. Where the database does not answer, or not soon,
/// readers get the last good copy.
/// </summary>
internal sealed class PageCache(
    PageStore store,
    CopyStore copies,
    SiteChanges changes,
    PageAnswers answers,
    PageMaker maker,
    IServiceScopeFactory scopes,
    SiteOptions site,
    TimeProvider clock
)
{
    // No reader waits longer for the database where there is a copy.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Endpoint, IReadOnlyList<string>> keysOf = new();
    private readonly Uri root = new(site.Root);

    // What a request meets from here on; set before the first comes.
    private RequestDelegate? pipeline;

    /// <summary>The way of a request that nobody has answered yet, for those of the site's own.</summary>
    public RequestDelegate Use(RequestDelegate next)
    {
        pipeline = next;
        return context => ServeAsync(context, next);
    }

    /// <summary>Before everything that costs: a page that is kept leaves here.</summary>
    private Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsForAll(context.Request))
        {
            // Without a database, the page as all others get it is better than none.
            return changes.IsAlone && IsNobodys(context.Request) && FindOld(context.Request) is { } copy
                ? SendOldAsync(copy, context, "database-away")
                : next(context);
        }

        var now = clock.GetUtcNow();
        if (changes.IsInStep && store.Find(context.Request, now) is { } page)
        {
            return SendAsync(page, context, now);
        }

        return changes.IsAlone && FindOld(context.Request) is { } old
            ? SendOldAsync(old, context, "database-away")
            : next(context);
    }

    /// <summary>After routing, when it is known what is asked for: makes a page, and keeps it.</summary>
    public async Task FillAsync(HttpContext context, RequestDelegate next)
    {
        var copying = context.Features.Get<Copying>();
        var endpoint = context.GetEndpoint();
        if (
            !IsForAll(context.Request)
            || context.Features.Get<Unkept>() is not null
            || endpoint?.Metadata.GetMetadata<SameForAll>() is not { } same
            || KeysOf(endpoint, same) is not { } keys
            || PageAddress.Of(context.Request, keys) is not { } address
        )
        {
            copying?.IsNone = true;
            if (changes.IsLost && endpoint?.Metadata.GetMetadata<AsksDatabase>() is not null)
            {
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            if (
                copying is null
                && maker.HasReplicas
                && endpoint?.Metadata.GetMetadata<AsksDatabase>() is not null
                && HttpMethods.IsGet(context.Request.Method)
                && IsForAll(context.Request)
            )
            {
                // Whole before it is sent, so that it can be made again where a replica fails.
                var query = context.Request.QueryString.Value?.TrimStart('?') ?? "";
                var draft = await maker.MakeAsync(PageOrder.Of(context, next, new(context.Request.Path, query)));
                await draft.Unkept().SendAsync(context, clock.GetUtcNow());
                return;
            }

            await (copying is null ? next(context) : Task.CompletedTask);
            return;
        }

        var patience = Task.Delay(Patience, context.RequestAborted);
        if (copying is null && !changes.IsInStep)
        {
            await changes.AskAsync(patience);
            if (await SendKeptAsync(context))
            {
                return;
            }
        }

        if (changes.IsAway && copying is null && AnswerFromNotes(context, address))
        {
            return;
        }

        if (changes.IsLost && copying is null)
        {
            // No copy was found on the way here. Nobody waits to be told so by a database that hangs.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (!changes.IsInStep)
        {
            await (copying is null ? next(context) : Task.CompletedTask);
            return;
        }

        if (copying is not null)
        {
            copying.WasAsked = true;
            var made = await answers.GetAsync(context, next, address, keys, isCopying: true);
            (copying.Page, copying.IsNone) = (made.Page, made.Status is >= 300 and < 500);
            return;
        }

        var answer = answers.GetAsync(context, next, address, keys, isCopying: false);
        if (copies.IsOn)
        {
            await Task.WhenAny(answer, patience);
            if (
                (!answer.IsCompletedSuccessfully || answer.Result == PageAnswers.Busy)
                && copies.Find(context.Request) is { } copy
            )
            {
                await SendOldAsync(copy, context, answer.IsFaulted ? "database-away" : "database-slow");
                return;
            }
        }

        await (await answer.WaitAsync(context.RequestAborted)).SendAsync(context, clock.GetUtcNow());
    }

    /// <summary>Makes the page at an address, as if a reader had asked for it, so that there is a copy of it.</summary>
    public async Task<Copying> CopyAsync(string address)
    {
        var copying = new Copying();
        var (path, query) = CopiedPage.Parts(address);
        await AskAsync(new(Uri.UnescapeDataString(path), query), copying);
        return copying;
    }

    /// <summary>Makes a page that is wanted, as if a reader had asked for it.</summary>
    public Task MakeAsync(PageAddress address) => AskAsync(address, null);

    private async Task AskAsync(PageAddress address, Copying? copying)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var request = new OwnRequest(
            scope.ServiceProvider,
            HostString.FromUriComponent(root),
            root.Scheme,
            address
        );
        request.Context.Features.Set(copying);
        await request.RunAsync(pipeline!);
    }

    private static async Task SendAsync(KeptPage page, HttpContext context, DateTimeOffset now)
    {
        await page.SendAsync(context, now);
        if (HttpMethods.IsGet(context.Request.Method) && context.Response.HasStarted)
        {
            page.Remember(context.Response);
        }
    }

    // Who came while it was in doubt what is kept: it is trusted again, or the database does not answer soon.
    private async Task<bool> SendKeptAsync(HttpContext context)
    {
        var now = clock.GetUtcNow();
        if (changes.IsInStep)
        {
            var page = store.Find(context.Request, now);
            await (page?.SendAsync(context, now) ?? Task.CompletedTask);
            return page is not null;
        }

        var old = changes.MaySendOld ? FindOld(context.Request) : null;
        await (
            old is null
                ? Task.CompletedTask
                : SendOldAsync(old, context, changes.IsAway ? "database-away" : "database-slow")
        );
        return old is not null;
    }

    // What this server's disk says of a story without showing it: where it is, or that it is gone for good.
    private bool AnswerFromNotes(HttpContext context, PageAddress address)
    {
        if (StoryOf(address) is not { } story)
        {
            return false;
        }

        if (copies.AddressOf(story) is { } path && path != address.Path)
        {
            context.Response.Redirect(path);
            return true;
        }

        if (copies.IsGone(story))
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return true;
        }

        return false;
    }

    // Of the page of a story, by whatever slug.
    private static long? StoryOf(PageAddress address) =>
        address.Path.Split('/') is ["", "news", var id, ..] and { Length: <= 4 }
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private KeptPage? FindOld(HttpRequest request) => store.Find(request, null) ?? copies.Find(request);

    private Task SendOldAsync(KeptPage old, HttpContext context, string why)
    {
        // The name for it that caches have; see RFC 9211.
        context.Response.Headers["Cache-Status"] = $"newssite; hit; detail={why}";
        return old.SendAsync(context, clock.GetUtcNow(), isOld: true);
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

    private bool IsForAll(HttpRequest request) => IsNobodys(request) && !request.HttpContext.SavesData();

    // Who asks is not known, and cannot be found out.
    private bool IsNobodys(HttpRequest request) =>
        store.IsOn
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && request.Headers.Cookie.Count == 0
        && request.Headers.Authorization.Count == 0
        && !HasBody(request);
}
