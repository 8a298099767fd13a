using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Jobs;

/// <summary>How the servers' jobs ended last; read and written for all servers.</summary>
public sealed class JobBook(NewsroomDb db, TimeProvider clock)
{
    public Task<List<Job>> ListAsync(CancellationToken cancel) =>
        db.Jobs.AsNoTracking().OrderBy(j => j.Name).ToListAsync(cancel);

    /// <summary>Writes down how a run ended. A failure stays known after later runs went well.</summary>
    /// <param name="failure">Null where it went well.</param>
    public Task NoteAsync(
        string name,
        DateTimeOffset at,
        int milliseconds,
        string server,
        string? failure,
        CancellationToken cancel
    )
    {
        var words = failure?.Length > Job.FailureLimit ? failure[..Job.FailureLimit] : failure;
        var failedAt = failure is null ? (DateTimeOffset?)null : at;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.job as j (name, ran_at, milliseconds, server, failed_at, failure, failures)
            values ({name}, {at}, {milliseconds}, {server}, {failedAt}, {words},
                {(failure is null ? 0 : 1)})
            on conflict (name) do update set ran_at = excluded.ran_at, milliseconds = excluded.milliseconds,
                server = excluded.server, failed_at = coalesce(excluded.failed_at, j.failed_at),
                failure = coalesce(excluded.failure, j.failure),
                failures = case when excluded.failures = 0 then 0 else j.failures + 1 end
            """,
            cancel
        );
    }

    /// <summary>Somebody asks for a run out of turn.</summary>
    public async Task RecordRunAsync(string name, Actor actor, CancellationToken cancel)
    {
        db.Record(actor, "RunJob", $"job:{name}", null, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }
}
