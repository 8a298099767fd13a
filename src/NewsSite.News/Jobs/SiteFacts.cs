using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Jobs;

/// <summary>A table, with what belongs to it.</summary>
public sealed record TableSize(string Name, long Bytes);

/// <param name="Oldest">When the oldest of them came; null where there are none.</param>
public sealed record Backlog(int Count, DateTimeOffset? Oldest);

/// <summary>A server that says that it is there.</summary>
/// <param name="Behind">How many changes it has not followed yet.</param>
public sealed record ServerSeen(string Name, DateTimeOffset At, long Behind);

/// <summary>What the database knows of the site's own state. Each question stands alone, so that one that fails leaves the others.</summary>
public sealed class SiteFacts(NewsroomDb db)
{
    private const int Patience = 3;

    public Task<string> VersionAsync(CancellationToken cancel) =>
        OneAsync(db.Database.SqlQuery<string>($"select current_setting('server_version') as \"Value\""), cancel);

    public Task<long> SizeAsync(CancellationToken cancel) =>
        OneAsync(db.Database.SqlQuery<long>($"select pg_database_size(current_database()) as \"Value\""), cancel);

    /// <returns>The biggest first.</returns>
    public Task<List<TableSize>> TablesAsync(int count, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(Patience);
        return db
            .Database.SqlQuery<TableSize>(
                $"""
                select n.nspname || '.' || c.relname as name, pg_total_relation_size(c.oid) as bytes
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where c.relkind = 'r' and n.nspname in ('newsroom', 'site', 'delivery')
                order by 2 desc limit {count}
                """
            )
            .ToListAsync(cancel);
    }

    /// <returns>How many migrations are in the database, and those that are not.</returns>
    public async Task<(int Applied, IReadOnlyList<string> Pending)> MigrationsAsync(CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(Patience);
        return (
            (await db.Database.GetAppliedMigrationsAsync(cancel)).Count(),
            [.. await db.Database.GetPendingMigrationsAsync(cancel)]
        );
    }

    /// <summary>Stories whose time has come by the database's clock, and that are not done yet; those that failed are others.</summary>
    public Task<Backlog> OverdueAsync(CancellationToken cancel) =>
        OneAsync(
            db.Database.SqlQuery<Backlog>(
                $"""
                select count(*)::int as count, min(due_at) as oldest from newsroom.scheduled_act
                where done_at is null and failure is null and due_at < clock_timestamp() - interval '10 seconds'
                """
            ),
            cancel
        );

    /// <summary>Stories that could not be published or withdrawn at their time.</summary>
    public Task<Backlog> FailedSchedulesAsync(CancellationToken cancel) =>
        OneAsync(
            db.Database.SqlQuery<Backlog>(
                $"""
                select count(*)::int as count, min(due_at) as oldest from newsroom.scheduled_act
                where done_at is null and failure is not null
                """
            ),
            cancel
        );

    /// <summary>What is still to be told to the world outside.</summary>
    public Task<Backlog> OutboxAsync(CancellationToken cancel) =>
        OneAsync(
            db.Database.SqlQuery<Backlog>(
                $"select count(*)::int as count, min(created_at) as oldest from newsroom.outbox where sent_at is null"
            ),
            cancel
        );

    /// <summary>Receivers of webhooks that are on and have failed so many times in a row.</summary>
    public Task<Backlog> FailingWebhooksAsync(int times, CancellationToken cancel) =>
        OneAsync(
            db.Database.SqlQuery<Backlog>(
                $"""
                select count(*)::int as count, min(failing_since) as oldest from newsroom.webhook
                where is_on and failures >= {times}
                """
            ),
            cancel
        );

    /// <summary>Those that keep copies of pages on their disk; others do not say that they are there.</summary>
    public Task<List<ServerSeen>> ServersAsync(CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(Patience);
        return db
            .Database.SqlQuery<ServerSeen>(
                $"""
                select name, at, greatest(coalesce((select max(id) from delivery.change), 0) - seen, 0) as behind
                from delivery.server order by name
                """
            )
            .ToListAsync(cancel);
    }

    private async Task<T> OneAsync<T>(IQueryable<T> rows, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(Patience);
        return (await rows.ToListAsync(cancel)).Single();
    }
}
