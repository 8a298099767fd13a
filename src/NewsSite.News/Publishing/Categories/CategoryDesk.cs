using Microsoft.EntityFrameworkCore;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Categories;

/// <summary>What an admin fills in for a category.</summary>
/// <param name="MediaTopic">As <see cref="News.Categories.MediaTopic.Read"/> takes it; null for none.</param>
public sealed record CategoryForm(
    string Name,
    string Slug,
    string? Description,
    string ColourKey,
    long? ParentId,
    bool IsHidden = false,
    string? MediaTopic = null
);

/// <summary>How many stories a category has that readers see.</summary>
/// <param name="Filed">Under the category itself.</param>
/// <param name="Listed">On its page: those below it among them.</param>
public sealed record CategorySize(int Filed, int Listed);

/// <summary>The acts on the category tree. Each is one transaction, in the newsroom and for readers alike.</summary>
public sealed class CategoryDesk(NewsroomDb db, TimeProvider clock)
{
    private readonly TreeChange tree = new(db, clock);
    private readonly CategoryChecks checks = new(db);

    /// <summary>All categories as they are now.</summary>
    public async Task<CategoryTree> TreeAsync(CancellationToken cancel) =>
        new(await db.Categories.AsNoTracking().ToListAsync(cancel));

    /// <returns>By the category's id; one without stories is missing.</returns>
    public async Task<IReadOnlyDictionary<long, CategorySize>> SizesAsync(CancellationToken cancel) =>
        (
            await db
                .Database.SqlQuery<SizeRow>($"select category_id as id, filed, listed from newsroom.category_size")
                .ToListAsync(cancel)
        ).ToDictionary(s => s.Id, s => new CategorySize(s.Filed, s.Listed));

    /// <returns>The new category's id; it stands last among its brothers and sisters.</returns>
    /// <exception cref="CategoryRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    public Task<long> CreateAsync(CategoryForm form, Actor actor, CancellationToken cancel) =>
        tree.RunAsync(
            actor,
            "CreateCategory",
            async before =>
            {
                await checks.FormAsync(form, null, before, cancel);
                var category = new Category
                {
                    Slug = form.Slug,
                    Name = form.Name,
                    ColourKey = form.ColourKey,
                    ParentId = form.ParentId,
                    Position = Last(before, form.ParentId),
                };
                Fill(category, form);
                db.Categories.Add(category);
                await db.SaveChangesAsync(cancel);
                return category;
            },
            cancel
        );

    /// <summary>Renames, describes, colours, hides or nests a category; its former address leads to the new one.</summary>
    /// <exception cref="CategoryRefusedException">As for <see cref="CreateAsync"/>.</exception>
    public Task ChangeAsync(long id, CategoryForm form, Actor actor, CancellationToken cancel) =>
        tree.RunAsync(
            actor,
            "ChangeCategory",
            async before =>
            {
                var category = await tree.LivingAsync(id, cancel);
                await checks.FormAsync(form, before.Living(id), before, cancel);
                if (category.Slug != form.Slug)
                {
                    await new FormerAddresses(db).LeaveAsync(TreeChange.Kind, category.Slug, id, cancel);
                }

                if (category.ParentId != form.ParentId)
                {
                    category.ParentId = form.ParentId;
                    category.Position = Last(before, form.ParentId);
                }

                Fill(category, form);
                return category;
            },
            cancel
        );

    /// <summary>Moves a category one place up (-1) or down (+1) among its brothers and sisters.</summary>
    public Task MoveAsync(long id, int step, Actor actor, CancellationToken cancel) =>
        tree.RunAsync(
            actor,
            "MoveCategory",
            async before =>
            {
                var category = await tree.LivingAsync(id, cancel);
                var place = before.Children(category.ParentId).TakeWhile(c => c.Id != id).Count();
                await StandAsync(before, category, category.ParentId, place + Math.Sign(step), cancel);
                return category;
            },
            cancel
        );

    /// <summary>Puts a category, with all below it, in its place of the tree.</summary>
    /// <param name="parentId">What it is to lie in; null for the top level.</param>
    /// <param name="place">How many brothers and sisters stand before it there; more than there are is last.</param>
    /// <exception cref="CategoryRefusedException">It cannot lie there; the field is <c>ParentId</c>.</exception>
    public Task PlaceAsync(long id, long? parentId, int place, Actor actor, CancellationToken cancel) =>
        tree.RunAsync(
            actor,
            "MoveCategory",
            async before =>
            {
                var category = await tree.LivingAsync(id, cancel);
                if (parentId is { } parent)
                {
                    CategoryChecks.Place(before, before.Living(id), parent);
                }

                await StandAsync(before, category, parentId, place, cancel);
                return category;
            },
            cancel
        );

    private async Task StandAsync(
        CategoryTree before,
        Category category,
        long? parentId,
        int place,
        CancellationToken cancel
    )
    {
        var order = before.Children(parentId).Select(c => c.Id).Where(id => id != category.Id).ToList();
        order.Insert(Math.Clamp(place, 0, order.Count), category.Id);
        category.ParentId = parentId;
        foreach (var sibling in await db.Categories.Where(c => order.Contains(c.Id)).ToListAsync(cancel))
        {
            sibling.Position = order.IndexOf(sibling.Id);
        }
    }

    private static int Last(CategoryTree tree, long? parentId) =>
        tree.Children(parentId).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1;

    private static void Fill(Category category, CategoryForm form)
    {
        (category.Slug, category.Name, category.Description) = (form.Slug, form.Name, form.Description);
        (category.ColourKey, category.IsHidden) = (form.ColourKey, form.IsHidden);
        category.MediaTopic = form.MediaTopic is { } topic ? MediaTopic.Read(topic) : null;
    }

    private sealed record SizeRow(long Id, int Filed, int Listed);
}
