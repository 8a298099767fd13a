namespace NewsSite.News.Categories;

/// <summary>All categories at one moment, deleted ones among them, with the questions that a tree answers.</summary>
public sealed class CategoryTree(IEnumerable<Category> all)
{
    private readonly Dictionary<long, Category> byId = all.ToDictionary(c => c.Id);

    /// <summary>Of all that ever were, the deleted ones among them.</summary>
    public IReadOnlyCollection<long> Ids => byId.Keys;

    /// <summary>The living ones, each parent before its children, in the order of the paper.</summary>
    public IReadOnlyList<Category> InOrder() => [.. Below(null)];

    /// <returns>The living category that stands for <paramref name="id"/> today; null where none ever did.</returns>
    public Category? Living(long id)
    {
        var category = byId.GetValueOrDefault(id);
        while (category?.ReplacedById is { } next)
        {
            category = byId.GetValueOrDefault(next);
        }

        return category;
    }

    /// <returns>
    /// The id by which a story names <paramref name="category"/>: the one that it names already, where that leads there, so
    /// that saving a story does not choose anew what its writer left alone.
    /// </returns>
    public long NameOf(Category category, IEnumerable<long> named) =>
        named.FirstOrDefault(id => Living(id)?.Id == category.Id, category.Id);

    /// <summary>Whether menus and lists leave it out: it is hidden itself, or lies below one that is.</summary>
    public bool IsHidden(Category category) => Path(category).Any(c => c.IsHidden);

    /// <returns>From the root to <paramref name="category"/>, which is last.</returns>
    public IReadOnlyList<Category> Path(Category category)
    {
        var path = new List<Category>();
        for (Category? step = category; step is not null; step = step.ParentId is { } up ? byId[up] : null)
        {
            path.Insert(0, step);
        }

        return path;
    }

    /// <returns>The category and everything below it.</returns>
    public IReadOnlyList<Category> Branch(Category category) => [category, .. Below(category.Id)];

    /// <returns>How many levels the branch has; 1 for a leaf.</returns>
    public int Height(Category category) => 1 + Children(category.Id).Select(Height).DefaultIfEmpty(0).Max();

    public IEnumerable<Category> Children(long? id) =>
        byId.Values.Where(c => c.ParentId == id && c.ReplacedById is null).OrderBy(c => c.Position).ThenBy(c => c.Id);

    private IEnumerable<Category> Below(long? id) => Children(id).SelectMany(child => Below(child.Id).Prepend(child));
}
