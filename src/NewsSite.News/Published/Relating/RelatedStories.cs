using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Relating;

/// <param name="Why">Told to editors, like "Shares Taiwan, Defence · same section · similar words: strait, drills".</param>
/// <param name="IsPinned">By an editor's hand, whatever speaks for it.</param>
public sealed record RelatedStory(StoryCard Card, string Why, bool IsPinned);

/// <summary>What stands beside a story: an editor's pins, then the closest by tags, words and section, mixed.</summary>
public sealed class RelatedStories(PublishedDb db)
{
    /// <summary>How many a story's page shows.</summary>
    public const int Count = 4;

    private const int Kept = 24;

    // How much a candidate loses that says again what a chosen one says, or is by the same hand.
    private const double LikenessCost = 0.5;
    private const double AuthorCost = 0.05;

    /// <summary>Never the story itself, a hidden story or one of <paramref name="shown"/>.</summary>
    /// <param name="shown">The ids of all stories that the page shows elsewhere.</param>
    public async Task<IReadOnlyList<StoryCard>> BesideAsync(
        long id,
        IEnumerable<long> shown,
        CancellationToken cancel
    ) => await db.CardsAsync(Top(Order(await db.RelatedCandidatesAsync(id, cancel)), shown), cancel);

    /// <inheritdoc cref="BesideAsync"/>
    /// <param name="order">Of all that may stand there; see <see cref="Order"/>.</param>
    internal static IReadOnlyList<long> Top(IReadOnlyList<long> order, IEnumerable<long> shown) =>
        [.. order.Except(shown).Take(Count)];

    /// <summary>The same in the same order, and what would come next, with the reasons.</summary>
    /// <param name="count">At most 40.</param>
    public async Task<IReadOnlyList<RelatedStory>> ExplainedAsync(long id, int count, CancellationToken cancel)
    {
        var mixed = Mixed(await db.RelatedCandidatesAsync(id, cancel), count).ToDictionary(c => c.Id);
        var words = await WordsAsync(id, cancel);
        return
        [
            .. (await db.CardsAsync([.. mixed.Keys], cancel)).Select(card => new RelatedStory(
                card,
                Why(mixed[card.Id], words),
                mixed[card.Id].PinnedAt is not null
            )),
        ];
    }

    /// <summary>As many as can stand on a page already, and those that it shows.</summary>
    internal static IReadOnlyList<long> Order(List<RelatedCandidate> candidates) =>
        [.. Mixed(candidates, Kept).Select(c => c.Id)];

    // One after the other, each time the best of those left, where likeness to a chosen one counts against.
    private static List<RelatedCandidate> Mixed(List<RelatedCandidate> candidates, int count)
    {
        var chosen = candidates.Where(c => c.PinnedAt is not null).Take(count).ToList();
        var left = candidates.Where(c => c.PinnedAt is null).ToList();
        while (chosen.Count < count && left.Count > 0)
        {
            var next = left.MaxBy(c => c.Score * Freshness(c, chosen))!;
            chosen.Add(next);
            left.Remove(next);
        }

        return chosen;
    }

    private static double Freshness(RelatedCandidate candidate, List<RelatedCandidate> chosen) =>
        1
        - LikenessCost * chosen.Select(candidate.Likeness).DefaultIfEmpty(0).Max()
        - (chosen.Exists(candidate.SharesAuthorWith) ? AuthorCost : 0);

    private static string Why(RelatedCandidate candidate, Dictionary<string, string> words)
    {
        var section = candidate.Closeness switch
        {
            1 => "same section",
            > 0 => "nearby section",
            _ => null,
        };
        var similar = candidate.SharedStems.Select(words.GetValueOrDefault).OfType<string>().ToList();
        var reasons = new[]
        {
            candidate.SharedTags.Length > 0 ? $"shares {string.Join(", ", candidate.SharedTags)}" : null,
            section,
            similar.Count > 0 ? $"similar words: {string.Join(", ", similar)}" : null,
        }.OfType<string>();
        var why = string.Join(" · ", reasons);
        return why.Length > 0 ? char.ToUpperInvariant(why[0]) + why[1..] : "Nothing but your choice";
    }

    // A stem is no word: editors are told the shortest word of the story that has it.
    private async Task<Dictionary<string, string>> WordsAsync(long id, CancellationToken cancel) =>
        await db
            .Database.SqlQuery<StemWord>(
                $"""
                select stem, (array_agg(word order by length(word), word))[1] as word
                from (
                    select distinct word, unnest(tsvector_to_array(to_tsvector('site.news', word))) as stem
                    from site.article, regexp_split_to_table(
                        lower(concat_ws(' ', headline, standfirst, left(body_text, 20000))), '[^[:alnum:]]+') word
                    where id = {id}
                ) as words
                group by stem
                """
            )
            .ToDictionaryAsync(w => w.Stem, w => w.Word, cancel);

    private sealed record StemWord(string Stem, string Word);
}
