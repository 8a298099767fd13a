using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Categories;

/// <summary>One act on the category tree: what every act has to do around its own change, in one transaction.</summary>
internal sealed class TreeChange(NewsroomDb db, TimeProvider clock)
{
    public const string Kind = "category";

    /// <param name="change">Makes the change on tracked records, and gives the category that the audit log names.</param>
    /// <param name="detail">For the audit log; null for the name of the category.</param>
    /// <returns>That category's id.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public async Task<long> RunAsync(
        Actor actor,
        string act,
        Func<CategoryTree, Task<Category>> change,
        CancellationToken cancel,
        Func<string>? detail = null
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // One change of the tree at a time; a story that is published meanwhile waits for the new tree.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share row exclusive mode", cancel);
        var before = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var category = await change(before);
        db.Record(
            actor,
            act,
            $"category:{category.Id}",
            detail?.Invoke() ?? category.Name,
            clock.GetUtcNow(),
            db.ChangesOf(category, isNew: before.Living(category.Id) is null)
        );
        await db.SaveChangesAsync(cancel);

        await SiteTurn.TakeAsync(db, cancel);
        var published = new PublishedTree(db);
        var after = await published.WriteAsync(cancel);
        await published.FileAgainAsync(after, Moved(before, after), cancel);
        await published.SweepAsync(cancel);
        await transaction.CommitAsync(cancel);
        return category.Id;
    }

    /// <returns>The tracked record of a category that is there.</returns>
    /// <exception cref="NotAllowedException">There is none.</exception>
    public async Task<Category> LivingAsync(long id, CancellationToken cancel) =>
        await db.Categories.SingleOrDefaultAsync(c => c.Id == id && c.ReplacedById == null, cancel)
        ?? throw new NotAllowedException();

    // Stories name ids for ever. Of each id, what it stands for today may be another category, or lie elsewhere.
    private static long[] Moved(CategoryTree before, CategoryTree after) =>
        [
            .. before
                .Ids.Where(id => before.Living(id) is not null && !Place(before, id).SequenceEqual(Place(after, id)))
                .Select(id => before.Living(id)!.Id)
                .Distinct(),
        ];

    private static IEnumerable<long> Place(CategoryTree tree, long id) =>
        tree.Living(id) is { } living ? tree.Path(living).Select(c => c.Id) : [];
}
