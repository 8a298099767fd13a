using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>A category, tag or author.</summary>
/// <param name="Kind"><c>category</c>, <c>tag</c> or <c>author</c>.</param>
/// <param name="IsTop">Offered without being chosen; of categories, only those at the top of the tree are that are not hidden.</param>
internal sealed record SearchNoun(string Kind, long Id, string Slug, string Name, bool IsTop);

/// <param name="Found">The stories of the page, with where they say what was looked for.</param>
/// <param name="Nouns">Those that were asked for.</param>
/// <param name="Named">The topics and authors whose name, apart from accents and signs, is what was typed.</param>
internal sealed record SearchDetails(
    IReadOnlyList<Found> Found,
    IReadOnlyList<SearchNoun> Nouns,
    IReadOnlyList<NamedLink> Named
)
{
    // As far as words are marked; a longer text is shown by its beginning where they come later.
    private const int TextLimit = 8000;
    private static readonly string Options = $"HighlightAll=true, StartSel={Passage.Start}, StopSel={Passage.Stop}";
    private static readonly string Signs = $"’‘{Passage.Start}{Passage.Stop}";
    private const string Plain = "''  ";

    private const string All = $$"""
        select
            {{StoryRows.CardsAsText}} as cards,
            (select json_agg(passage)::text from (
                select id, headline, text,
                    ts_headline('site.news', translate(headline, {3}, {4}), query, {5}) as marked_headline,
                    ts_headline('site.news', translate(text, {3}, {4}), query, {5}) as marked_text
                from site.article,
                    lateral (select concat_ws(' ', standfirst, left(body_text, {6})) as text) as texts,
                    websearch_to_tsquery('site.news', {2}) as query
                where id = any({1})
            ) passage) as passages,
            (select json_agg(noun)::text from (
                select 'category' as kind, id, slug, name, parent_id is null and not is_hidden as is_top
                    from site.category where id = any({7})
                union all select 'tag', id, slug, name, true from site.tag where id = any({8}) or slug = {10}
                union all select 'author', id, slug, name, true from site.author where id = any({9}) or slug = {10}
            ) noun) as nouns
        """;

    /// <summary>Reads all that a page of results shows, in one question.</summary>
    /// <param name="words">What was typed.</param>
    /// <param name="stories">Of the page, in their order.</param>
    /// <param name="nouns">The ids of those wanted, by kind.</param>
    public static async Task<SearchDetails> ReadAsync(
        PublishedDb db,
        string words,
        IReadOnlyList<long> stories,
        ILookup<string, long> nouns,
        CancellationToken cancel
    )
    {
        var cards = new AskedCards(db, stories);
        var slug = words.Length > 0 ? Slug.OfName(words) : "";
        var texts = await db
            .Database.SqlQueryRaw<Texts>(
                All,
                cards.Missing,
                stories.ToArray(),
                words,
                Signs,
                Plain,
                Options,
                TextLimit,
                nouns["category"].ToArray(),
                nouns["tag"].ToArray(),
                nouns["author"].ToArray(),
                slug
            )
            .SingleAsync(cancel);
        var passages = StoryRows.List<PassageRow>(texts.Passages).ToDictionary(r => r.Id);
        var read = StoryRows.List<SearchNoun>(texts.Nouns);
        return new(
            [
                .. cards
                    .With(StoryRows.CardsIn(texts.Cards))
                    .Where(card => passages.ContainsKey(card.Id))
                    .Select(card => new Found(
                        card,
                        new Passage(passages[card.Id].MarkedHeadline, passages[card.Id].Headline).Whole(),
                        new Passage(passages[card.Id].MarkedText, passages[card.Id].Text).Best()
                    )),
            ],
            [.. read.Where(n => nouns[n.Kind].Contains(n.Id))],
            [
                .. read.Where(n => n.Slug == slug && n.Kind != "category")
                    .OrderByDescending(n => n.Kind, StringComparer.Ordinal)
                    .Select(n => new NamedLink(n.Kind == "tag" ? "Topic" : "Author", n.Name, $"/{n.Kind}/{n.Slug}")),
            ]
        );
    }

    private sealed record Texts(string? Cards, string? Passages, string? Nouns);

    private sealed record PassageRow(long Id, string Headline, string Text, string MarkedHeadline, string MarkedText);
}
