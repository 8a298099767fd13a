using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Staff;

namespace NewsSite.News.Importing;

/// <summary>
/// Which section of ours stands for each section of a source: the one that the list names, else the one with the same
/// address, else a new one.
/// </summary>
internal sealed class ImportedSections(NewsroomDb db, TimeProvider clock, SourceNouns source, SectionMap map)
{
    private const string RestSlug = "uncategorized";
    private const string Colour = "plain";

    private readonly Dictionary<string, long?> byKey = new(StringComparer.Ordinal);
    private long? rest;

    /// <summary>
    /// Looks at the list only. What it says of a section that the source does not have is told: it may be a slip of the pen, or the
    /// list serves several exports.
    /// </summary>
    /// <exception cref="ImportRefusedException">It names a section that is neither here nor there.</exception>
    public async Task CheckAsync(string mapFile, ImportReport report, CancellationToken cancel)
    {
        var there = source.Sections.Keys.Concat(source.Tags.Values.Select(t => t.Section)).ToHashSet();
        foreach (var (section, line) in map.Sources.Where(s => !there.Contains(s.There)))
        {
            report.Remarks.Add(
                $"{Path.GetFileName(mapFile)}, line {line}, changes nothing: the export has no section “{section}”"
            );
        }

        var tree = await TreeAsync(cancel);
        var coming = source.Sections.Values.Where(s => !map.TryFind(s.Key, out _)).Select(SlugOf).ToHashSet();
        foreach (var (slug, line) in map.Targets)
        {
            if (!coming.Contains(slug) && await FindAsync(slug, tree, cancel) is null)
            {
                throw ImportRefusedException.At(mapFile, line, $"There is no section “{slug}”.");
            }
        }
    }

    /// <summary>Makes those that are missing, in one act.</summary>
    /// <param name="isDry">Only tells.</param>
    public async Task WriteAsync(ImportReport report, bool isDry, CancellationToken cancel)
    {
        var wanted = new List<SourceSection>();
        var tree = await TreeAsync(cancel);
        var taken = new Dictionary<string, SourceSection>(StringComparer.Ordinal);
        foreach (var section in InOrder().Where(s => !map.TryFind(s.Key, out _)))
        {
            if (taken.TryGetValue(SlugOf(section), out var other))
            {
                report.Remark($"section that shares its address with “{other.Name}”", section.At, section.Name);
            }
            else if (await FindAsync(SlugOf(section), tree, cancel) is null)
            {
                wanted.Add(section);
                if (section.Name.Length > Category.NameLimit || section.Description?.Length > Category.DescriptionLimit)
                {
                    report.Remark(
                        "section whose name or description is too long and was cut",
                        section.At,
                        section.Name
                    );
                }
            }

            taken.TryAdd(SlugOf(section), section);
        }

        if (isDry)
        {
            return;
        }

        if (wanted.Count > 0)
        {
            await new TreeChange(db, clock).RunAsync(
                Actor.System,
                "ImportCategories",
                before => AddAsync(wanted, before, report, cancel),
                cancel,
                () => $"{wanted.Count} sections"
            );
            db.ChangeTracker.Clear();
            tree = await TreeAsync(cancel);
        }

        foreach (var key in source.Sections.Keys)
        {
            byKey[key] = (await OursAsync(key, tree, cancel))?.Id;
        }

        rest = map.RestTo is { } to ? (await FindAsync(to, tree, cancel))!.Id : null;
    }

    /// <returns>The ids of our sections, each once.</returns>
    public long[] Of(IReadOnlyList<string> keys) =>
        [.. keys.Select(key => byKey.GetValueOrDefault(key)).OfType<long>().Distinct()];

    /// <summary>Where stories go that are left without a section; it is made when the first one comes.</summary>
    public async Task<long> RestAsync(CancellationToken cancel)
    {
        if (rest is { } known)
        {
            return known;
        }

        var found = await FindAsync(RestSlug, await TreeAsync(cancel), cancel);
        rest =
            found?.Id
            ?? await new CategoryDesk(db, clock).CreateAsync(
                new CategoryForm("Uncategorized", RestSlug, null, Colour, null, IsHidden: true),
                Actor.System,
                cancel
            );
        db.ChangeTracker.Clear();
        return rest.Value;
    }

    /// <returns>Each old address, and that of the section of ours; of one that is left out, the front page.</returns>
    public async Task<IReadOnlyList<(string From, string To)>> AddressesAsync(CancellationToken cancel)
    {
        var tree = await TreeAsync(cancel);
        var addresses = new List<(string, string)>();
        foreach (var section in source.Sections.Values)
        {
            if (await OursAsync(section.Key, tree, cancel) is { } ours)
            {
                addresses.AddRange(section.Old.Select(from => (from, $"/category/{ours.Slug}")));
            }
            else if (map.TryFind(section.Key, out var none) && none is null)
            {
                foreach (var from in section.Old)
                {
                    // Whoever has kept it finds the newest stories, unless it is a page here in its own right.
                    if (!await IsOwnAsync(from, tree, cancel))
                    {
                        addresses.Add((from, "/"));
                    }
                }
            }
        }

        return addresses;
    }

    private async Task<bool> IsOwnAsync(string address, CategoryTree tree, CancellationToken cancel) =>
        address.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["category", var slug] => await FindAsync(slug, tree, cancel) is not null,
            ["tag", var slug] => await db.Set<PublishedTag>().AnyAsync(t => t.Slug == slug, cancel),
            _ => false,
        };

    private async Task<Category?> OursAsync(string key, CategoryTree tree, CancellationToken cancel) =>
        map.TryFind(key, out var ours)
            ? ours is null
                ? null
                : await FindAsync(ours, tree, cancel)
            : await FindAsync(SlugOf(source.Sections[key]), tree, cancel);

    private async Task<Category> AddAsync(
        IReadOnlyList<SourceSection> wanted,
        CategoryTree before,
        ImportReport report,
        CancellationToken cancel
    )
    {
        var parents = new Dictionary<string, (long? Id, int Depth)>(StringComparer.Ordinal);
        Category? last = null;
        foreach (var section in wanted)
        {
            var (parent, depth) = await ParentAsync(section, parents, before, report, cancel);
            last = new Category
            {
                Slug = SlugOf(section),
                Name = PlainText.Cut(section.Name, Category.NameLimit),
                Description = section.Description is { } words ? PlainText.Cut(words, Category.DescriptionLimit) : null,
                ColourKey = Colour,
                ParentId = parent,
                Position = before.Children(parent).Select(c => c.Position).DefaultIfEmpty(-1).Max() + 1 + parents.Count,
            };
            db.Categories.Add(last);
            await db.SaveChangesAsync(cancel);
            parents[section.Key] = (last.Id, depth + 1);
        }

        return last!;
    }

    private async Task<(long? Id, int Depth)> ParentAsync(
        SourceSection section,
        Dictionary<string, (long? Id, int Depth)> made,
        CategoryTree before,
        ImportReport report,
        CancellationToken cancel
    )
    {
        for (var up = section.Parent; up is not null; up = source.Sections.GetValueOrDefault(up)?.Parent)
        {
            var (id, depth) =
                made.TryGetValue(up, out var fresh) ? fresh
                : source.Sections.ContainsKey(up) && await OursAsync(up, before, cancel) is { } ours
                    ? (ours.Id, before.Path(ours).Count)
                : (null, 0);
            if (id is not null && depth < Category.DepthLimit)
            {
                return (id, depth);
            }

            if (id is not null)
            {
                report.Remark(
                    $"section deeper than {Category.DepthLimit} levels: it lies further up now",
                    section.At,
                    section.Name
                );
            }
        }

        return (null, 0);
    }

    // Each parent before its children.
    private List<SourceSection> InOrder()
    {
        var order = new List<SourceSection>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var section in source.Sections.Values)
        {
            var path = new Stack<SourceSection>();
            for (var step = section; step is not null && placed.Add(step.Key); step = Up(step))
            {
                path.Push(step);
            }

            order.AddRange(path);
        }

        return order;
    }

    private SourceSection? Up(SourceSection section) =>
        section.Parent is { } parent ? source.Sections.GetValueOrDefault(parent) : null;

    /// <returns>The address that it has here where nobody says another.</returns>
    public static string SlugOf(SourceSection section) =>
        Slug.IsSlug(section.Key) && section.Key != "-" ? section.Key : Slug.OfName(section.Name);

    private async Task<CategoryTree> TreeAsync(CancellationToken cancel) =>
        new(await db.Categories.AsNoTracking().ToListAsync(cancel));

    // Of those that were merged or renamed, what stands for them today.
    private async Task<Category?> FindAsync(string slug, CategoryTree tree, CancellationToken cancel)
    {
        if (tree.InOrder().FirstOrDefault(c => c.Slug == slug) is { } living)
        {
            return living;
        }

        var former = await db
            .Categories.Where(c => c.Slug == slug)
            .Select(c => (long?)c.Id)
            .Union(
                db.FormerSlugs.Where(f => f.Kind == TreeChange.Kind && f.Slug == slug).Select(f => (long?)f.TargetId)
            )
            .FirstOrDefaultAsync(cancel);
        return former is { } id ? tree.Living(id) : null;
    }
}
