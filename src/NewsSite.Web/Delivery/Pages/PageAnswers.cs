using System.Collections.Concurrent;

namespace NewsSite.Web.Delivery.Pages;

/// <summary>Makes each page once, however many wait for it, and keeps it in memory and on the disk.</summary>
internal sealed class PageAnswers(
    PageStore store,
    CopyWriter writer,
    SiteChanges changes,
    PageMaker maker,
    FrontCache front,
    TimeProvider clock,
    ILogger<PageAnswers> log
) : IDisposable
{
    // What no change tells of, such as what is read most and how old a story is, is so late at most.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // So many pages are made at once: a database that hangs must not use up what other requests need.
    private const int Most = 16;

    // And so many wait for that: more are told at once to come back.
    private const int Queue = 1000;
    public static readonly MadeAnswer Busy = new(null, StatusCodes.Status503ServiceUnavailable, [], default);
    private readonly SemaphoreSlim makers = new(Most);
    private int begun;
    private readonly ConcurrentDictionary<(PageAddress, long), Task<MadeAnswer>> making = new();

    /// <param name="context">Of the reader who asks; what is needed of it is taken before the first wait.</param>
    /// <param name="keys">See <see cref="SameForAll"/>.</param>
    /// <param name="isCopying">For the disk, not for a reader.</param>
    /// <returns>The page as it is made for all who ask for it meanwhile; <see cref="Busy"/> where too many are waited for.</returns>
    public Task<MadeAnswer> GetAsync(
        HttpContext context,
        RequestDelegate next,
        PageAddress address,
        IReadOnlyList<string> keys,
        bool isCopying
    )
    {
        // Who comes after a change does not wait for a page that was begun before it.
        var key = (address, store.Number);
        if (Volatile.Read(ref begun) >= Queue && !making.ContainsKey(key))
        {
            return Task.FromResult(Busy);
        }

        var mine = new TaskCompletionSource<MadeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = making.GetOrAdd(key, mine.Task);
        if (answer == mine.Task)
        {
            _ = RunAsync();
        }

        return answer;

        async Task RunAsync()
        {
            // All that is taken from the reader who came first is taken before the first wait.
            var order = PageOrder.Of(context, next, address);

            // It may have been made between the look for it and this one.
            if (!isCopying && store.Find(context.Request, clock.GetUtcNow()) is { } kept)
            {
                making.TryRemove(key, out _);
                mine.SetResult(new(kept, StatusCodes.Status200OK, [], default));
                return;
            }

            Interlocked.Increment(ref begun);
            try
            {
                await makers.WaitAsync();
                try
                {
                    mine.SetResult(await MakeAsync(order, keys, isCopying));
                }
                finally
                {
                    makers.Release();
                }
            }
            catch (Exception e)
            {
                log.LogWarning(e, "{Path} could not be made", address.Path);
                mine.SetException(e);
            }
            finally
            {
                Interlocked.Decrement(ref begun);
                making.TryRemove(key, out _);
            }
        }
    }

    private async Task<MadeAnswer> MakeAsync(PageOrder order, IReadOnlyList<string> keys, bool isCopying)
    {
        var seen = changes.Seen;
        var begun = store.Begin();
        var draft = await maker.MakeAsync(order);
        var (shown, made) = (draft.Shown, draft.Made);
        if (
            draft.Status != StatusCodes.Status200OK
            || draft.Headers.SetCookie.Count > 0
            || shown.Names.Count == 0
            || shown.IsPartial
        )
        {
            return draft.Unkept();
        }

        var ends = shown.Until < made + Longest;
        var until = ends ? shown.Until!.Value : made + Longest;
        front.Tell(draft.Headers, shown.Names, until - made, ends);
        var page = KeptPage.Of(order.Address, shown.Names, made, until, draft.Headers, draft.Body);
        if (!isCopying || store.HasRoom)
        {
            store.Keep(page, keys, begun);
        }

        if (seen is { } change)
        {
            writer.Add(new(page, keys, change, begun, isCopying));
        }

        return new(page, draft.Status, [], default) { IsOld = !store.IsFresh(page, begun) };
    }

    public void Dispose() => makers.Dispose();
}
