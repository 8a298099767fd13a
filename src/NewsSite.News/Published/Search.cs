using System.Net;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>Full-text search over the live stories, newest first.</summary>
public sealed class Search(PublishedDb db)
{
    public const int QueryLimit = 200;
    private const int PageSize = 20;

    // Letters of the private use area: no story holds them, and HTML encoding leaves them alone.
    private const string MarkStart = "\uE000";
    private const string MarkStop = "\uE001";

    /// <param name="query">As people type it: words, "a phrase", -without.</param>
    /// <param name="before">Where the page begins; null for the newest.</param>
    public async Task<SearchResult> RunAsync(string query, Cursor? before, CancellationToken cancel)
    {
        // Typographic quotes are quotes to a searcher, too.
        var plain = query.Replace('“', '"').Replace('”', '"').Replace('„', '"').Replace('’', '\'').Replace('‘', '\'');
        var matches = db.Articles.Where(a => a.Search!.Matches(EF.Functions.WebSearchToTsQuery("site.news", plain)));
        if (before is { } place)
        {
            matches = matches.Where(a =>
                EF.Functions.LessThan(
                    ValueTuple.Create(a.FirstPublishedAt, a.Id),
                    ValueTuple.Create(place.At, place.Id)
                )
            );
        }

        var rows = await matches
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Take(PageSize + 1)
            .Select(a => new
            {
                a.Id,
                a.FirstPublishedAt,
                Passage = EF
                    .Functions.WebSearchToTsQuery("site.news", plain)
                    .GetResultHeadline(
                        "site.news",
                        (a.Standfirst ?? "") + " " + a.BodyText,
                        $"StartSel={MarkStart}, StopSel={MarkStop}, MaxWords=34, MinWords=18, MaxFragments=1"
                    ),
            })
            .ToListAsync(cancel);
        var shown = rows.Take(PageSize).ToList();
        var cards = (await db.CardsAsync([.. shown.Select(r => r.Id)], cancel)).ToDictionary(c => c.Id);
        return new SearchResult(
            [.. shown.Where(r => cards.ContainsKey(r.Id)).Select(r => new Found(cards[r.Id], Marked(r.Passage)))],
            rows.Count > PageSize ? new Cursor(shown[^1].FirstPublishedAt, shown[^1].Id).ToString() : null
        );
    }

    private static string Marked(string passage) =>
        WebUtility
            .HtmlEncode(passage)
            .Replace(MarkStart, "<mark>", StringComparison.Ordinal)
            .Replace(MarkStop, "</mark>", StringComparison.Ordinal);
}
