using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
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

    /// <summary>
    /// What an account's sections cover today: what stands for them, all that lies in that, and every id by which stories
    /// still name any of it.
    /// </summary>
    /// <returns>Null for the whole paper; admins are never limited.</returns>
    public static async Task<IReadOnlySet<long>?> SectionsOfAsync(
        this NewsroomDb db,
        StaffMember member,
        CancellationToken cancel
    )
    {
        if (member.SectionIds.Length == 0 || member.Role == StaffRole.Admin)
        {
            return null;
        }

        var ids = member.SectionIds;
        var covered = await db
            .Database.SqlQuery<long>(
                $"""
                with recursive living (id, next) as (
                    select id, replaced_by_id from newsroom.category where id = any({ids})
                    union
                    select c.id, c.replaced_by_id from living l join newsroom.category c on c.id = l.next
                ),
                covered (id) as (
                    select id from living where next is null
                    union
                    select c.id from covered up join newsroom.category c
                        on c.replaced_by_id = up.id or (c.parent_id = up.id and c.replaced_by_id is null)
                )
                select id as "Value" from covered
                """
            )
            .ToListAsync(cancel);
        return covered.ToHashSet();
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
}
