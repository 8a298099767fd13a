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
    private readonly SearchFacets facets = new(db);
    private readonly SearchPassages passages = new(db);
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
        var sections = await facets.IdsAsync("category", order.Sections, cancel);
        var tags = await facets.IdsAsync("tag", order.Tags, cancel);
        var authors = await facets.IdsAsync("author", order.Authors, cancel);
        var filter = new SearchFilter
        {
            Categories = [.. sections.Values],
            Tags = [.. tags.Values],
            Authors = [.. authors.Values],
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

        var result = await PageAsync(words, order, filter, found, cancel);
        var values = await facets.ValuesAsync(
            [
                await FacetAsync("category", filter.Categories, filter with { Categories = [] }),
                await FacetAsync("tag", filter.Tags, filter with { Tags = [] }),
                await FacetAsync("author", filter.Authors, filter with { Authors = [] }),
            ],
            cancel
        );
        return await WithHintsAsync(words, filter, found, result, cancel) with
        {
            Sections = values[0],
            Tags = values[1],
            Authors = values[2],
            Since = found.Since,
            Unknown =
            [
                .. order.Sections.Except(sections.Keys),
                .. order.Tags.Except(tags.Keys),
                .. order.Authors.Except(authors.Keys),
            ],
        };

        // A count tells what choosing the value as well would find, so the facet's own choice is left out of it.
        async Task<SearchFacet> FacetAsync(string kind, IReadOnlyCollection<long> chosen, SearchFilter others) =>
            new(
                kind,
                chosen.Count == 0 ? found : await matches.NewestAsync(words, others, null, Reach, null, cancel),
                chosen
            );
    }

    private async Task<SearchResult> PageAsync(
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
            return new SearchResult(
                await passages.ShowAsync(words, [.. onPage.Select(m => m.Id)], cancel),
                total,
                page,
                pages,
                order.After is { } read && best.Count > PageSize
                    ? (read with { Score = onPage[^1].Score, Id = onPage[^1].Id }).ToString()
                    : null
            );
        }

        var shown = order.Before is null
            ? new Matches([.. found.Newest.Take(PageSize)], found.AreAll && found.Newest.Count <= PageSize)
            : await matches.NewestAsync(words, filter, order.Before, PageSize, null, cancel);
        return new SearchResult(
            await passages.ShowAsync(words, [.. shown.Newest.Select(m => m.Id)], cancel),
            total,
            1,
            1,
            shown.AreAll || shown.Newest.Count == 0
                ? null
                : new Cursor(shown.Newest[^1].FirstPublishedAt, shown.Newest[^1].Id).ToString()
        );
    }

    private async Task<SearchResult> WithHintsAsync(
        string words,
        SearchFilter filter,
        Matches found,
        SearchResult result,
        CancellationToken cancel
    )
    {
        if (words.Length == 0)
        {
            return result;
        }

        var named = await suggestions.NamedAsync(words, cancel);
        if (found.Newest.Count >= Few)
        {
            return result with { Named = named };
        }

        var corrected = await suggestions.CorrectAsync(words, cancel);
        var more = corrected is null
            ? 0
            : (await matches.NewestAsync(corrected, filter, null, Few, null, cancel)).Newest.Count;
        return result with
        {
            Suggestion = more > found.Newest.Count ? corrected : null,
            Named = named.Count > 0 ? named : await suggestions.LikelyNamedAsync(words, cancel),
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
