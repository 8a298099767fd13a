using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <param name="Kind"><c>category</c>, <c>tag</c> or <c>author</c>.</param>
/// <param name="Found">The stories without this facet's own choice; a value's count is how many of them have it.</param>
/// <param name="Chosen">Shown in any case.</param>
internal sealed record SearchFacet(string Kind, Matches Found, IReadOnlyCollection<long> Chosen)
{
    private const int Shown = 8;

    private readonly Dictionary<long, int> counts = Found
        .Newest.SelectMany(m => m.Facets)
        .Where(f => f[1] == Kind[0])
        .CountBy(f => long.Parse(f.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture))
        .ToDictionary();

    /// <summary>The ids of those whose names are needed.</summary>
    public IEnumerable<long> Offered()
    {
        // Of sections some are not shown; of all else those that most have are known before their names are.
        var most = counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key).Select(c => c.Key);
        return (Kind == "category" ? most : most.Take(Shown)).Union(Chosen);
    }

    /// <returns>First those chosen, then those that most stories have; without counts where there are other stories.</returns>
    public IReadOnlyList<FacetValue> Values(IEnumerable<SearchNoun> nouns) =>
        [
            .. nouns
                .Where(n => n.Kind == Kind && (n.IsTop || Chosen.Contains(n.Id)))
                .OrderByDescending(n => Chosen.Contains(n.Id))
                .ThenByDescending(n => counts.GetValueOrDefault(n.Id))
                .ThenBy(n => n.Name, StringComparer.Ordinal)
                .Take(Math.Max(Shown, Chosen.Count))
                .Select(n => new FacetValue(
                    n.Slug,
                    n.Name,
                    Found.AreAll ? counts.GetValueOrDefault(n.Id) : null,
                    Chosen.Contains(n.Id)
                )),
        ];
}

/// <summary>What a search is narrowed by: from slugs to ids.</summary>
/// <param name="Unknown">The slugs that name nothing.</param>
internal sealed record SearchChoice(long[] Categories, long[] Tags, long[] Authors, IReadOnlyList<string> Unknown)
{
    /// <summary>Takes today's and former slugs.</summary>
    public static async Task<SearchChoice> ReadAsync(PublishedDb db, SearchOrder order, CancellationToken cancel)
    {
        if (order is { Sections.Count: 0, Tags.Count: 0, Authors.Count: 0 })
        {
            return new([], [], [], []);
        }

        string[] sections = [.. order.Sections];
        string[] tags = [.. order.Tags];
        string[] authors = [.. order.Authors];
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select 'category' as kind, slug, id, false as is_former from site.category where slug = any({sections})
                union all select 'tag', slug, id, false from site.tag where slug = any({tags})
                union all select 'author', slug, id, false from site.author where slug = any({authors})
                union all select kind, slug, target_id, true from site.former_slug
                    where (kind = 'category' and slug = any({sections})) or (kind = 'tag' and slug = any({tags}))
                        or (kind = 'author' and slug = any({authors}))
                """
            )
            .ToListAsync(cancel);
        var unknown = new List<string>();
        return new(Ids("category", sections), Ids("tag", tags), Ids("author", authors), unknown);

        long[] Ids(string kind, string[] slugs)
        {
            var ids = rows.Where(r => r.Kind == kind)
                .GroupBy(r => r.Slug)
                .ToDictionary(same => same.Key, same => same.OrderBy(r => r.IsFormer).First().Id);
            unknown.AddRange(slugs.Where(slug => !ids.ContainsKey(slug)));
            return [.. ids.Values.Distinct()];
        }
    }

    private sealed record Row(string Kind, string Slug, long Id, bool IsFormer);
}
