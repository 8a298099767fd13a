using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Outbox;

/// <summary>How a try to send ended.</summary>
/// <param name="Error">Null where it arrived.</param>
/// <param name="IsFinal">The other side will never take it; trying again is no use.</param>
public sealed record Attempt(string? Error, bool IsFinal = false)
{
    public static Attempt Arrived { get; } = new((string?)null);
}

/// <summary>Sends what is due. Rows are locked while they are sent, so that no two servers send the same one.</summary>
public sealed class OutboxRun(NewsroomDb db, TimeProvider clock)
{
    private const int ErrorLimit = 500;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>
    /// Takes the rows of one kind once the oldest of them is due, sends each path once, and writes down how it ended. A
    /// path that does not arrive is tried again, later each time, for a day.
    /// </summary>
    /// <param name="limit">The most rows to take.</param>
    /// <param name="ahead">Rows that are due this soon go along, so that one sending tells of all of them.</param>
    /// <param name="send">Is given the different paths; answers for each in the same order, and does not throw.</param>
    /// <returns>How many rows were taken.</returns>
    public async Task<int> SendAsync(
        string kind,
        int limit,
        TimeSpan ahead,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<Attempt>>> send,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await StandStill.LimitAsync(db, StandStill.Sending, cancel);
        var now = clock.GetUtcNow();
        var horizon = now + ahead;
        var rows = await db
            .Outbox.FromSql(
                $"""
                select * from newsroom.outbox
                where sent_at is null and kind = {kind} and due_at <= {horizon}
                  and exists (select from newsroom.outbox where sent_at is null and kind = {kind} and due_at <= {now})
                order by due_at, id limit {limit} for update skip locked
                """
            )
            .ToListAsync(cancel);
        var paths = rows.Select(r => r.Path).Distinct().ToList();
        if (paths.Count > 0)
        {
            var ends = paths.Zip(await send(paths, cancel)).ToDictionary();
            foreach (var row in rows)
            {
                Close(row, ends[row.Path], clock.GetUtcNow());
            }

            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        return rows.Count;
    }

    /// <summary>Forgets what was sent or given up a week ago.</summary>
    public Task<int> SweepAsync(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Kept;
        return db.Outbox.Where(e => e.SentAt < before).ExecuteDeleteAsync(cancel);
    }

    // What is given up counts as sent and keeps its error: nothing takes it any more, and it goes with the others.
    private static void Close(OutboxEntry row, Attempt end, DateTimeOffset now)
    {
        row.Attempts++;
        row.LastError = end.Error is { Length: > ErrorLimit } error ? error[..ErrorLimit] : end.Error;
        if (end.Error is null || end.IsFinal || now - row.CreatedAt >= Retry.Patience)
        {
            row.SentAt = now;
        }
        else
        {
            row.DueAt = now + Retry.Wait(row.Attempts);
        }
    }
}
