using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <param name="Facets">See <see cref="Tables.PublishedArticle.Facets"/>.</param>
/// <param name="Score">How much the story is about the words, and how new it was at the moment of the question: one of a year ago counts half. 0 where nobody
/// asked.</param>
internal sealed record Match(long Id, DateTimeOffset FirstPublishedAt, string[] Facets, double Score);

/// <param name="AreAll">Whether there are no others.</param>
/// <param name="Since">Set where the search was given up for taking too long: what is older was not looked through.</param>
internal sealed record Matches(IReadOnlyList<Match> Newest, bool AreAll, DateOnly? Since = null);

/// <summary>Finds the newest stories that match, at a cost that does not grow with the archive.</summary>
internal sealed class SearchMatches(PublishedDb db)
{
    // The index knows which words a story has, not whether they stand together: a phrase of words that each stand
    // everywhere, but never side by side, is looked for in the stories themselves.
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <param name="words">See <see cref="SearchOrder.Words"/>.</param>
    /// <param name="before">Only what is older than this place.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="scoredAsOf">The moment for the <see cref="Match.Score"/>; null where none is wanted.</param>
    /// <returns>Newest first.</returns>
    public async Task<Matches> NewestAsync(
        string words,
        SearchFilter filter,
        Cursor? before,
        int take,
        DateTimeOffset? scoredAsOf,
        CancellationToken cancel
    )
    {
        var newest = await NewestBeforeAsync(filter.Until, cancel);
        if (newest.Length == 0 || newest[0] < filter.From)
        {
            return new Matches([], true);
        }

        var place = before is { } given && given.At <= newest[0] ? given : new Cursor(newest[0], long.MaxValue);
        var windows = TimeWindow.Back(place.At, filter.From).ToList();
        if (windows.Count > 1 && await AtOnceAsync(words, filter, windows, place, take, scoredAsOf, cancel) is { } all)
        {
            return all;
        }

        var (matches, since) = (new List<Match>(), DateOnly.FromDateTime(place.At.UtcDateTime));
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        foreach (var window in windows.TakeWhile(_ => watch.Elapsed < Patience))
        {
            try
            {
                matches.AddRange(
                    await InAsync(words, filter, window, place, take + 1 - matches.Count, scoredAsOf, limit.Token)
                );
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                break;
            }

            since = window.Start;
            if (matches.Count > take || window.IsLast)
            {
                return new Matches([.. matches.Take(take)], matches.Count <= take);
            }
        }

        return new Matches(matches, false, since);
    }

    /// <summary>
    /// Asks once for all of time: the database ends where it has enough. What takes long is asked for window by window instead,
    /// so that what was found is not lost when the search is given up.
    /// </summary>
    /// <returns>Null where it takes long.</returns>
    private async Task<Matches?> AtOnceAsync(
        string words,
        SearchFilter filter,
        IReadOnlyList<TimeWindow> windows,
        Cursor place,
        int take,
        DateTimeOffset? scoredAsOf,
        CancellationToken cancel
    )
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Short);
        try
        {
            var all = new TimeWindow([.. windows.SelectMany(w => w.Parts)], windows[^1].Start, IsLast: true);
            var found = await InAsync(words, filter, all, place, take + 1, scoredAsOf, limit.Token);
            return new Matches([.. found.Take(take)], found.Count <= take);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <returns>When the newest story came; none where there is none. Remembered until there is another.</returns>
    private Task<DateTimeOffset[]> NewestBeforeAsync(DateTimeOffset? until, CancellationToken cancel)
    {
        return until is null ? db.KnownAsync(Shown.Stories, ReadAsync) : ReadAsync();

        Task<DateTimeOffset[]> ReadAsync() =>
            db
                .Articles.Where(a => until == null || a.FirstPublishedAt < until)
                .OrderByDescending(a => a.FirstPublishedAt)
                .Select(a => a.FirstPublishedAt)
                .Take(1)
                .ToArrayAsync(cancel);
    }

    // The parts are gone through in their order, each by the index of words, until there are enough: "lateral" leaves no other
    // way. "Offset 0" keeps the planner from walking the whole archive by time in the hope of an early end, which for
    // words that seldom stand together never comes. Words and terms are asked for side by side, because the index joins two
    // questions three times as fast as it weighs one that holds both.
    private Task<List<Match>> InAsync(
        string words,
        SearchFilter filter,
        TimeWindow window,
        Cursor place,
        int take,
        DateTimeOffset? scoredAsOf,
        CancellationToken cancel
    ) =>
        db
            .Database.SqlQuery<Match>(
                $"""
                select id, first_published_at, facets, case when {scoredAsOf is not null} then
                        (0.01 + ts_rank_cd(search, websearch_to_tsquery('site.news', {words}), 1 | 32))
                        / (1 + extract(epoch from {scoredAsOf
                    ?? place.At} - first_published_at)::double precision / 31557600)
                    else 0 end as score
                from unnest({window.Parts.Select(filter.Terms).ToArray()}, {window.Parts.Select(p => p.End).ToArray()})
                    as part(terms, until),
                    lateral (
                        select * from (
                            select id, first_published_at, facets, search from site.article
                            where search @@ coalesce(
                                    websearch_to_tsquery('site.news', nullif({words}, '')), part.terms::tsquery
                                )
                                and search @@ coalesce(
                                    nullif(part.terms, '')::tsquery, websearch_to_tsquery('site.news', {words})
                                )
                            offset 0
                        ) as found
                        where first_published_at < part.until and (first_published_at, id) < ({place.At}, {place.Id})
                            and first_published_at >= {filter.From ?? DateTimeOffset.UnixEpoch.AddYears(-900)}
                        order by first_published_at desc, id desc
                    ) as newest
                limit {take}
                """
            )
            .ToListAsync(cancel);
}
