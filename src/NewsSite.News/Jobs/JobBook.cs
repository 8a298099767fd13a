using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Jobs;

/// <summary>How the servers' jobs ended last; read and written for all servers.</summary>
public sealed class JobBook(NewsroomDb db, TimeProvider clock)
{
    /// <summary>A server that has not told the end of a run for so long is taken to have ended itself.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

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
        var failedAt = failure is null ? (DateTimeOffset?)null : at;
        return db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.job as j (name, ran_at, milliseconds, server, failed_at, failure, failures)
            values ({name}, {at}, {milliseconds}, {server}, {failedAt}, {Short(failure)},
                {(failure is null ? 0 : 1)})
            on conflict (name) do update set ran_at = excluded.ran_at, milliseconds = excluded.milliseconds,
                server = excluded.server, failed_at = coalesce(excluded.failed_at, j.failed_at),
                failure = coalesce(excluded.failure, j.failure),
                failures = case when excluded.failures = 0 then 0 else j.failures + 1 end
            """,
            cancel
        );
    }

    /// <summary>What was asked for last, of each job for which anybody ever asked.</summary>
    public Task<List<JobRequest>> RequestsAsync(CancellationToken cancel) =>
        db.JobRequests.AsNoTracking().ToListAsync(cancel);

    /// <summary>Somebody asks for a run out of turn. While one is waited for or runs, there is no second.</summary>
    /// <returns>Whether it is a new one.</returns>
    public async Task<bool> AskAsync(string name, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = clock.GetUtcNow();
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.job_request as r (name, asked_at, by_name) values ({name}, {now}, {actor.Name})
            on conflict (name) do update set asked_at = excluded.asked_at, by_name = excluded.by_name,
                taken_at = null, server = null, done_at = null, failure = null
                where r.done_at is not null or r.taken_at < {now - Longest}
            """,
            cancel
        );
        if (isNew > 0)
        {
            db.Record(actor, "RunJob", $"job:{name}", null, now);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return isNew > 0;
    }

    /// <summary>
    /// Asks for a run of a job that has its time. All servers ask, again and again; there is one run, and after one that failed
    /// or was never heard of again another one when <paramref name="again"/> has passed.
    /// </summary>
    /// <param name="due">When it should have begun.</param>
    /// <returns>Whether this server was the one that asked.</returns>
    public async Task<bool> AskInTimeAsync(string name, DateTimeOffset due, TimeSpan again, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.job_request as r (name, asked_at, by_name)
                select {name}, {now}, 'The schedule'
                where not exists (select from newsroom.job where name = {name} and failures = 0 and ran_at >= {due})
                on conflict (name) do update set asked_at = excluded.asked_at, by_name = excluded.by_name,
                    taken_at = null, server = null, done_at = null, failure = null
                    where (r.done_at is not null or r.taken_at < {now - Longest})
                        and r.asked_at < greatest({due}, {now - again})
                """,
                cancel
            ) > 0;
    }

    /// <summary>Takes what waits to be run: whatever it gives, no other server gets.</summary>
    /// <param name="names">The jobs that this server knows.</param>
    /// <returns>The names of the jobs.</returns>
    public Task<List<string>> TakeAsync(string[] names, string server, CancellationToken cancel) =>
        db
            .Database.SqlQuery<string>(
                $"""
                update newsroom.job_request set taken_at = {clock.GetUtcNow()}, server = {server}
                where taken_at is null and name = any({names}) returning name as "Value"
                """
            )
            .ToListAsync(cancel);

    /// <summary>Writes down how a run ended that was asked for.</summary>
    /// <param name="failure">Null where it went well.</param>
    public Task EndAsync(string name, string server, string? failure, CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update newsroom.job_request set done_at = {clock.GetUtcNow()}, failure = {Short(failure)}
            where name = {name} and server = {server} and done_at is null
            """,
            cancel
        );

    private static string? Short(string? failure) =>
        failure?.Length > Job.FailureLimit ? failure[..Job.FailureLimit] : failure;
}
