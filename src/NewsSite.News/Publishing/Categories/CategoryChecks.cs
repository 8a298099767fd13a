using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Categories;
using NewsSite.News.Database;

namespace NewsSite.News.Publishing.Categories;

/// <summary>What would tangle the tree or its addresses is refused.</summary>
internal sealed class CategoryChecks(NewsroomDb db)
{
    /// <param name="self">The category that is changed; null for a new one.</param>
    /// <exception cref="CategoryRefusedException">The message says which field and why.</exception>
    public async Task FormAsync(CategoryForm form, Category? self, CategoryTree tree, CancellationToken cancel)
    {
        if (!Slug.IsSlug(form.Slug) || form.Slug == "-")
        {
            throw new CategoryRefusedException("Slug", "Use lower-case letters, digits and hyphens");
        }

        if (form.MediaTopic is { } topic && MediaTopic.Read(topic) is null)
        {
            throw new CategoryRefusedException("MediaTopic", "Enter a code of eight digits, like medtop:20000002");
        }

        if (tree.InOrder().Any(c => c.Slug == form.Slug && c.Id != self?.Id))
        {
            throw new CategoryRefusedException("Slug", "Another section has this address");
        }

        var owners = await db
            .Categories.Where(c => c.Slug == form.Slug && c.ReplacedById != null)
            .Select(c => c.Id)
            .Union(db.FormerSlugs.Where(f => f.Kind == TreeChange.Kind && f.Slug == form.Slug).Select(f => f.TargetId))
            .ToListAsync(cancel);
        if (owners.Exists(id => tree.Living(id)?.Id != self?.Id))
        {
            throw new CategoryRefusedException(
                "Slug",
                "Another section once had this address, and it still leads there"
            );
        }

        if (form.ParentId is { } parentId)
        {
            Place(tree, self, parentId);
        }
    }

    /// <param name="self">Null for a new one.</param>
    /// <exception cref="CategoryRefusedException">It cannot lie there; the field is <c>ParentId</c>.</exception>
    public static void Place(CategoryTree tree, Category? self, long parentId)
    {
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

    /// <returns>The heir that takes <paramref name="taken"/> and all that lies in it.</returns>
    /// <exception cref="CategoryRefusedException">It cannot; the field is <c>HeirId</c>.</exception>
    public static Category Heir(CategoryTree tree, Category taken, long heirId)
    {
        var heir = tree.Living(heirId);
        if (heir is null || heir.Id != heirId || tree.Branch(taken).Any(c => c.Id == heirId))
        {
            throw new CategoryRefusedException("HeirId", "Choose a section outside this one");
        }

        var depth = tree.Path(heir).Count;
        return tree.Children(taken.Id).Any(child => depth + tree.Height(child) > Category.DepthLimit)
            ? throw new CategoryRefusedException("HeirId", "Its sub-sections would lie too deep there")
            : heir;
    }
}
