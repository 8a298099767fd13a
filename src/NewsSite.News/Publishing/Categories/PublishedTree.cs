using Microsoft.EntityFrameworkCore;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Addresses;

namespace NewsSite.News.Publishing.Categories;

/// <summary>Carries the category tree and the former addresses into <c>site</c>, inside the caller's transaction.</summary>
internal sealed class PublishedTree(NewsroomDb db)
{
    private const int Batch = 2000;

    /// <returns>The tree as it was written.</returns>
    public async Task<CategoryTree> WriteAsync(CancellationToken cancel)
    {
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var living = tree.InOrder();

        // Slugs may pass from one category to another; each is moved out of the way first.
        await db.Database.ExecuteSqlAsync($"update site.category set slug = '~' || id", cancel);
        foreach (var (category, position) in living.Select((c, n) => (c, n)))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                insert into site.category
                    (id, slug, name, description, colour_key, parent_id, position, is_hidden, media_topic)
                values ({category.Id}, {category.Slug}, {category.Name}, {category.Description}, {category.ColourKey},
                    {category.ParentId}, {position}, {tree.IsHidden(category)}, {category.MediaTopic})
                on conflict (id) do update set slug = excluded.slug, name = excluded.name,
                    description = excluded.description, colour_key = excluded.colour_key,
                    parent_id = excluded.parent_id, position = excluded.position,
                    is_hidden = excluded.is_hidden, media_topic = excluded.media_topic
                """,
                cancel
            );
        }

        await new FormerAddresses(db).WriteAllAsync(TreeChange.Kind, cancel);
        return tree;
    }

    /// <summary>Files the live stories of these categories anew, after the tree has changed around them.</summary>
    public async Task FileAgainAsync(CategoryTree tree, IReadOnlyCollection<long> categoryIds, CancellationToken cancel)
    {
        var ids = await db.Set<PublishedFiling>()
            .Where(f => f.Position != null && categoryIds.Contains(f.CategoryId))
            .Select(f => f.ArticleId)
            .Distinct()
            .ToListAsync(cancel);
        if (ids.Count == 0)
        {
            return;
        }

        // Small beside the stories: what every id that a story may name stands for, and what lies above that.
        var known = tree.Ids.Where(id => tree.Living(id) is not null).ToList();
        long[] named = [.. known];
        long[] living = [.. known.Select(id => tree.Living(id)!.Id)];
        var above = tree.InOrder()
            .SelectMany(c => tree.Path(c).Where(p => p.Id != c.Id), (c, p) => (Below: c.Id, Above: p.Id))
            .ToList();
        long[] lower = [.. above.Select(a => a.Below)];
        long[] upper = [.. above.Select(a => a.Above)];
        foreach (var batch in ids.Chunk(Batch))
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                with chosen as (
                    select a.id as article_id, a.first_published_at, l.living as category_id, min(c.n) as n
                    from newsroom.article a
                    join newsroom.article_version v on v.article_id = a.id and v.number = a.live_number
                    cross join lateral unnest(array_prepend(v.primary_category_id, v.further_category_ids))
                        with ordinality c (id, n)
                    join unnest({named}, {living}) l (id, living) on l.id = c.id
                    where a.id = any({batch})
                    group by a.id, l.living
                ),
                wanted as (
                    select article_id, category_id, first_published_at,
                        (row_number() over (partition by article_id order by n) - 1)::int as position
                    from chosen
                    union all
                    select distinct c.article_id, t.above, c.first_published_at, null::int
                    from chosen c join unnest({lower}, {upper}) t (below, above) on t.below = c.category_id
                    where not exists (
                        select from chosen x where x.article_id = c.article_id and x.category_id = t.above
                    )
                ),
                gone as (
                    delete from site.article_category f
                    where article_id = any({batch}) and not exists (
                        select from wanted w where w.article_id = f.article_id and w.category_id = f.category_id
                    )
                )
                insert into site.article_category (article_id, category_id, position, first_published_at)
                select article_id, category_id, position, first_published_at from wanted
                on conflict (article_id, category_id) do update set position = excluded.position
                where article_category.position is distinct from excluded.position
                """,
                cancel
            );
            await db.Database.ExecuteSqlAsync(
                $"""
                update site.article a set
                    primary_category_id = f.category_id,
                    facets = array(
                            select '~c' || x.category_id from site.article_category x
                            where x.article_id = a.id order by x.category_id
                        ) || array(
                            select w from unnest(a.facets) with ordinality o (w, n) where w not like '~c%' order by n
                        )
                from site.article_category f
                where f.article_id = a.id and f.position = 0 and a.id = any({batch})
                """,
                cancel
            );
        }
    }

    /// <summary>Removes categories that the newsroom deleted; no live story may be filed under them any more.</summary>
    public Task SweepAsync(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"delete from site.category where id in (select id from newsroom.category where replaced_by_id is not null)",
            cancel
        );
}
