using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>What a page is made of, taken from the request of the reader who came first.</summary>
/// <param name="Place">Of that reader: limits count whoever has pages made.</param>
internal sealed record PageOrder(
    Endpoint? Endpoint,
    RouteValueDictionary Values,
    HostString Host,
    string Scheme,
    PageAddress Address,
    string Place,
    RequestDelegate Next
)
{
    public static PageOrder Of(HttpContext context, RequestDelegate next, PageAddress address) =>
        new(
            context.GetEndpoint(),
            new(context.Request.RouteValues),
            context.Request.Host,
            context.Request.Scheme,
            address,
            context.Place(),
            next
        );
}

/// <summary>An answer as it was made; nobody has it yet.</summary>
/// <param name="Made">It shows all that this server knew to have changed by then.</param>
internal sealed record PageDraft(
    int Status,
    IHeaderDictionary Headers,
    ReadOnlyMemory<byte> Body,
    Shown Shown,
    DateTimeOffset Made
)
{
    public MadeAnswer Unkept() => new(null, Status, [.. Headers], Body.ToArray());
}

/// <summary>
/// Makes pages, each in a scope of its own: from a replica of the database where one has all that this server was told of,
/// else from the primary; never from both.
/// </summary>
internal sealed class PageMaker(
    Replicas replicas,
    SiteChanges changes,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<PageMaker> log
)
{
    // Well within the patience that readers have for the primary.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether there is another way than to ask the primary.</summary>
    public bool HasReplicas => replicas.IsOn;

    /// <param name="order">Given after <see cref="PageStore.Begin"/>.</param>
    /// <exception cref="Exception">The page cannot be made from the primary.</exception>
    public async Task<PageDraft> MakeAsync(PageOrder order)
    {
        if (replicas.IsOn && changes.IsInStep)
        {
            using var end = new CancellationTokenSource();
            var attempt = FromReplicaAsync(order, end.Token);
            await Task.WhenAny(attempt, Task.Delay(Patience));
            if (attempt.IsCompleted)
            {
                if (await attempt is { } draft)
                {
                    replicas.Count();
                    return draft;
                }
            }
            else
            {
                // It may hang, or be slow. What comes of it is thrown away.
                await end.CancelAsync();
                replicas.Look();
            }
        }

        await using var scope = scopes.CreateAsyncScope();
        return await RunAsync(order, scope.ServiceProvider, clock.GetUtcNow());
    }

    /// <returns>Null where it cannot be made from a replica. Throws nothing.</returns>
    /// <param name="end">Nobody waits for it any more.</param>
    private async Task<PageDraft?> FromReplicaAsync(PageOrder order, CancellationToken end)
    {
        try
        {
            // In this order: what this one remembers was read after all that was told by then, and what is known has been told.
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PublishedDb>();
            var confirmed = changes.ConfirmedAt;
            if (changes.Told is not { } told)
            {
                return null;
            }

            await using var connection = await replicas.OpenAsync(told);
            if (connection is null || end.IsCancellationRequested)
            {
                return null;
            }

            db.Database.SetDbConnection(connection);
            var draft = await RunAsync(order, scope.ServiceProvider, confirmed);
            if (!draft.Shown.IsPartial && draft.Status < StatusCodes.Status500InternalServerError)
            {
                return draft;
            }
        }
        catch (Exception e)
        {
            log.LogDebug(e, "{Path} could not be made from a replica", order.Address.Path);
        }

        replicas.Look();
        return null;
    }

    private static async Task<PageDraft> RunAsync(PageOrder order, IServiceProvider services, DateTimeOffset made)
    {
        using var request = new OwnRequest(services, order.Host, order.Scheme, order.Address);
        request.Context.SetEndpoint(order.Endpoint);
        request.Context.SetPlace(order.Place);
        request.Context.Request.RouteValues = new(order.Values);
        var body = await request.RunAsync(order.Next);
        var response = request.Context.Response;
        return new(response.StatusCode, response.Headers, body, services.GetRequiredService<PublishedDb>().Shown, made);
    }
}
