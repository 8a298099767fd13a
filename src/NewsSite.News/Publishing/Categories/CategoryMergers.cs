using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Mergers;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Categories;

/// <summary>What would pass into another category.</summary>
/// <param name="Live">Stories that readers see, filed under the category itself.</param>
/// <param name="Drafts">Stories that they do not see, and that name it in their newest version.</param>
/// <param name="Sections">What lies in it, at any depth.</param>
/// <param name="Addresses">Its own, and every one that leads to it.</param>
public sealed record CategoryEffect(int Live, int Drafts, int Sections, int Addresses);

/// <summary>A merger or deletion that can be undone.</summary>
public sealed record UndoableMerger(long Id, string Names, DateTimeOffset At, string ByName);

/// <summary>
/// One category passes into another: stories, what lies in it, and every address. Nothing that was written is rewritten, so
/// it can be undone for a day, and then all stands again as it stood.
/// </summary>
public sealed class CategoryMergers(NewsroomDb db, TimeProvider clock)
{
    private readonly TreeChange tree = new(db, clock);

    /// <summary>Counts what would move, and changes nothing.</summary>
    /// <exception cref="CategoryRefusedException">The heir cannot take it; the field is <c>HeirId</c>.</exception>
    public async Task<CategoryEffect> PreviewAsync(CategoryTree now, long id, long heirId, CancellationToken cancel)
    {
        var taken = now.Living(id) is { } living && living.Id == id ? living : throw new NotAllowedException();
        CategoryChecks.Heir(now, taken, heirId);
        long[] named = [.. now.Ids.Where(other => now.Living(other)?.Id == id)];
        return await db
            .Database.SqlQuery<CategoryEffect>(
                $"""
                select
                    (select count(*) from site.article_category
                        where category_id = {id} and position is not null)::int as live,
                    (select count(*) from (
                        select h.article_id from newsroom.story_head h
                        join newsroom.article a on a.id = h.article_id and a.live_number is null
                        where h.section_id = any({named})
                        union
                        select a.id from newsroom.article_version v
                        join newsroom.article a
                            on a.id = v.article_id and a.head_number = v.number and a.live_number is null
                        where v.further_category_ids && {named}
                    ) drafts)::int as drafts,
                    {now.Branch(taken).Count - 1} as sections,
                    (1 + (select count(*) from site.former_slug where kind = 'category' and target_id = {id}))::int
                        as addresses
                """
            )
            .SingleAsync(cancel);
    }

    /// <summary>All of the category passes to <paramref name="heirId"/>; what lies in it, last among the heir's own.</summary>
    /// <exception cref="CategoryRefusedException">As for <see cref="PreviewAsync"/>.</exception>
    public Task MergeAsync(long id, long heirId, Actor actor, CancellationToken cancel) =>
        TakeAsync("MergeCategory", id, heirId, actor, cancel);

    /// <summary>Deletes a category, which is a merger by another name: nothing of it is left without a section.</summary>
    /// <inheritdoc cref="MergeAsync"/>
    public Task DeleteAsync(long id, long heirId, Actor actor, CancellationToken cancel) =>
        TakeAsync("DeleteCategory", id, heirId, actor, cancel);

    /// <returns>What can still be undone, the newest first.</returns>
    public Task<List<UndoableMerger>> UndoableAsync(CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Merger.UndoTime;
        return db
            .Mergers.Where(m => m.Kind == TreeChange.Kind && m.UndoneAt == null && m.At > since)
            .OrderByDescending(m => m.At)
            .ThenByDescending(m => m.Id)
            .Take(50)
            .Select(m => new UndoableMerger(m.Id, m.Names, m.At, m.ByName))
            .ToListAsync(cancel);
    }

    /// <summary>
    /// Makes a merger as if it had not been: the category stands in its place again with its addresses, with what lay in
    /// it, and with every story that nobody filed elsewhere meanwhile, in its old order of sections.
    /// </summary>
    /// <exception cref="CategoryRefusedException">
    /// It is over a day old, or something that came later stands on it; the message says what to change first.
    /// </exception>
    public Task UndoAsync(long mergerId, Actor actor, CancellationToken cancel) =>
        tree.RunAsync(
            actor,
            "UndoMergeCategory",
            async before =>
            {
                var merger =
                    await db.Mergers.SingleOrDefaultAsync(m => m.Id == mergerId && m.Kind == TreeChange.Kind, cancel)
                    ?? throw new NotAllowedException();
                if (merger.UndoneAt is not null)
                {
                    throw new CategoryRefusedException("This has been undone already.");
                }

                if (merger.At <= clock.GetUtcNow() - Merger.UndoTime)
                {
                    throw new CategoryRefusedException("This is more than a day ago and can no longer be undone.");
                }

                var takenId = merger.TakenIds[0];
                var category = await db.Categories.SingleAsync(c => c.Id == takenId, cancel);
                var children = await db.Categories.Where(c => merger.ChildIds.Contains(c.Id)).ToListAsync(cancel);
                Check(before, category, merger, children);
                category.ReplacedById = null;
                foreach (var child in children)
                {
                    child.ParentId = category.Id;
                    child.Position = merger.ChildPositions[Array.IndexOf(merger.ChildIds, child.Id)];
                }

                merger.UndoneAt = clock.GetUtcNow();
                return category;
            },
            cancel
        );

    // What came later and stands on the merger would be torn: whoever undoes it is told what to put back first.
    private static void Check(CategoryTree before, Category category, Merger merger, List<Category> children)
    {
        string Name(long id) => before.Living(id)?.Name ?? "";
        if (before.Living(merger.HeirId)!.Id != merger.HeirId)
        {
            throw new CategoryRefusedException(
                $"The section that took it has itself passed into {Name(merger.HeirId)} since. Undo that first."
            );
        }

        if (before.InOrder().FirstOrDefault(c => c.Slug == category.Slug) is { } holder)
        {
            throw new CategoryRefusedException(
                $"{holder.Name} has its address /category/{category.Slug} now. Give {holder.Name} another address first."
            );
        }

        if (children.Find(c => c.ReplacedById is not null || c.ParentId != merger.HeirId) is { } gone)
        {
            throw new CategoryRefusedException(
                gone.ReplacedById is null
                    ? $"{gone.Name}, which lay in it, has been moved since. Put it back in {Name(merger.HeirId)} first."
                    : $"{gone.Name}, which lay in it, has passed into {Name(gone.Id)} since. Undo that first."
            );
        }

        if (category.ParentId is not { } parentId)
        {
            return;
        }

        var parent = before.Living(parentId)!;
        if (parent.Id != parentId)
        {
            throw new CategoryRefusedException(
                $"The section that it lay in has passed into {parent.Name} since. Undo that first."
            );
        }

        var path = before.Path(parent);
        if (children.Exists(child => path.Any(c => c.Id == child.Id)))
        {
            throw new CategoryRefusedException(
                $"{parent.Name}, where it lay, lies in one of its own sub-sections now. Move {parent.Name} first."
            );
        }

        var height = 1 + children.Select(c => before.Height(before.Living(c.Id)!)).DefaultIfEmpty(0).Max();
        if (path.Count + height > Category.DepthLimit)
        {
            throw new CategoryRefusedException(
                $"{parent.Name}, where it lay, lies too deep now. Move {parent.Name} up first."
            );
        }
    }

    private Task TakeAsync(string act, long id, long heirId, Actor actor, CancellationToken cancel)
    {
        var names = "";
        return tree.RunAsync(
            actor,
            act,
            async before =>
            {
                var category = await tree.LivingAsync(id, cancel);
                var heir = CategoryChecks.Heir(before, before.Living(id)!, heirId);
                names = $"{category.Name} into {heir.Name}";
                var children = await db
                    .Categories.Where(c => c.ParentId == id && c.ReplacedById == null)
                    .OrderBy(c => c.Position)
                    .ThenBy(c => c.Id)
                    .ToListAsync(cancel);
                db.Mergers.Add(
                    new Merger
                    {
                        Kind = TreeChange.Kind,
                        HeirId = heirId,
                        TakenIds = [id],
                        Names = names,
                        ChildIds = [.. children.Select(c => c.Id)],
                        ChildPositions = [.. children.Select(c => c.Position)],
                        At = clock.GetUtcNow(),
                        ByName = actor.Name,
                    }
                );
                var next = before.Children(heirId).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1;
                foreach (var child in children)
                {
                    (child.ParentId, child.Position) = (heirId, next++);
                }

                category.ReplacedById = heirId;
                return category;
            },
            cancel,
            () => names
        );
    }
}
