using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>An answer that was made for whoever asks the same at this moment.</summary>
/// <param name="Page">Null where it is not to be kept.</param>
internal sealed record MadeAnswer(
    KeptPage? Page,
    int Status,
    IReadOnlyList<KeyValuePair<string, StringValues>> Headers,
    ReadOnlyMemory<byte> Body
)
{
    /// <summary>Something that the page shows changed while it was made.</summary>
    public bool IsOld { get; init; }

    /// <summary>Answers a GET; nothing was sent yet. One without words is left to whoever makes a page of it.</summary>
    public async Task SendAsync(HttpContext context, DateTimeOffset now)
    {
        if (Page is not null)
        {
            await Page.SendAsync(context, now, IsOld);
            return;
        }

        context.Response.StatusCode = Status;
        foreach (
            var (name, value) in Headers.Where(h => !KeptPage.Own.Contains(h.Key) && h.Key != HeaderNames.SetCookie)
        )
        {
            context.Response.Headers[name] = value;
        }

        // Made without what the reader has: the one who asks may have it all the same.
        var etag = Headers.FirstOrDefault(h => h.Key == HeaderNames.ETag).Value.ToString();
        if (Status == StatusCodes.Status200OK && etag.Length > 0)
        {
            context.Response.Headers.ETag = etag;
            if (ETags.IsKnown(context.Request.Headers, etag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        if (!Body.IsEmpty)
        {
            await context.Response.Body.WriteAsync(Body, context.RequestAborted);
        }
    }
}

/// <summary>A request of the site's own, which no reader waits for alone: it is made to its end, whatever becomes of them.</summary>
internal sealed class OwnRequest : IDisposable
{
    private readonly MemoryStream body = new();
    private readonly OwnResponse response = new();

    /// <param name="services">Of a scope of its own.</param>
    public OwnRequest(IServiceProvider services, HostString host, string scheme, PageAddress address)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature());
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        Context = new DefaultHttpContext(features) { RequestServices = services };
        var request = Context.Request;
        (request.Method, request.Scheme, request.Protocol) = (HttpMethods.Get, scheme, HttpProtocol.Http11);
        (request.Host, request.Path) = (host, address.Path);
        request.QueryString = address.Query.Length == 0 ? default : new("?" + address.Query);
    }

    public DefaultHttpContext Context { get; }

    /// <returns>What was answered.</returns>
    public async Task<ReadOnlyMemory<byte>> RunAsync(RequestDelegate next)
    {
        await next(Context);
        await response.StartAsync();
        await Context.Response.CompleteAsync();
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    public void Dispose() => body.Dispose();

    // What is to be done at the start of an answer, the last that asked first.
    private sealed class OwnResponse : HttpResponseFeature
    {
        private readonly Stack<(Func<object, Task> Act, object State)> acts = new();

        public override void OnStarting(Func<object, Task> callback, object state) => acts.Push((callback, state));

        public async Task StartAsync()
        {
            while (acts.TryPop(out var act))
            {
                await act.Act(act.State);
            }
        }
    }
}

/// <summary>Marks a request that is made to have a copy of a page, and tells what came of it.</summary>
internal sealed class Copying
{
    /// <summary>Null where it was not made, or is not to be kept.</summary>
    public KeptPage? Page { get; set; }

    /// <summary>The database was asked; false where this server has lost step with it.</summary>
    public bool WasAsked { get; set; }

    /// <summary>There is no page at the address, or none that is the same for every reader.</summary>
    public bool IsNone { get; set; }
}
