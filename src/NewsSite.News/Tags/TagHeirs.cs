using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Tags;

/// <summary>
/// What the tags that stories name stand for today. There are too many tags for a tree in memory as categories have it:
/// each question follows only the few that it is about.
/// </summary>
public static class TagHeirs
{
    /// <returns>The living tag's id by each id; an id that never was is missing.</returns>
    public static async Task<IReadOnlyDictionary<long, long>> FindAsync(
        NewsroomDb db,
        IEnumerable<long> ids,
        CancellationToken cancel
    )
    {
        long[] named = [.. ids.Distinct()];
        return named.Length == 0
            ? new Dictionary<long, long>()
            : await db
                .Database.SqlQuery<Heir>(
                    $"""
                    with recursive up (id, stands, next) as (
                        select id, id, replaced_by_id from newsroom.tag where id = any({named})
                        union all
                        select up.id, t.id, t.replaced_by_id from up join newsroom.tag t on t.id = up.next
                    )
                    select id, stands from up where next is null
                    """
                )
                .ToDictionaryAsync(h => h.Id, h => h.Stands, cancel);
    }

    /// <returns>The living tags of these ids, each once, in the same order.</returns>
    public static async Task<long[]> LivingAsync(NewsroomDb db, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var heirs = await FindAsync(db, ids, cancel);
        return Living(ids, heirs);
    }

    /// <inheritdoc cref="LivingAsync"/>
    public static long[] Living(IEnumerable<long> ids, IReadOnlyDictionary<long, long> heirs) =>
        [.. ids.Where(heirs.ContainsKey).Select(id => heirs[id]).Distinct()];

    /// <returns>All ids that stand for this living tag: its own, and those of tags that were merged into it.</returns>
    public static async Task<long[]> NamesOfAsync(
        NewsroomDb db,
        IReadOnlyCollection<long> living,
        CancellationToken cancel
    )
    {
        long[] ids = [.. living];
        var all = await db
            .Database.SqlQuery<long>(
                $"""
                with recursive down (id) as (
                    select id from newsroom.tag where id = any({ids})
                    union
                    select t.id from down join newsroom.tag t on t.replaced_by_id = down.id
                )
                select id as "Value" from down
                """
            )
            .ToListAsync(cancel);
        return [.. all];
    }

    /// <summary>
    /// The tags that a story is to name, as it named them before where they stand for the same: saving it does not choose
    /// anew what its writer left alone, so that a merger that is undone finds it.
    /// </summary>
    public static async Task<long[]> KeepAsync(NewsroomDb db, long[] named, long[] chosen, CancellationToken cancel)
    {
        if (named.SequenceEqual(chosen))
        {
            return chosen;
        }

        var heirs = await FindAsync(db, named.Concat(chosen), cancel);
        return
        [
            .. chosen
                .SelectMany(id =>
                    named.Where(n => heirs.GetValueOrDefault(n) == heirs.GetValueOrDefault(id, -1)).DefaultIfEmpty(id)
                )
                .Distinct(),
        ];
    }

    private sealed record Heir(long Id, long Stands);
}
