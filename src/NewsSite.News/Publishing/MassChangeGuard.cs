using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <param name="Most">So many published stories an account may change in five minutes; 0 for any number.</param>
public sealed record MassChangeLimit(int Most);

/// <summary>
/// Freezes an account that changes an unusual number of published stories in a short time: an editor hardly does, and whoever stole
/// an editor's account does. A frozen account changes nothing more that readers see until an admin has looked.
/// </summary>
public sealed class MassChangeGuard(NewsroomDb db, MassChangeLimit limit, ILogger<MassChangeGuard> log)
{
    /// <summary>For so long an act counts.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private const string Words =
        "Your account has changed so many published stories in so little time that it may not change more. "
        + "Ask an admin to look at it.";

    /// <exception cref="PublishRefusedException">The actor's account is frozen.</exception>
    internal async Task CheckAsync(Actor actor, CancellationToken cancel)
    {
        if ((await FrozenAsync([actor], cancel)).Count > 0)
        {
            throw new PublishRefusedException(Words);
        }
    }

    /// <summary>Takes the acts of frozen accounts out.</summary>
    /// <param name="refusals">They are added here.</param>
    internal async Task<IReadOnlyList<PublishAct>> SiftAsync(
        IReadOnlyList<PublishAct> acts,
        List<Refusal> refusals,
        CancellationToken cancel
    )
    {
        var frozen = await FrozenAsync(acts.Select(a => a.Actor), cancel);
        refusals.AddRange(acts.Where(IsFrozen).Select(a => new Refusal(a.Article, new PublishRefusedException(Words))));
        return [.. acts.Where(a => !IsFrozen(a))];

        bool IsFrozen(PublishAct act) => act.Actor.Id is { } id && frozen.Contains(id);
    }

    /// <summary>
    /// Counts what an account has done, with the act that is being done at this moment: at the end of its transaction, in its
    /// turn (<see cref="SiteTurn"/>), so that nobody slips through beside another act of the same account.
    /// </summary>
    /// <exception cref="PublishRefusedException">The account was frozen while this act waited for its turn.</exception>
    internal async Task CountAsync(Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var most = limit.Most;
        if (actor.Id is not { } id || most == 0)
        {
            return;
        }

        await db.SaveChangesAsync(cancel);
        var since = now - Within;
        var found = await db
            .Database.SqlQuery<Count>(
                $"""
                with frozen as (
                    update newsroom.staff_member set frozen_at = {now}
                    where id = {id} and frozen_at is null and {most} < (
                        select count(*) from (
                            select distinct p.article_id from newsroom.publication p
                            join newsroom.article a on a.id = p.article_id
                            where p.by_id = {id} and p.at > {since} and a.first_published_at < p.at
                            limit {most + 1}
                        ) changed
                    )
                    returning id
                )
                select s.frozen_at is not null as was_frozen, exists (select from frozen) as is_frozen_now
                from newsroom.staff_member s where s.id = {id}
                """
            )
            .ToListAsync(cancel);
        if (found is [{ WasFrozen: true }])
        {
            throw new PublishRefusedException(Words);
        }

        if (found is [{ IsFrozenNow: true }])
        {
            var detail = $"More than {most} published stories in {Within.TotalMinutes} minutes";
            db.Record(Actor.System, "FreezeStaff", $"staff:{id}", detail, now);
            await db.SaveChangesAsync(cancel);
            log.LogError(
                "{Name}, account {Id}, is frozen: {Why}. An admin can take it all back",
                actor.Name,
                id,
                detail
            );
        }
    }

    private async Task<HashSet<long>> FrozenAsync(IEnumerable<Actor> actors, CancellationToken cancel)
    {
        long[] ids = [.. actors.Select(a => a.Id).OfType<long>().Distinct()];
        return
        [
            .. await db
                .Users.Where(s => ids.Contains(s.Id) && s.FrozenAt != null)
                .Select(s => s.Id)
                .ToListAsync(cancel),
        ];
    }

    private sealed record Count(bool WasFrozen, bool IsFrozenNow);
}
