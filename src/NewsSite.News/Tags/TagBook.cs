using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;

namespace NewsSite.News.Tags;

/// <summary>The tags of the newsroom: found by name, added when they are new.</summary>
public sealed class TagBook(NewsroomDb db)
{
    /// <summary>The most tags that one story may carry.</summary>
    public const int PerStory = 30;

    // Of fewer letters there are no trigrams: then only beginnings are looked for.
    private const int Trigram = 3;

    /// <summary>
    /// The ids of the tags with these names, in the same order; new ones are added and saved. Two names that make the
    /// same address are the same tag ("Defence", "defence"). A synonym, a former name and the name of a tag that was merged
    /// are names of the tag that stands for them.
    /// </summary>
    public async Task<long[]> FindOrAddAsync(IEnumerable<string> names, CancellationToken cancel)
    {
        var wanted = names
            .Select(name => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(name => name.Length > 0)
            .DistinctBy(Slug.OfName)
            .ToList();
        foreach (var name in wanted)
        {
            // "on conflict" rather than look-then-add: two reporters may coin the same tag in the same second. Whoever
            // renames or merges holds the table meanwhile, so that an address that has just been left is seen here.
            var slug = Slug.OfName(name);
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into newsroom.tag (slug, name, kind) select {slug}, {name}, 'Topic'
                where not exists (select from newsroom.tag where slug = {slug})
                    and not exists (select from newsroom.tag_synonym where slug = {slug})
                    and not exists (select from newsroom.former_slug where kind = 'tag' and slug = {slug})
                on conflict (slug) where replaced_by_id is null do nothing
                """,
                cancel
            );
        }

        return await OfSlugsAsync([.. wanted.Select(Slug.OfName)], cancel);
    }

    /// <returns>The id of the tag that a name stands for; null where it is nobody's.</returns>
    public async Task<long?> FindAsync(string name, CancellationToken cancel) =>
        await OfSlugsAsync([Slug.OfName(name)], cancel) is [var id] ? id : null;

    /// <returns>Up to ten names of tags whose name, or another name of theirs, begins with or contains what was typed.</returns>
    public async Task<IReadOnlyList<string>> SuggestAsync(string typed, CancellationToken cancel)
    {
        var clean = typed.Replace("\0", "", StringComparison.Ordinal).Trim();
        var begins = Like.Literal(clean) + "%";
        var contains = clean.Length < Trigram ? begins : "%" + begins;
        return await db
            .Database.SqlQuery<string>(
                $"""
                with recursive found as (
                    (select id, true as is_own, true as begins from newsroom.tag
                    where folded like newsroom.folded({begins}) order by folded using ~<~ limit 50)
                    union all
                    (select id, true, folded like newsroom.folded({begins})
                    from newsroom.tag where folded like newsroom.folded({contains}) limit 200)
                    union all
                    (select tag_id, false, folded like newsroom.folded({begins})
                    from newsroom.tag_synonym where folded like newsroom.folded({contains}) limit 100)
                ),
                up (id, next, name, is_own, begins) as (
                    select t.id, t.replaced_by_id, t.name, f.is_own and t.replaced_by_id is null, f.begins
                    from found f join newsroom.tag t on t.id = f.id
                    union all
                    select t.id, t.replaced_by_id, t.name, false, up.begins from up join newsroom.tag t on t.id = up.next
                )
                select name as "Value" from up where next is null
                group by id, name order by bool_or(begins) desc, bool_or(is_own) desc, name limit 10
                """
            )
            .ToListAsync(cancel);
    }

    /// <returns>The names of the tags that these ids stand for, each once, in the same order.</returns>
    public async Task<IReadOnlyList<string>> NamesAsync(long[] ids, CancellationToken cancel)
    {
        var living = await TagHeirs.LivingAsync(db, ids, cancel);
        var names = await db.Tags.Where(t => living.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Name, cancel);
        return [.. living.Where(names.ContainsKey).Select(id => names[id])];
    }

    private async Task<long[]> OfSlugsAsync(string[] slugs, CancellationToken cancel)
    {
        var found = await db
            .Database.SqlQuery<Named>(
                $"""
                select s.slug, coalesce(
                    (select id from newsroom.tag t where t.slug = s.slug order by replaced_by_id nulls first limit 1),
                    (select tag_id from newsroom.tag_synonym y where y.slug = s.slug),
                    (select target_id from newsroom.former_slug f where f.kind = 'tag' and f.slug = s.slug)
                ) as id
                from unnest({slugs}) s (slug)
                """
            )
            .ToListAsync(cancel);
        var ids = found
            .Where(f => f.Id is not null)
            .ToDictionary(f => f.Slug, f => f.Id!.Value, StringComparer.Ordinal);
        return await TagHeirs.LivingAsync(db, [.. slugs.Where(ids.ContainsKey).Select(s => ids[s])], cancel);
    }

    private sealed record Named(string Slug, long? Id);
}
