using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Tags;

/// <summary>A tag in the admins' list.</summary>
/// <param name="Stories">That readers see; 101 for any number above 100.</param>
/// <param name="OtherNames">Its synonyms, and the names of tags that were merged into it, with commas between.</param>
public sealed record TagLine(long Id, string Name, string Slug, string Kind, int Stories, string? OtherNames);

/// <param name="Next">What to go on from; null on the last page.</param>
public sealed record TagsFound(IReadOnlyList<TagLine> Tags, string? Next);

/// <summary>The tags as admins look through them. Every list is a walk of an index, and ends after one page.</summary>
public sealed class TagShelf(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <summary>The most that is counted of one tag in a list.</summary>
    public const int Counted = 100;

    // How many tags a look for unused ones goes through at most; the next look goes on from there.
    private const int PerLook = 2000;
    private const int Trigram = 3;

    /// <param name="words">Part of a name or a synonym; null for all.</param>
    /// <param name="after">What <see cref="TagsFound.Next"/> gave.</param>
    /// <returns>By name. What is looked for by words has one page: the hundredth would be no answer.</returns>
    public async Task<TagsFound> FindAsync(string? words, string? after, CancellationToken cancel)
    {
        if (words?.Replace("\0", "", StringComparison.Ordinal).Trim() is { Length: > 0 } clean)
        {
            var begins = Like.Literal(clean) + "%";
            var contains = clean.Length < Trigram ? begins : "%" + begins;
            var ids = await db
                .Database.SqlQuery<long>(
                    $"""
                    with recursive found (id) as (
                        (select id from newsroom.tag
                        where folded like newsroom.folded({begins}) order by folded using ~<~ limit {PageSize})
                        union
                        (select id from newsroom.tag where folded like newsroom.folded({contains}) limit 500)
                        union
                        (select tag_id from newsroom.tag_synonym
                        where folded like newsroom.folded({contains}) limit 100)
                    ),
                    up (id, next) as (
                        select t.id, t.replaced_by_id from found join newsroom.tag t on t.id = found.id
                        union
                        select t.id, t.replaced_by_id from up join newsroom.tag t on t.id = up.next
                    )
                    select u.id as "Value" from up u join newsroom.tag t on t.id = u.id where u.next is null
                    order by t.folded like newsroom.folded({begins}) desc, t.folded, t.id
                    limit {PageSize}
                    """
                )
                .ToListAsync(cancel);
            return new TagsFound(await LinesAsync(ids, cancel), null);
        }

        var (name, last) = Place(after);
        var page = await db
            .Database.SqlQuery<Line>(
                $"""
                select id, folded from newsroom.tag
                where replaced_by_id is null
                    and (folded ~>~ {name} or (folded = {name} and id > {last}))
                    and folded ~>=~ {name}
                order by folded using ~<~, id limit {PageSize}
                """
            )
            .ToListAsync(cancel);
        return new TagsFound(await LinesAsync([.. page.Select(l => l.Id)], cancel), Next(page, PageSize));
    }

    /// <returns>Tags that no version of any story ever named, that stand for no other, and that never left an address: these
    /// can be deleted.</returns>
    public async Task<TagsFound> UnusedAsync(string? after, CancellationToken cancel)
    {
        var (name, last) = Place(after);
        var looked = await db
            .Database.SqlQuery<Line>(
                $"""
                select id, folded from newsroom.tag
                where replaced_by_id is null
                    and (folded ~>~ {name} or (folded = {name} and id > {last}))
                    and folded ~>=~ {name}
                order by folded using ~<~, id limit {PerLook}
                """
            )
            .ToListAsync(cancel);
        var unused = await UnusedAsync([.. looked.Select(l => l.Id)], cancel);
        var shown = looked.Where(l => unused.Contains(l.Id)).Take(PageSize).ToList();
        var next = shown.Count == PageSize ? Next(shown, PageSize) : Next(looked, PerLook);
        return new TagsFound(await LinesAsync([.. shown.Select(l => l.Id)], cancel), next);
    }

    /// <returns>Those of these that can be deleted, as <see cref="UnusedAsync(string?, CancellationToken)"/> has it.</returns>
    internal async Task<HashSet<long>> UnusedAsync(long[] ids, CancellationToken cancel) =>
        [
            .. await db
                .Database.SqlQuery<long>(
                    $"""
                    select t.id as "Value" from newsroom.tag t
                    cross join lateral (
                        select exists (select from newsroom.article_version v where v.tag_ids @> array[t.id]) as is_used
                    ) used
                    where t.id = any({ids}) and t.replaced_by_id is null and not used.is_used
                        and not exists (select from newsroom.tag taken where taken.replaced_by_id = t.id)
                        and not exists (select from newsroom.former_slug f where f.kind = 'tag' and f.target_id = t.id)
                    """
                )
                .ToListAsync(cancel),
        ];

    private async Task<IReadOnlyList<TagLine>> LinesAsync(IReadOnlyList<long> ids, CancellationToken cancel)
    {
        long[] wanted = [.. ids];
        var lines = await db
            .Database.SqlQuery<TagLine>(
                $"""
                select t.id, t.name, t.slug, t.kind,
                    (select count(*) from (
                        select from site.article_tag where tag_id = t.id limit {Counted + 1}) few)::int as stories,
                    (select string_agg(name, ', ' order by name) from (
                        select name from newsroom.tag_synonym s where s.tag_id = t.id
                        union select name from newsroom.tag taken where taken.replaced_by_id = t.id
                        limit 20) other) as other_names
                from newsroom.tag t where t.id = any({wanted})
                """
            )
            .ToDictionaryAsync(l => l.Id, cancel);
        return [.. ids.Where(lines.ContainsKey).Select(id => lines[id])];
    }

    private static (string Name, long Id) Place(string? after)
    {
        var parts = (after ?? "").Replace("\0", "", StringComparison.Ordinal).Split('-', 2);
        return parts.Length == 2 && long.TryParse(parts[0], out var id) ? (parts[1], id) : ("", 0);
    }

    private static string? Next(List<Line> page, int size) =>
        page.Count == size ? $"{page[^1].Id}-{page[^1].Folded}" : null;

    private sealed record Line(long Id, string Folded);
}
