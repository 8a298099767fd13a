using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Tags;

namespace NewsSite.News.Publishing.Tags;

/// <summary>Carries tags, their stories and their addresses into <c>site</c>, inside the caller's transaction and turn.</summary>
internal sealed class PublishedTags(NewsroomDb db)
{
    private const int Batch = 2000;

    /// <summary>Makes all that readers see of these tags say what the newsroom says.</summary>
    /// <param name="living">With those that stood for others until now, or do from now on.</param>
    public async Task WriteAsync(long[] living, CancellationToken cancel)
    {
        var names = await TagHeirs.NamesOfAsync(db, living, cancel);
        var articles = await db.Set<Published.Tables.PublishedTagging>()
            .Where(t => names.Contains(t.TagId))
            .Select(t => t.ArticleId)
            .Distinct()
            .ToListAsync(cancel);

        // One may have the address that another had; each is moved out of the way first.
        await db.Database.ExecuteSqlAsync(
            $"""
            update site.tag t set slug = '~' || t.id from newsroom.tag n
            where n.id = t.id and t.id = any({names}) and t.slug <> n.slug;
            insert into site.tag (id, slug, name, kind, description)
            select id, case when replaced_by_id is null then slug else '~' || id end, name, kind, description
            from newsroom.tag where id = any({living}) and (exists (select from site.tag t where t.id = tag.id) or {articles.Count
                > 0})
            on conflict (id) do update set slug = excluded.slug, name = excluded.name, kind = excluded.kind,
                description = excluded.description;
            """,
            cancel
        );
        foreach (var batch in articles.Chunk(Batch))
        {
            await RetagAsync(batch, cancel);
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            delete from site.tag t where id = any({names})
                and not exists (select from site.article_tag x where x.tag_id = t.id)
            """,
            cancel
        );
        await new FormerAddresses(db).WriteAsync(TagChange.Kind, living, cancel);
    }

    // As a publication would file them, from what the live versions name.
    private async Task RetagAsync(long[] articles, CancellationToken cancel)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            with recursive named as (
                select a.id as article_id, a.first_published_at, x.tag_id, x.n
                from newsroom.article a
                join newsroom.article_version v on v.article_id = a.id and v.number = a.live_number
                cross join lateral unnest(v.tag_ids) with ordinality x (tag_id, n)
                where a.id = any({articles})
            ),
            up (id, stands, next) as (
                select id, id, replaced_by_id from newsroom.tag where id in (select tag_id from named)
                union all
                select up.id, t.id, t.replaced_by_id from up join newsroom.tag t on t.id = up.next
            ),
            wanted as (
                select n.article_id, up.stands as tag_id, n.first_published_at,
                    (row_number() over (partition by n.article_id order by min(n.n)) - 1)::int as position
                from named n join up on up.id = n.tag_id and up.next is null
                group by n.article_id, up.stands, n.first_published_at
            ),
            gone as (
                delete from site.article_tag t where article_id = any({articles}) and not exists (
                    select from wanted w where w.article_id = t.article_id and w.tag_id = t.tag_id
                )
            )
            insert into site.article_tag (article_id, tag_id, position, first_published_at)
            select article_id, tag_id, position, first_published_at from wanted
            on conflict (article_id, tag_id) do update set position = excluded.position
            where article_tag.position <> excluded.position
            """,
            cancel
        );
        await db.Database.ExecuteSqlAsync(
            $"""
            update site.article a set facets =
                array(select w from unnest(a.facets) with ordinality o (w, n) where w like '~c%' order by n)
                || array(select '~t' || t.tag_id from site.article_tag t where t.article_id = a.id order by t.tag_id)
                || array(
                    select w from unnest(a.facets) with ordinality o (w, n)
                    where w not like '~c%' and w not like '~t%' order by n
                )
            where a.id = any({articles})
            """,
            cancel
        );
    }
}
