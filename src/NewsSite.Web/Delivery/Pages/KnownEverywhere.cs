using System.Diagnostics;
using Microsoft.AspNetCore.Mvc.Filters;
using NewsSite.News.Published;
using Npgsql;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>
/// Answers an act that changed what readers see when every server has forgotten what it made old: from then on nobody is sent
/// it. A server that is there and does not say so is waited for a second, and then holds nobody up.
/// </summary>
internal sealed class KnownEverywhere(SiteChanges changes, ReadersDatabase database, ILogger<KnownEverywhere> log)
    : IAsyncPageFilter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        // Whoever changes something through this server makes it read of it before the act ends.
        var before = changes.Seen;
        await next();
        if (HttpMethods.IsPost(context.HttpContext.Request.Method) && changes.Seen is { } change && change != before)
        {
            await WaitAsync(change, context.HttpContext.RequestAborted);
        }
    }

    // It is done: whatever goes wrong here is no reason to say that it is not.
    private async Task WaitAsync(long change, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            while (await IsBehindAsync(change, cancel))
            {
                if (watch.Elapsed > Patience)
                {
                    log.LogWarning("A server has not said in time that it knows of change {Id}", change);
                    return;
                }

                await Task.Delay(Look, cancel);
            }
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            log.LogWarning(e, "Which servers know of change {Id} could not be asked", change);
        }
    }

    private async Task<bool> IsBehindAsync(long change, CancellationToken cancel)
    {
        await using var connection = await database.WorkAsync(cancel);
        return await ServerRoll.IsBehindAsync(connection, change, cancel);
    }
}
