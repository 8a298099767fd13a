using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <param name="Facets">See <see cref="Tables.PublishedArticle.Facets"/>.</param>
internal sealed record Match(long Id, DateTimeOffset FirstPublishedAt, string[] Facets);

/// <param name="AreAll">Whether there are no others.</param>
/// <param name="Since">Set where the search was given up for taking too long: what is older was not looked through.</param>
internal sealed record Matches(IReadOnlyList<Match> Newest, bool AreAll, DateOnly? Since = null);

/// <summary>Finds the newest stories that match, at a cost that does not grow with the archive.</summary>
internal sealed class SearchMatches(PublishedDb db)
{
    // The index knows which words a story has, not whether they stand together: a phrase of words that each stand
    // everywhere, but never side by side, is looked for in the stories themselves.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <param name="words">See <see cref="SearchOrder.Words"/>.</param>
    /// <param name="before">Only what is older than this place.</param>
    /// <param name="take">How many at most.</param>
    /// <returns>Newest first.</returns>
    public async Task<Matches> NewestAsync(
        string words,
        SearchFilter filter,
        Cursor? before,
        int take,
        CancellationToken cancel
    )
    {
        var until = filter.Until ?? DateTimeOffset.MaxValue;
        var newest = await db
            .Articles.Where(a => a.FirstPublishedAt < until)
            .MaxAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        if (newest is not { } top || top < filter.From)
        {
            return new Matches([], true);
        }

        var place = before is { } given && given.At <= top ? given : new Cursor(top, long.MaxValue);
        var (matches, since) = (new List<Match>(), DateOnly.FromDateTime(place.At.UtcDateTime));
        var watch = Stopwatch.StartNew();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Limit);
        foreach (var window in TimeWindow.Back(place.At, filter.From).TakeWhile(_ => watch.Elapsed < Patience))
        {
            try
            {
                // The last window may be all time: what was found is not to come again.
                var from = matches.Count > 0 ? new Cursor(matches[^1].FirstPublishedAt, matches[^1].Id) : place;
                var more = take + 1 - matches.Count;
                matches.AddRange(await InAsync(words, filter, filter.Terms(window), from, more, limit.Token));
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

    // "Materialized" keeps the planner from walking the whole archive by time in the hope of an early end, which for
    // words that seldom stand together never comes. The time is asked about outside: a plan that was made for any words
    // and any time reads the index of times to its end.
    private Task<List<Match>> InAsync(
        string words,
        SearchFilter filter,
        string terms,
        Cursor place,
        int take,
        CancellationToken cancel
    ) =>
        db
            .Database.SqlQuery<Match>(
                $"""
                with found as materialized (
                    select id, first_published_at, facets from site.article
                    where search @@ coalesce(
                            websearch_to_tsquery('site.news', {words}) && nullif({terms}, '')::tsquery,
                            websearch_to_tsquery('site.news', {words})
                        )
                )
                select id, first_published_at, facets from found
                where first_published_at >= {filter.From ?? DateTimeOffset.UnixEpoch.AddYears(-900)}
                    and (first_published_at, id) < ({place.At}, {place.Id})
                order by first_published_at desc, id desc limit {take}
                """
            )
            .ToListAsync(cancel);
}
