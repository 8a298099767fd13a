using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Audit;

/// <summary>What somebody looks for in the audit; null where it does not matter.</summary>
public sealed record AuditFilter
{
    public long? StaffMemberId { get; init; }

    /// <summary>Only what was done by commands and at the start of the site, by nobody in particular.</summary>
    public bool ByCommand { get; init; }
    public string? Act { get; init; }

    /// <inheritdoc cref="AuditEntry.Kind"/>
    public string? Kind { get; init; }

    /// <inheritdoc cref="AuditEntry.Subject"/>
    public string? Subject { get; init; }
    public DateTimeOffset? From { get; init; }

    /// <summary>Not itself.</summary>
    public DateTimeOffset? Until { get; init; }
}

/// <summary>Reads the audit, newest first.</summary>
public sealed class AuditLog(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <param name="after">The entry that the page before ended with; null for the first page.</param>
    /// <returns>A page, and one more where there are further ones.</returns>
    public Task<List<AuditEntry>> FindAsync(
        AuditFilter filter,
        (DateTimeOffset At, long Id)? after,
        CancellationToken cancel
    )
    {
        var entries = Matching(filter);
        if (after is { } last)
        {
            // As a pair, so that the index of the order leads straight there.
            entries = entries.Where(e =>
                EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(last.At, last.Id))
            );
        }

        return Ordered(entries).Take(PageSize + 1).ToListAsync(cancel);
    }

    /// <summary>All of them, one after the other as they are read.</summary>
    public IAsyncEnumerable<AuditEntry> All(AuditFilter filter) => Ordered(Matching(filter)).AsAsyncEnumerable();

    /// <returns>Every act that there is an entry of.</returns>
    public Task<List<string>> ActsAsync(CancellationToken cancel) =>
        // From each to the next by the index: there are few, however many entries.
        db
            .Database.SqlQuery<string>(
                $"""
                with recursive act as (
                    (select act from newsroom.audit_entry order by act limit 1)
                    union all
                    select (select e.act from newsroom.audit_entry e where e.act > act.act order by e.act limit 1)
                    from act where act.act is not null
                )
                select act as "Value" from act where act is not null
                """
            )
            .ToListAsync(cancel);

    /// <inheritdoc cref="ActsAsync"/>
    /// <returns>Every kind of thing that there is an entry about.</returns>
    public Task<List<string>> KindsAsync(CancellationToken cancel) =>
        db
            .Database.SqlQuery<string>(
                $"""
                with recursive kind as (
                    (select kind from newsroom.audit_entry order by kind limit 1)
                    union all
                    select (select e.kind from newsroom.audit_entry e where e.kind > kind.kind order by e.kind limit 1)
                    from kind where kind.kind is not null
                )
                select kind as "Value" from kind where kind is not null
                """
            )
            .ToListAsync(cancel);

    private static IQueryable<AuditEntry> Ordered(IQueryable<AuditEntry> entries) =>
        entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);

    private IQueryable<AuditEntry> Matching(AuditFilter filter)
    {
        var entries = db.AuditEntries.AsNoTracking();
        entries = filter.StaffMemberId is { } person ? entries.Where(e => e.StaffMemberId == person) : entries;
        entries = filter.ByCommand ? entries.Where(e => e.Way == Way.CommandLine) : entries;
        entries = filter.Act is { } act ? entries.Where(e => e.Act == act) : entries;
        entries = filter.Kind is { } kind ? entries.Where(e => e.Kind == kind) : entries;
        entries = filter.Subject is { } subject ? entries.Where(e => e.Subject == subject) : entries;
        entries = filter.From is { } from ? entries.Where(e => e.At >= from) : entries;
        return filter.Until is { } until ? entries.Where(e => e.At < until) : entries;
    }
}
