using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>What a search can be narrowed by: from slugs to ids, and from the stories found to names and counts.</summary>
internal sealed class SearchFacets(PublishedDb db)
{
    private const int Shown = 8;

    /// <param name="kind"><c>category</c>, <c>tag</c> or <c>author</c>.</param>
    /// <returns>The ids of today's and former slugs; a slug that names nothing is left out.</returns>
    public async Task<Dictionary<string, long>> IdsAsync(
        string kind,
        IReadOnlyList<string> slugs,
        CancellationToken cancel
    )
    {
        if (slugs.Count == 0)
        {
            return [];
        }

        var ids = await db
            .FormerSlugs.Where(f => f.Kind == kind && slugs.Contains(f.Slug))
            .ToDictionaryAsync(f => f.Slug, f => f.TargetId, cancel);
        foreach (var noun in await Nouns(kind).Where(n => slugs.Contains(n.Slug)).ToListAsync(cancel))
        {
            ids[noun.Slug] = noun.Id;
        }

        return ids;
    }

    /// <param name="found">The stories without this facet's own choice; a value's count is how many of them have it.</param>
    /// <param name="chosen">Shown in any case.</param>
    /// <returns>Those chosen first, then those that most stories have; without counts where there are other stories.</returns>
    public async Task<IReadOnlyList<FacetValue>> ValuesAsync(
        string kind,
        Matches found,
        IReadOnlyCollection<long> chosen,
        CancellationToken cancel
    )
    {
        var counts = found
            .Newest.SelectMany(m => m.Facets)
            .Where(facet => facet[1] == kind[0])
            .CountBy(facet => long.Parse(facet.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture))
            .ToDictionary();

        // Of sections some are not shown; of all else those that most have are known before their names are.
        var most = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key);
        var ids = (kind == "category" ? most : most.Take(Shown)).Union(chosen).ToArray();
        var nouns = await Nouns(kind)
            .Where(n => ids.Contains(n.Id) && (n.IsTop || chosen.Contains(n.Id)))
            .ToListAsync(cancel);
        return
        [
            .. nouns
                .OrderByDescending(n => chosen.Contains(n.Id))
                .ThenByDescending(n => counts.GetValueOrDefault(n.Id))
                .ThenBy(n => n.Name, StringComparer.Ordinal)
                .Take(Math.Max(Shown, chosen.Count))
                .Select(n => new FacetValue(
                    n.Slug,
                    n.Name,
                    found.AreAll ? counts.GetValueOrDefault(n.Id) : null,
                    chosen.Contains(n.Id)
                )),
        ];
    }

    private IQueryable<Noun> Nouns(string kind) =>
        kind switch
        {
            "category" => db.Categories.Select(c => new Noun
            {
                Id = c.Id,
                Slug = c.Slug,
                Name = c.Name,
                IsTop = c.ParentId == null && !c.IsHidden,
            }),
            "tag" => db.Tags.Select(t => new Noun
            {
                Id = t.Id,
                Slug = t.Slug,
                Name = t.Name,
                IsTop = true,
            }),
            _ => db.Authors.Select(a => new Noun
            {
                Id = a.Id,
                Slug = a.Slug,
                Name = a.Name,
                IsTop = true,
            }),
        };

    private sealed record Noun
    {
        public required long Id { get; init; }
        public required string Slug { get; init; }
        public required string Name { get; init; }

        /// <summary>Offered without being chosen; of categories, only those at the top of the tree are that are not hidden.</summary>
        public required bool IsTop { get; init; }
    }
}
