using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <param name="Kind"><c>category</c>, <c>tag</c> or <c>author</c>.</param>
/// <param name="Found">The stories without this facet's own choice; a value's count is how many of them have it.</param>
/// <param name="Chosen">Shown in any case.</param>
internal sealed record SearchFacet(string Kind, Matches Found, IReadOnlyCollection<long> Chosen);

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
        foreach (var noun in await Find(kind, slugs).ToListAsync(cancel))
        {
            ids[noun.Slug] = noun.Id;
        }

        return ids;
    }

    /// <summary>The names are read at once.</summary>
    /// <returns>Of each facet those chosen first, then those that most stories have; without counts where there are other stories.</returns>
    public async Task<IReadOnlyList<FacetValue>[]> ValuesAsync(
        IReadOnlyList<SearchFacet> facets,
        CancellationToken cancel
    )
    {
        var counts = facets.Select(Count).ToList();
        var ids = facets.Zip(counts, Offered).ToList();
        var nouns = await db
            .Database.SqlQuery<Named>(
                $"""
                select 'category' as kind, id, slug, name, parent_id is null and not is_hidden as is_top
                    from site.category where id = any({IdsOf("category")})
                union all select 'tag', id, slug, name, true from site.tag where id = any({IdsOf("tag")})
                union all select 'author', id, slug, name, true from site.author where id = any({IdsOf("author")})
                """
            )
            .ToListAsync(cancel);
        return [.. facets.Zip(counts, Values)];

        long[] IdsOf(string kind) => [.. facets.Zip(ids).Where(f => f.First.Kind == kind).SelectMany(f => f.Second)];

        IReadOnlyList<FacetValue> Values(SearchFacet facet, Dictionary<long, int> stories) =>
            [
                .. nouns
                    .Where(n => n.Kind == facet.Kind && (n.IsTop || facet.Chosen.Contains(n.Id)))
                    .OrderByDescending(n => facet.Chosen.Contains(n.Id))
                    .ThenByDescending(n => stories.GetValueOrDefault(n.Id))
                    .ThenBy(n => n.Name, StringComparer.Ordinal)
                    .Take(Math.Max(Shown, facet.Chosen.Count))
                    .Select(n => new FacetValue(
                        n.Slug,
                        n.Name,
                        facet.Found.AreAll ? stories.GetValueOrDefault(n.Id) : null,
                        facet.Chosen.Contains(n.Id)
                    )),
            ];
    }

    private static Dictionary<long, int> Count(SearchFacet facet) =>
        facet
            .Found.Newest.SelectMany(m => m.Facets)
            .Where(f => f[1] == facet.Kind[0])
            .CountBy(f => long.Parse(f.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture))
            .ToDictionary();

    // Of sections some are not shown; of all else those that most have are known before their names are.
    private static IEnumerable<long> Offered(SearchFacet facet, Dictionary<long, int> counts)
    {
        var most = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key);
        return (facet.Kind == "category" ? most : most.Take(Shown)).Union(facet.Chosen);
    }

    private IQueryable<Noun> Find(string kind, IReadOnlyList<string> slugs) =>
        kind switch
        {
            "category" => db.Categories.Where(c => slugs.Contains(c.Slug)).Select(c => new Noun(c.Id, c.Slug)),
            "tag" => db.Tags.Where(t => slugs.Contains(t.Slug)).Select(t => new Noun(t.Id, t.Slug)),
            _ => db.Authors.Where(a => slugs.Contains(a.Slug)).Select(a => new Noun(a.Id, a.Slug)),
        };

    private sealed record Noun(long Id, string Slug);

    /// <param name="IsTop">Offered without being chosen; of categories, only those at the top of the tree are that are not hidden.</param>
    private sealed record Named(string Kind, long Id, string Slug, string Name, bool IsTop);
}
