using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>Shows where the stories of a page say what was looked for.</summary>
internal sealed class SearchPassages(PublishedDb db)
{
    // As far as words are marked; a longer text is shown by its beginning where they come later.
    private const int TextLimit = 8000;
    private static readonly string Options = $"HighlightAll=true, StartSel={Passage.Start}, StopSel={Passage.Stop}";
    private static readonly string Signs = $"’‘{Passage.Start}{Passage.Stop}";
    private const string Plain = "''  ";

    /// <returns>In the order of <paramref name="ids"/>.</returns>
    public async Task<IReadOnlyList<Found>> ShowAsync(string words, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select id, headline, text,
                    ts_headline('site.news', translate(headline, {Signs}, {Plain}), query, {Options}) as marked_headline,
                    ts_headline('site.news', translate(text, {Signs}, {Plain}), query, {Options}) as marked_text
                from site.article,
                    lateral (select concat_ws(' ', standfirst, left(body_text, {TextLimit})) as text) as texts,
                    websearch_to_tsquery('site.news', {words}) as query
                where id = any({ids.ToArray()})
                """
            )
            .ToDictionaryAsync(r => r.Id, cancel);
        return
        [
            .. (await db.CardsAsync(ids, cancel))
                .Where(card => rows.ContainsKey(card.Id))
                .Select(card => new Found(
                    card,
                    new Passage(rows[card.Id].MarkedHeadline, rows[card.Id].Headline).Whole(),
                    new Passage(rows[card.Id].MarkedText, rows[card.Id].Text).Best()
                )),
        ];
    }

    private sealed record Row(long Id, string Headline, string Text, string MarkedHeadline, string MarkedText);
}
