using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Relating;

/// <summary>
/// Finds and scores what may stand beside a story, in one query. Each of its sources is a bounded walk of an index from
/// the story's own moment, to both sides: a tag with 100,000 stories costs what a tag with 100 does. Only the best by a
/// rough count have their whole texts compared.
/// </summary>
internal static class RelatedCandidates
{
    // What each kind of likeness can bring. Chosen on one half of the judged stories, and checked on the other.
    private const double TagWeight = 1;
    private const double TextWeight = 2;
    private const double SectionWeight = 0.05;
    private const double HalfLifeDays = 180;

    // A story of another section with no tag in common needs more than the everyday words that any two texts share: of the
    // judged ones that nobody wanted, one in a thousand has more.
    private const double LeastLikeness = 0.12;

    // How many stories nearest in time tell how common a word is, and how many candidates have their texts compared.
    private const int Sample = 100;
    private const int Compared = 64;

    // The first terms of a story are the most telling; each of these places has an index of its own, because an index of all
    // terms knows no order: a common one would be read whole.
    private const int TellingTerms = 4;
    private static readonly string NearestOfTerm = string.Join(
        " union all ",
        Enumerable
            .Range(1, TellingTerms)
            .Select(place =>
                FormattableString.Invariant(
                    $"""
                    (select id, first_published_at from site.article
                     where key_terms[{place}] = rare.term and (first_published_at, id) < (story.at, story.id)
                       and first_published_at > story.at - interval '1 year'
                     order by first_published_at desc, id desc limit 15)
                    union all
                    (select id, first_published_at from site.article
                     where key_terms[{place}] = rare.term and (first_published_at, id) > (story.at, story.id)
                     order by first_published_at, id limit 8)
                    """
                )
            )
    );

    /// <returns>At most 64, the pinned ones among them: those first, in the order of pinning; then the best first.</returns>
    public static Task<List<RelatedCandidate>> RelatedCandidatesAsync(
        this PublishedDb db,
        long id,
        CancellationToken cancel
    ) => db.Database.SqlQueryRaw<RelatedCandidate>(Query("{0}"), id).ToListAsync(cancel);

    /// <summary>The same, as a part of another question.</summary>
    /// <param name="id">The story's, as that question writes it.</param>
    /// <returns>Rows of <see cref="RelatedCandidate"/>, in their order.</returns>
    public static string Query(string id) =>
        FormattableString.Invariant(
            $"""
            with story as materialized (
                select id, first_published_at as at, primary_category_id as category, key_terms, facets, search
                from site.article where id = {id}
            ),
            tag as materialized (
                select t.id, t.name, '~t' || t.id as facet, ln(1 + 1000 / n.count::float8) as weight
                from site.article_tag x join site.tag t on t.id = x.tag_id
                cross join lateral (select count(*) from (
                    select from site.article_tag where tag_id = x.tag_id limit 1000) few) n
                where x.article_id = {id}
            ),
            -- The paper around the story's moment: what is alike in it, and how common each word is there.
            beside as materialized (
                select near.*, row_number() over (order by abs(extract(epoch from near.at - story.at)), near.id) as n
                from story cross join lateral (
                    (select id, first_published_at as at, key_terms from site.article
                     where (first_published_at, id) < (story.at, story.id)
                     order by first_published_at desc, id desc limit 300)
                    union all
                    (select id, first_published_at, key_terms from site.article
                     where (first_published_at, id) > (story.at, story.id)
                     order by first_published_at, id limit 200)
                ) near
            ),
            alike as materialized (
                select beside.id, word from beside cross join unnest(beside.key_terms) word
                where word in (select unnest(key_terms) from story)
            ),
            term as materialized (
                select term, count(alike.id) as seen, row_number() over (order by count(alike.id), place) as rarity
                from story cross join unnest(key_terms) with ordinality as t(term, place)
                left join alike on alike.word = t.term
                group by term, place
            ),
            found as (
                select near.article_id as id from story cross join tag cross join lateral (
                    (select article_id from site.article_tag
                     where tag_id = tag.id and (first_published_at, article_id) < (story.at, story.id)
                     order by first_published_at desc, article_id desc limit 40)
                    union all
                    (select article_id from site.article_tag
                     where tag_id = tag.id and (first_published_at, article_id) > (story.at, story.id)
                     order by first_published_at, article_id limit 20)
                ) near
                union
                select near.article_id from story join site.article_category own on own.article_id = story.id
                cross join lateral (
                    (select article_id from site.article_category
                     where category_id = own.category_id and (first_published_at, article_id) < (story.at, story.id)
                     order by first_published_at desc, article_id desc limit 40)
                    union all
                    (select article_id from site.article_category
                     where category_id = own.category_id and (first_published_at, article_id) > (story.at, story.id)
                     order by first_published_at, article_id limit 20)
                ) near
                union
                (select id from alike group by id order by count(*) desc, id desc limit 60)
                union
                -- Of the whole year, what is nearest to the story's moment: a rare term that is one of the most telling there, too.
                select near.id from story
                cross join (select term from term where rarity <= 4 and seen <= 5) rare
                cross join lateral (
                    select id from (
                        {NearestOfTerm}
                    ) telling
                    order by abs(extract(epoch from first_published_at - story.at)), id limit 40
                ) near
                union
                select other_id from site.related_choice where article_id = {id}
            ),
            candidate as (
                select a.id, a.key_terms, a.facets, a.search, choice.at as pinned_at,
                    coalesce((select sum(weight) from tag where facet = any(a.facets)), 0)
                        / (select coalesce(sum(weight), 0) + 3 from tag) as tags,
                    (select count(*) from unnest(a.key_terms) word where word in (select term from term)) / 16.0 as terms,
                    case when a.primary_category_id = story.category then 1.0
                        when '~c' || a.primary_category_id = any(story.facets) or '~c' || story.category = any(a.facets) then 0.6
                        when exists (select from unnest(story.facets) f where f like '~c%' and f = any(a.facets)) then 0.4
                        else 0.0 end::float8 as closeness,
                    power(0.5, abs(extract(epoch from a.first_published_at - story.at))::float8 / 86400 / {HalfLifeDays}) as decay
                from story cross join found join site.article a on a.id = found.id
                left join site.related_choice choice on choice.article_id = story.id and choice.other_id = a.id
                where a.id <> {id} and choice.is_ban is not true
                  and (choice.at is not null or a.first_published_at > story.at - interval '1 year')
            ),
            rough as materialized (
                select * from candidate
                order by pinned_at, decay * ({TagWeight} * tags + {TextWeight} * terms + {SectionWeight} * closeness) desc, id desc
                limit {Compared}
            ),
            own as materialized (
                select lexeme, sqrt(cardinality(positions) + case when 'A' = any(weights) then 2 else 0 end) as told
                from story cross join unnest(search) where positions is not null and length(lexeme) > 2
            ),
            stem as materialized (
                select lexeme, told * power(ln(1 + (select count(*) from beside where n <= {Sample}) / (1 + count(word))::float8), 2) as weight
                from own left join (
                    select word from beside join site.article a on a.id = beside.id
                    cross join unnest(tsvector_to_array(a.search)) word
                    where n <= {Sample}
                ) common on word = lexeme
                group by lexeme, told
            ),
            text as (
                select rough.id, sum(weight) / (select sum(weight) from stem)
                        * sqrt((select count(*) from stem) / max(cardinality(words))::float8) as likeness
                from rough cross join lateral (select tsvector_to_array(search) as words offset 0) its
                cross join unnest(words) word join stem on lexeme = word
                group by rough.id
            )
            select rough.id, closeness, pinned_at, key_terms, facets,
                -- What both say and one of them says tellingly.
                array(
                    select lexeme from (
                        select unnest(rough.key_terms) union select unnest(key_terms) from story) telling (term)
                    join stem on lexeme = term where term = any(tsvector_to_array(rough.search))
                    order by weight desc, lexeme limit 4
                ) as shared_stems,
                array(select name from tag where facet = any(facets) order by weight desc, name) as shared_tags,
                decay * ({TagWeight} * tags + {TextWeight} * coalesce(likeness, 0) + {SectionWeight} * closeness) as score
            from rough left join text on text.id = rough.id
            where pinned_at is not null or tags > 0 or closeness > 0 or likeness > {LeastLikeness}
            order by pinned_at, score desc, rough.id desc
            """
        );
}
