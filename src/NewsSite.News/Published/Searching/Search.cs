using System.Text;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>Full-text search over the live stories. It ranks the newest that match, so that a common word is as quick as a rare one.</summary>
public sealed class Search(PublishedDb db, TimeProvider clock)
{
    /// <summary>How many of the newest matches are looked at.</summary>
    public const int Reach = 200;
    public const int PageSize = 20;
    private const int Few = 3;
    private const int PopularFrom = 300;

    private readonly SearchMatches matches = new(db);
    private readonly SearchSuggestions suggestions = new(db);

    /// <summary>The topics of the newest stories, those that most have first.</summary>
    public async Task<IReadOnlyList<TagLink>> PopularAsync(int count, CancellationToken cancel) =>
        await db
            .Articles.OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Take(PopularFrom)
            .SelectMany(a => a.Taggings)
            .GroupBy(t => new { t.Tag!.Slug, t.Tag.Name })
            .OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key.Name)
            .Take(count)
            .Select(g => new TagLink(g.Key.Slug, g.Key.Name))
            .ToListAsync(cancel);

    public async Task<SearchResult> RunAsync(SearchOrder order, CancellationToken cancel)
    {
        var words = Plain(order.Words);
        var choice = await SearchChoice.ReadAsync(db, order, cancel);
        var filter = new SearchFilter
        {
            Categories = choice.Categories,
            Tags = choice.Tags,
            Authors = choice.Authors,
            From = order.From,
            Until = order.Until,
        };
        var found = await matches.NewestAsync(
            words,
            filter,
            order is { Sort: SearchSort.Best, After: { } after } ? new Cursor(after.AsOf, long.MaxValue) : null,
            Reach,
            order.Sort == SearchSort.Best ? order.After?.AsOf ?? clock.GetUtcNow() : null,
            cancel
        );
        if (found.Newest.Count == 0 && words.Length > 0 && !await HasWordsAsync(words, cancel))
        {
            return new SearchResult([], 0, 1, 1, null) { HasWords = false };
        }

        var (page, ids) = await PageAsync(words, order, filter, found, cancel);
        SearchFacet[] facets =
        [
            await FacetAsync("category", filter.Categories, filter with { Categories = [] }),
            await FacetAsync("tag", filter.Tags, filter with { Tags = [] }),
            await FacetAsync("author", filter.Authors, filter with { Authors = [] }),
        ];
        var nouns = facets.SelectMany(f => f.Offered(), (f, id) => (f.Kind, id)).ToLookup(n => n.Kind, n => n.id);
        var details = await SearchDetails.ReadAsync(db, words, ids, nouns, cancel);
        var result = page with
        {
            Stories = details.Found,
            Named = details.Named,
            Sections = facets[0].Values(details.Nouns),
            Tags = facets[1].Values(details.Nouns),
            Authors = facets[2].Values(details.Nouns),
            Since = found.Since,
            Unknown = choice.Unknown,
        };
        return words.Length > 0 && found.Newest.Count < Few
            ? await WithHintsAsync(words, filter, found, result, cancel)
            : result;

        // A count tells what choosing the value as well would find, so the facet's own choice is left out of it.
        async Task<SearchFacet> FacetAsync(string kind, IReadOnlyCollection<long> chosen, SearchFilter others) =>
            new(
                kind,
                chosen.Count == 0 ? found : await matches.NewestAsync(words, others, null, Reach, null, cancel),
                chosen
            );
    }

    /// <returns>The page without its stories, and which they are.</returns>
    private async Task<(SearchResult Page, IReadOnlyList<long> Ids)> PageAsync(
        string words,
        SearchOrder order,
        SearchFilter filter,
        Matches found,
        CancellationToken cancel
    )
    {
        var total = found.AreAll ? found.Newest.Count : (int?)null;
        var pages = Math.Max(1, (found.Newest.Count + PageSize - 1) / PageSize);
        var page = Math.Clamp(order.Page, 1, pages);
        if (order.Sort == SearchSort.Best)
        {
            var best = found
                .Newest.Where(m => order.After is not { } after || after.IsBefore(m))
                .OrderByDescending(m => m.Score)
                .ThenByDescending(m => m.Id)
                .Skip((page - 1) * PageSize)
                .ToList();
            var onPage = best.Take(PageSize).ToList();
            var further =
                order.After is { } read && best.Count > PageSize
                    ? (read with { Score = onPage[^1].Score, Id = onPage[^1].Id }).ToString()
                    : null;
            return (new([], total, page, pages, further), onPage.ConvertAll(m => m.Id));
        }

        var shown = order.Before is null
            ? new Matches([.. found.Newest.Take(PageSize)], found.AreAll && found.Newest.Count <= PageSize)
            : await matches.NewestAsync(words, filter, order.Before, PageSize, null, cancel);
        var older =
            shown.AreAll || shown.Newest.Count == 0
                ? null
                : new Cursor(shown.Newest[^1].FirstPublishedAt, shown.Newest[^1].Id).ToString();
        return (new([], total, 1, 1, older), [.. shown.Newest.Select(m => m.Id)]);
    }

    private async Task<SearchResult> WithHintsAsync(
        string words,
        SearchFilter filter,
        Matches found,
        SearchResult result,
        CancellationToken cancel
    )
    {
        var corrected = await suggestions.CorrectAsync(words, cancel);
        var more = corrected is null
            ? 0
            : (await matches.NewestAsync(corrected, filter, null, Few, null, cancel)).Newest.Count;
        return result with
        {
            Suggestion = more > found.Newest.Count ? corrected : null,
            Named = result.Named.Count > 0 ? result.Named : await suggestions.LikelyNamedAsync(words, cancel),
        };
    }

    private async Task<bool> HasWordsAsync(string words, CancellationToken cancel) =>
        await db
            .Database.SqlQuery<int>($"""select numnode(websearch_to_tsquery('site.news', {words})) as "Value" """)
            .SingleAsync(cancel) > 0;

    // Typographic quotes are quotes to a searcher, too; what is no character at all would be refused by the database.
    private static string Plain(string words) =>
        string.Concat(
                words
                    .EnumerateRunes()
                    .Select(rune =>
                        rune.Value switch
                        {
                            '“' or '”' or '„' or '«' or '»' => "\"",
                            '’' or '‘' => "'",
                            // The database takes "~c1" for the name of a file, and would find the word that a filter is.
                            '~' => " ",
                            _ => Rune.IsControl(rune) ? " " : rune.ToString(),
                        }
                    )
            )
            .Trim();
}
