using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>What the acts on accounts share.</summary>
internal static class StaffRows
{
    /// <summary>Takes an account for the rest of the transaction, as it stands now.</summary>
    /// <exception cref="NotAllowedException">No such account.</exception>
    public static async Task<StaffMember> TakeAsync(this NewsroomDb db, long id, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"select 1 from newsroom.staff_member where id = {id} for no key update",
            cancel
        );
        var member = await db.Users.SingleOrDefaultAsync(s => s.Id == id, cancel) ?? throw new NotAllowedException();

        // It may have been read before it was taken.
        await db.Entry(member).ReloadAsync(cancel);
        return member;
    }

    /// <param name="but">Null: none is spared.</param>
    public static Task EndSessionsAsync(
        this NewsroomDb db,
        long staffMemberId,
        Guid? but,
        DateTimeOffset now,
        CancellationToken cancel
    ) =>
        db
            .StaffSessions.Where(s => s.StaffMemberId == staffMemberId && s.EndedAt == null && s.Id != but)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), cancel);

    /// <summary>Adds an audit entry, to be saved with the act.</summary>
    /// <param name="subject">The account's id.</param>
    /// <param name="by">Who acted; null for the machine's owner.</param>
    /// <param name="address">Where from, where that is known.</param>
    public static void Record(
        this NewsroomDb db,
        string act,
        long subject,
        string? detail,
        long? by,
        DateTimeOffset now,
        string? address = null
    ) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = now,
                StaffMemberId = by,
                Act = act,
                Subject = $"staff:{subject}",
                Detail = detail,
                Way = by is null ? Way.CommandLine : Way.Web,
                Address = address,
                Changes = null,
            }
        );
}
