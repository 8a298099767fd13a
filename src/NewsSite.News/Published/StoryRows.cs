using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>
/// Reads stories and their cards, each with all that belongs to it, in one question to the database. Written by hand: the
/// translator asks once for each list that a story has.
/// </summary>
internal static class StoryRows
{
    /// <summary>As the database names what it puts into JSON.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private const string Byline = """
        (select json_agg(json_build_object('slug', u.slug, 'name', u.name, 'role', u.role, 'links', u.links, 'portrait', f) order by b.position)
         from site.article_byline b join site.author u on u.id = b.author_id left join site.picture f on f.id = u.portrait_id
         where b.article_id = a.id)::text as authors
        """;

    // Stands for one more column, for whoever asks for one story.
    private const string Further = ", null as further";

    // The stories are the first parameter.
    private const string CardsOf = $$"""
        select a.id, a.version_number, a.slug, a.headline, a.standfirst, a.first_published_at, a.breaking_until, a.label,
            a.language, c.id as category_id, c.slug as category_slug, c.name as category_name, c.colour_key,
            case when p.id is not null then row_to_json(p)::text end as picture,
            {{Byline}}
        from site.article a join site.category c on c.id = a.primary_category_id
        left join site.picture p on p.id = a.picture_id
        where a.id = any({0})
        """;

    private const string WholeOf = $$"""
        select a.id, a.version_number, a.slug, a.headline, a.standfirst, a.body_html, a.body_text, a.word_count,
            a.primary_category_id, a.dateline, a.source_credit, a.source_url, a.first_published_at, a.updated_at,
            a.breaking_until, a.edition_count, a.label, a.language, a.is_syndicated, a.search_title,
            array(select category_id from site.article_category
                where article_id = a.id and position is not null order by position) as filings,
            case when p.id is not null then row_to_json(p)::text end as picture,
            (select json_agg(json_build_object('slug', t.slug, 'name', t.name) order by x.position)
             from site.article_tag x join site.tag t on t.id = x.tag_id where x.article_id = a.id)::text as tags,
            (select json_agg(json_build_object('kind', n.kind, 'text', n.text, 'at', n.at, 'superseded_at', n.superseded_at,
                    'live_post', n.live_post)
                order by n.at desc, n.id desc) from site.correction n where n.article_id = a.id)::text as corrections,
            (select row_to_json(l)::text from site.live_blog l where l.article_id = a.id) as live,
            {{Byline}}
            {{Further}}
        from site.article a left join site.picture p on p.id = a.picture_id
        where a.id = any({0})
        """;

    /// <summary>
    /// The cards of the stories that are the first parameter, as one text for <see cref="CardsIn"/>: for a question that asks for
    /// more besides.
    /// </summary>
    public const string CardsAsText = $$"""(select json_agg(card)::text from ({{CardsOf}}) card)""";

    /// <param name="text">See <see cref="CardsAsText"/>.</param>
    public static IEnumerable<StoryCard> CardsIn(string? text) => List<CardRow>(text).Select(row => row.Card());

    /// <returns>The cards of those that are live, in no order.</returns>
    public static async Task<List<StoryCard>> CardsAsync(PublishedDb db, long[] ids, CancellationToken cancel) =>
        [.. (await db.Database.SqlQueryRaw<CardRow>(CardsOf, ids).ToListAsync(cancel)).Select(row => row.Card())];

    /// <returns>Those that are live, in no order.</returns>
    public static async Task<List<Story>> WholeAsync(
        PublishedDb db,
        long[] ids,
        Sections sections,
        CancellationToken cancel
    )
    {
        var rows = await db.Database.SqlQueryRaw<WholeRow>(WholeOf, ids).ToListAsync(cancel);
        var tree = await sections.TreeAsync(rows.SelectMany(r => r.Filings), cancel);
        return [.. rows.Select(r => r.Story(tree))];
    }

    /// <returns>Null where it is not live.</returns>
    /// <param name="further">An expression of SQL that gives text, in which <c>{0}[1]</c> is the id.</param>
    public static async Task<(Story Story, string? Further)?> OneAsync(
        PublishedDb db,
        long id,
        Sections sections,
        string further,
        CancellationToken cancel
    )
    {
        var query = WholeOf.Replace(Further, $", {further} as further", StringComparison.Ordinal);
        var rows = await db.Database.SqlQueryRaw<WholeRow>(query, new[] { id }).ToListAsync(cancel);
        return rows is [var row] ? (row.Story(await sections.TreeAsync(row.Filings, cancel)), row.Further) : null;
    }

    private static PictureView? Picture(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<PictureRow>(json, Json)!.View();

    /// <param name="json">What the database made of a list; null for an empty one.</param>
    public static List<T> List<T>(string? json) => json is null ? [] : JsonSerializer.Deserialize<List<T>>(json, Json)!;

    private static List<AuthorLink> Authors(string? json) =>
        [
            .. List<AuthorRow>(json)
                .Select(a => new AuthorLink(a.Slug, a.Name, a.Role, a.Portrait?.View()) { Links = a.Links }),
        ];

    private sealed record PictureRow(
        string FileName,
        int Width,
        int Height,
        string Alt,
        string? Caption,
        string? Credit,
        int FocalX,
        int FocalY
    )
    {
        public PictureView View() => new("/media/", FileName, Width, Height, Alt, Caption, Credit, FocalX, FocalY);
    }

    private sealed record AuthorRow(string Slug, string Name, string? Role, string[] Links, PictureRow? Portrait);

    private sealed record CorrectionRow(
        string Kind,
        string Text,
        DateTimeOffset At,
        DateTimeOffset? SupersededAt,
        int? LivePost
    );

    private sealed record CardRow(
        long Id,
        int VersionNumber,
        string Slug,
        string Headline,
        string? Standfirst,
        DateTimeOffset FirstPublishedAt,
        DateTimeOffset? BreakingUntil,
        string? Label,
        string? Language,
        long CategoryId,
        string CategorySlug,
        string CategoryName,
        string ColourKey,
        string? Picture,
        string? Authors
    )
    {
        public StoryCard Card() =>
            new()
            {
                Id = Id,
                VersionNumber = VersionNumber,
                Slug = Slug,
                Headline = Headline,
                Standfirst = Standfirst,
                Category = new CategoryLink(CategoryId, CategorySlug, CategoryName, ColourKey),
                Picture = StoryRows.Picture(Picture),
                Authors = StoryRows.Authors(Authors),
                FirstPublishedAt = FirstPublishedAt,
                BreakingUntil = BreakingUntil,
                Label = Label,
                Language = Language,
            };
    }

    private sealed record WholeRow(
        long Id,
        int VersionNumber,
        string Slug,
        string Headline,
        string? Standfirst,
        string BodyHtml,
        string BodyText,
        int WordCount,
        long PrimaryCategoryId,
        string? Dateline,
        string? SourceCredit,
        string? SourceUrl,
        DateTimeOffset FirstPublishedAt,
        DateTimeOffset? UpdatedAt,
        DateTimeOffset? BreakingUntil,
        int EditionCount,
        string? Label,
        string? Language,
        bool IsSyndicated,
        string? SearchTitle,
        long[] Filings,
        string? Picture,
        string? Tags,
        string? Corrections,
        string? Live,
        string? Authors,
        string? Further
    )
    {
        public Story Story(IReadOnlyDictionary<long, Tables.PublishedCategory> tree) =>
            new()
            {
                Id = Id,
                VersionNumber = VersionNumber,
                Slug = Slug,
                Headline = Headline,
                Standfirst = Standfirst,
                BodyHtml = BodyHtml,
                BodyText = BodyText,
                Categories = [.. Filings.Select(id => Cards.Link(tree[id]))],
                Breadcrumb = Sections.Path(tree, PrimaryCategoryId),
                Tags = List<TagLink>(Tags),
                Authors = StoryRows.Authors(Authors),
                Dateline = Dateline,
                SourceCredit = SourceCredit,
                SourceUrl = SourceUrl,
                Picture = StoryRows.Picture(Picture),
                FirstPublishedAt = FirstPublishedAt,
                UpdatedAt = UpdatedAt,
                BreakingUntil = BreakingUntil,
                EditionCount = EditionCount,
                WordCount = WordCount,
                Label = Label,
                Language = Language,
                IsSyndicated = IsSyndicated,
                SearchTitle = SearchTitle,
                Live = Live is null ? null : JsonSerializer.Deserialize<LiveBlogView>(Live, Json)!.InUtc(),
                Corrections =
                [
                    .. List<CorrectionRow>(Corrections)
                        .Select(c => new CorrectionView(
                            c.Kind,
                            c.Text,
                            c.At.ToUniversalTime(),
                            c.SupersededAt?.ToUniversalTime(),
                            c.LivePost
                        )),
                ],
            };
    }
}
