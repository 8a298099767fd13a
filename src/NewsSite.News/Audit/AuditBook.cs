using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Audit;

/// <summary>The one place where entries are made. An entry is saved with the act, in its transaction.</summary>
public static class AuditBook
{
    public const int SubjectLimit = 100;

    /// <param name="act">A newsroom verb, at most 50 characters.</param>
    /// <param name="subject">For example <c>article:12</c>.</param>
    /// <param name="detail">What else is worth knowing; for people.</param>
    /// <param name="changes">The fields before and after; see <see cref="FieldChanges"/>.</param>
    public static void Record(
        this NewsroomDb db,
        Actor actor,
        string act,
        string subject,
        string? detail,
        DateTimeOffset at,
        IReadOnlyList<FieldChange>? changes = null
    ) =>
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = at,
                StaffMemberId = actor.Id,
                Act = act,
                Subject = subject,
                Detail = detail,
                Way = actor.Way,
                Address = actor.Address,
                Changes = changes is null ? null : FieldChange.Write(changes),
            }
        );
}
