using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>What an admin fills in for a category.</summary>
public sealed record CategoryForm(string Name, string Slug, string? Description, string ColourKey, long? ParentId);

/// <summary>The acts on the category tree. Each is one transaction, in the newsroom and for readers alike.</summary>
public sealed class CategoryDesk(NewsroomDb db, TimeProvider clock)
{
    /// <summary>All categories as they are now.</summary>
    public async Task<CategoryTree> TreeAsync(CancellationToken cancel) =>
        new(await db.Categories.AsNoTracking().ToListAsync(cancel));

    /// <returns>The new category's id; it stands last among its brothers and sisters.</returns>
    /// <exception cref="CategoryRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    public Task<long> CreateAsync(CategoryForm form, Actor actor, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            "CreateCategory",
            async tree =>
            {
                await CheckAsync(form, null, tree, cancel);
                var category = new Category
                {
                    Slug = form.Slug,
                    Name = form.Name,
                    Description = form.Description,
                    ColourKey = form.ColourKey,
                    ParentId = form.ParentId,
                    Position = tree.Children(form.ParentId).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1,
                };
                db.Categories.Add(category);
                await db.SaveChangesAsync(cancel);
                return category;
            },
            cancel
        );

    /// <summary>Renames, describes, colours or nests a category; its former address leads to the new one.</summary>
    /// <exception cref="CategoryRefusedException">As for <see cref="CreateAsync"/>.</exception>
    public Task ChangeAsync(long id, CategoryForm form, Actor actor, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            "ChangeCategory",
            async tree =>
            {
                var category = await LivingAsync(id, cancel);
                await CheckAsync(form, tree.Living(id), tree, cancel);
                if (category.Slug != form.Slug)
                {
                    await db
                        .FormerSlugs.Where(f => f.Kind == "category" && f.Slug == form.Slug && f.TargetId == id)
                        .ExecuteDeleteAsync(cancel);
                    AddFormer(category.Slug, id);
                }

                if (category.ParentId != form.ParentId)
                {
                    category.ParentId = form.ParentId;
                    category.Position =
                        tree.Children(form.ParentId).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1;
                }

                category.Slug = form.Slug;
                category.Name = form.Name;
                category.Description = form.Description;
                category.ColourKey = form.ColourKey;
                return category;
            },
            cancel
        );

    /// <summary>Moves a category one place up (-1) or down (+1) among its brothers and sisters.</summary>
    public Task MoveAsync(long id, int step, Actor actor, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            "MoveCategory",
            async tree =>
            {
                var category = await LivingAsync(id, cancel);
                var order = tree.Children(category.ParentId).Select(c => c.Id).ToList();
                var place = order.IndexOf(id);
                order.RemoveAt(place);
                order.Insert(Math.Clamp(place + Math.Sign(step), 0, order.Count), id);
                foreach (var sibling in await db.Categories.Where(c => order.Contains(c.Id)).ToListAsync(cancel))
                {
                    sibling.Position = order.IndexOf(sibling.Id);
                }

                return category;
            },
            cancel
        );

    /// <summary>
    /// Deletes a category: its stories, its children and its address pass to <paramref name="heirId"/>.
    /// </summary>
    /// <exception cref="CategoryRefusedException">The heir is missing, is the category itself or lies below it.</exception>
    public Task DeleteAsync(long id, long heirId, Actor actor, CancellationToken cancel) =>
        ChangeAsync(
            actor,
            "DeleteCategory",
            async tree =>
            {
                var category = await LivingAsync(id, cancel);
                var heir = tree.Living(heirId);
                if (heir is null || heir.Id != heirId || tree.Branch(tree.Living(id)!).Any(c => c.Id == heirId))
                {
                    throw new CategoryRefusedException("HeirId", "Choose a section outside the one that you delete");
                }

                var depth = tree.Path(heir).Count;
                if (tree.Children(id).Any(child => depth + tree.Height(child) > Category.DepthLimit))
                {
                    throw new CategoryRefusedException("HeirId", "Its sub-sections would lie too deep there");
                }

                var next = tree.Children(heirId).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1;
                foreach (
                    var child in await db
                        .Categories.Where(c => c.ParentId == id)
                        .OrderBy(c => c.Position)
                        .ToListAsync(cancel)
                )
                {
                    child.ParentId = heirId;
                    child.Position = next++;
                }

                category.ReplacedById = heirId;
                await db
                    .FormerSlugs.Where(f => f.Kind == "category" && f.TargetId == id)
                    .ExecuteUpdateAsync(f => f.SetProperty(x => x.TargetId, heirId), cancel);
                AddFormer(category.Slug, heirId);
                return category;
            },
            cancel
        );

    /// <returns>How many live stories are filed under the category itself.</returns>
    public Task<int> CountAsync(long id, CancellationToken cancel) =>
        db.Set<Published.Tables.PublishedFiling>().CountAsync(f => f.CategoryId == id && f.Position != null, cancel);

    private async Task<long> ChangeAsync(
        Actor actor,
        string act,
        Func<CategoryTree, Task<Category>> change,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // One change of the tree at a time; a story that is published meanwhile waits for the new tree.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share row exclusive mode", cancel);
        var before = await TreeAsync(cancel);
        var category = await change(before);
        db.Record(
            actor,
            act,
            $"category:{category.Id}",
            category.Name,
            clock.GetUtcNow(),
            db.ChangesOf(category, isNew: before.Living(category.Id) is null)
        );
        await db.SaveChangesAsync(cancel);

        await SiteTurn.TakeAsync(db, cancel);
        var published = new PublishedTree(db);
        var after = await published.WriteAsync(cancel);
        if (before.Living(category.Id) is { } old && Moved(before, after, old))
        {
            await published.FileAgainAsync(after, [.. before.Branch(old).Select(c => c.Id)], cancel);
        }

        await published.SweepAsync(cancel);
        await transaction.CommitAsync(cancel);
        return category.Id;
    }

    private static bool Moved(CategoryTree before, CategoryTree after, Category old) =>
        after.Living(old.Id) is not { } now
        || now.Id != old.Id
        || !before.Path(old).Select(c => c.Id).SequenceEqual(after.Path(now).Select(c => c.Id));

    private async Task<Category> LivingAsync(long id, CancellationToken cancel) =>
        await db.Categories.SingleOrDefaultAsync(c => c.Id == id && c.ReplacedById == null, cancel)
        ?? throw new NotAllowedException();

    private void AddFormer(string slug, long target) =>
        db.FormerSlugs.Add(
            new FormerSlug
            {
                Kind = "category",
                Slug = slug,
                TargetId = target,
            }
        );

    private async Task CheckAsync(CategoryForm form, Category? self, CategoryTree tree, CancellationToken cancel)
    {
        if (!Slug.IsSlug(form.Slug) || form.Slug == "-")
        {
            throw new CategoryRefusedException("Slug", "Use lower-case letters, digits and hyphens");
        }

        if (tree.InOrder().Any(c => c.Slug == form.Slug && c.Id != self?.Id))
        {
            throw new CategoryRefusedException("Slug", "Another section has this address");
        }

        var selfId = self?.Id ?? 0;
        if (
            await db.FormerSlugs.AnyAsync(
                f => f.Kind == "category" && f.Slug == form.Slug && f.TargetId != selfId,
                cancel
            )
        )
        {
            throw new CategoryRefusedException(
                "Slug",
                "Another section once had this address, and it still leads there"
            );
        }

        if (form.ParentId is not { } parentId)
        {
            return;
        }

        if (tree.InOrder().SingleOrDefault(c => c.Id == parentId) is not { } parent)
        {
            throw new CategoryRefusedException("ParentId", "Choose a section that exists");
        }

        if (self is not null && tree.Branch(self).Any(c => c.Id == parentId))
        {
            throw new CategoryRefusedException("ParentId", "A section cannot lie inside itself");
        }

        if (tree.Path(parent).Count + (self is null ? 1 : tree.Height(self)) > Category.DepthLimit)
        {
            throw new CategoryRefusedException("ParentId", $"Sections can be {Category.DepthLimit} levels deep");
        }
    }
}
