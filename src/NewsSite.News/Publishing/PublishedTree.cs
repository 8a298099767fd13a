using Microsoft.EntityFrameworkCore;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Publishing;

/// <summary>Carries the category tree and the former addresses into <c>site</c>, inside the caller's transaction.</summary>
internal sealed class PublishedTree(NewsroomDb db)
{
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
                insert into site.category (id, slug, name, description, colour_key, parent_id, position)
                values ({category.Id}, {category.Slug}, {category.Name}, {category.Description}, {category.ColourKey},
                    {category.ParentId}, {position})
                on conflict (id) do update set slug = excluded.slug, name = excluded.name,
                    description = excluded.description, colour_key = excluded.colour_key,
                    parent_id = excluded.parent_id, position = excluded.position
                """,
                cancel
            );
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            delete from site.former_slug;
            insert into site.former_slug (kind, slug, target_id) select kind, slug, target_id from newsroom.former_slug;
            """,
            cancel
        );
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
        foreach (var batch in ids.Chunk(500))
        {
            var live = await db
                .Articles.Where(a => batch.Contains(a.Id))
                .Join(
                    db.ArticleVersions,
                    a => new { a.Id, Number = a.LiveNumber ?? 0 },
                    v => new { Id = v.ArticleId, v.Number },
                    (a, v) =>
                        new
                        {
                            a.Id,
                            At = a.FirstPublishedAt!.Value,
                            v.Content,
                        }
                )
                .AsNoTracking()
                .ToListAsync(cancel);
            foreach (var story in live)
            {
                var categories = Projection.Categories(story.Content, tree);
                await db.Set<PublishedFiling>().Where(f => f.ArticleId == story.Id).ExecuteDeleteAsync(cancel);
                var filings = Projection.Filings(story.Id, story.At, categories, tree);
                var facets = Projection.Facets(story.At, filings.Select(f => f.CategoryId), story.Content);
                db.AddRange(filings);
                await db.Set<PublishedArticle>()
                    .Where(a => a.Id == story.Id)
                    .ExecuteUpdateAsync(
                        a =>
                            a.SetProperty(x => x.PrimaryCategoryId, categories[0].Id)
                                .SetProperty(x => x.Facets, facets),
                        cancel
                    );
            }

            await db.SaveChangesAsync(cancel);
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Removes categories that the newsroom deleted; no live story may be filed under them any more.</summary>
    public Task SweepAsync(CancellationToken cancel) =>
        db.Database.ExecuteSqlAsync(
            $"delete from site.category where id in (select id from newsroom.category where replaced_by_id is not null)",
            cancel
        );
}
