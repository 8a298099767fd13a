using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Importing;

namespace NewsSite.News.Wire;

/// <summary>Asks the sources that are due, one after the other, and stores what is new.</summary>
public sealed class WireRun(NewsroomDb db, WireFetcher fetcher, TimeProvider clock)
{
    /// <summary>A source that fails again and again is asked this seldom in the end.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>Asks the source that has been due for longest.</summary>
    /// <returns>False where none is due, or another server is at it.</returns>
    public async Task<bool> RunOneAsync(CancellationToken cancel)
    {
        if (await ClaimAsync(cancel) is not { } source)
        {
            return false;
        }

        db.ChangeTracker.Clear();
        try
        {
            var answer = await fetcher.FetchAsync(source, cancel);
            var entries = answer.Bytes is { } bytes ? await FeedReader.ReadAsync(bytes, cancel) : null;
            await new WireStore(db, clock).KeepAsync(source, answer, entries, cancel);
        }
        catch (Exception e) when (e is NotFetchedException or ImportRefusedException)
        {
            await FailAsync(source, e.Message, (e as NotFetchedException)?.Wait, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // The log says what; the others go on next time.
            db.ChangeTracker.Clear();
            await FailAsync(source, "Something went wrong here. The log of the server says what.", null, cancel);
            throw;
        }

        return true;
    }

    /// <summary>Asks all that are due.</summary>
    /// <returns>How many this server asked.</returns>
    public async Task<int> RunAsync(CancellationToken cancel)
    {
        var count = 0;
        while (await RunOneAsync(cancel))
        {
            count++;
        }

        return count;
    }

    // Its next time is moved on in the same breath: what a server that ends now leaves undone is asked for then. No lock is held
    // while the source is waited for.
    private async Task<WireSource?> ClaimAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var claimed = await db
            .WireSources.FromSql(
                $"""
                update newsroom.wire_source
                set tried_at = {now}, next_at = {now} + make_interval(mins => every_minutes)
                where id = (
                    select id from newsroom.wire_source where is_on and next_at <= {now}
                    order by next_at limit 1 for update skip locked
                )
                returning *
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        return claimed.SingleOrDefault();
    }

    private Task<int> FailAsync(WireSource source, string reason, TimeSpan? wait, CancellationToken cancel)
    {
        var every = TimeSpan.FromMinutes(source.EveryMinutes);
        var later = every * Math.Pow(2, Math.Min(source.Failures, 10));
        later = wait > later ? wait.Value : later;
        var next =
            clock.GetUtcNow()
            + (
                later < LongestWait ? later
                : every > LongestWait ? every
                : LongestWait
            );
        var failure = reason.Length > WireSource.FailureLimit ? reason[..WireSource.FailureLimit] : reason;

        // An admin who gave it another address meanwhile has asked for another try.
        return db
            .WireSources.Where(s => s.Id == source.Id && s.NextAt == source.NextAt)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(x => x.NextAt, next)
                        .SetProperty(x => x.Failure, failure)
                        .SetProperty(x => x.Failures, source.Failures + 1),
                cancel
            );
    }
}
