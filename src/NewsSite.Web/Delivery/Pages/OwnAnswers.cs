using NewsSite.Web.Shared;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>What the site answers at an address by itself.</summary>
/// <param name="Status">404 where no page has the address, whatever a redirect makes of it.</param>
/// <param name="To">Where it leads, as the answer says it; null where it leads nowhere.</param>
public sealed record OwnAnswer(int Status, string? To);

/// <summary>Of a request whose page is not kept.</summary>
internal sealed class Unkept;

/// <summary>Asks the site itself, as a stranger would and without a network: what is found out is what readers get.</summary>
public sealed class OwnAnswers(IServiceScopeFactory scopes, SiteOptions site)
{
    // Some answers have no end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Uri root = new(site.Root);

    // What a request meets from here on; set before the first comes.
    private RequestDelegate? pipeline;

    /// <summary>The way of a request that is to be answered, for those of the site's own.</summary>
    public RequestDelegate Use(RequestDelegate next) => pipeline = next;

    /// <param name="address">From the root of the site, as a link writes it.</param>
    /// <param name="isKept">Whether the page is kept for readers; one that is not is neither compressed nor remembered.</param>
    /// <exception cref="Exception">The page cannot be made.</exception>
    public async Task<OwnAnswer> AskAsync(string address, CancellationToken cancel, bool isKept = true)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        end.CancelAfter(Patience);
        await using var scope = scopes.CreateAsyncScope();
        var parts = address.Split('#', 2)[0].Split('?', 2);
        using var request = new OwnRequest(
            scope.ServiceProvider,
            HostString.FromUriComponent(root),
            root.Scheme,
            new(PathString.FromUriComponent(parts[0]).Value!, parts.Length > 1 ? parts[1] : "")
        );
        request.Context.RequestAborted = end.Token;
        request.Context.Features.Set(isKept ? null : new Unkept());
        var response = request.Context.Response;
        try
        {
            await request.RunAsync(pipeline!);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            if (!response.HasStarted)
            {
                return new(StatusCodes.Status504GatewayTimeout, null);
            }

            // Of one that has begun to answer the rest is not waited for.
        }

        return new(response.StatusCode, response.Headers.Location.Count == 1 ? response.Headers.Location[0] : null);
    }
}
