using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Relating;

/// <summary>What stands around a story on its page; no story is offered twice.</summary>
/// <param name="Next">The story to go on with in the same section.</param>
public sealed record Surroundings(IReadOnlyList<StoryCard> MostRead, IReadOnlyList<StoryCard> Related, StoryCard? Next);

/// <param name="Order">What may stand beside the story, the closest first.</param>
/// <param name="Next">
/// The story that follows in its primary category: the next older one, after the oldest the next newer; null where the
/// category has no other.
/// </param>
public sealed record StoryPlace(Story Story, IReadOnlyList<long> Order, long? Next);

/// <summary>Finds a story, and what stands around it: one question for the story, one for the cards that are not known.</summary>
public sealed partial class StorySurroundings(PublishedDb db, Sections sections, MostReadList mostRead)
{
    private const int MostReadCount = 5;

    private const string NextOne = """
        (select beside.article_id
         from site.article_category own cross join lateral (
            (select article_id, 1 as choice from site.article_category
             where category_id = own.category_id
               and (first_published_at, article_id) < (own.first_published_at, own.article_id)
             order by first_published_at desc, article_id desc limit 1)
            union all
            (select article_id, 2 from site.article_category
             where category_id = own.category_id
               and (first_published_at, article_id) > (own.first_published_at, own.article_id)
             order by first_published_at, article_id limit 1)
         ) beside
         where own.article_id = {0}[1] and own.position = 0
         order by choice limit 1)
        """;

    private static readonly string Alone = $"json_build_object('next', {NextOne})::text";
    private static readonly string WithOrder =
        $"json_build_object('next', {NextOne}, 'beside', (select json_agg(r) from ({RelatedCandidates.Query("{0}[1]")}) r))::text";

    // What an editor chose is told at once; that other stories came or changed shows so late at most.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <returns>Null where no live story has this id.</returns>
    public async Task<StoryPlace?> FindAsync(long id, CancellationToken cancel)
    {
        db.Shown.Story(id);
        var known = db.Known<IReadOnlyList<long>>(Shown.NameOfChoices(id));
        if (
            await StoryRows.OneAsync(db, id, sections, known is null ? WithOrder : Alone, cancel)
            is not
            (var story, { } further)
        )
        {
            return null;
        }

        var found = JsonSerializer.Deserialize<Found>(further, StoryRows.Json)!;
        var order = known ?? RelatedStories.Order(found.Beside ?? []);
        if (known is null)
        {
            db.Remember(Shown.NameOfChoices(id), order, Longest);
        }

        return new StoryPlace(story, order, found.Next);
    }

    /// <summary>What the text itself names comes first, then what is read most, then what is related.</summary>
    public async Task<Surroundings> AroundAsync(StoryPlace place, CancellationToken cancel)
    {
        HashSet<long> shown =
        [
            place.Story.Id,
            .. Named()
                .Matches(place.Story.BodyHtml)
                .Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];
        var read = MostReadList.Top(await mostRead.IdsAsync(cancel), MostReadCount, shown);
        shown.UnionWith(read);
        var beside = RelatedStories.Top(place.Order, shown);
        shown.UnionWith(beside);
        var next = place.Next is { } id && shown.Add(id) ? [id] : (long[])[];

        var cards = (await db.CardsAsync([.. read, .. beside, .. next], cancel)).ToDictionary(c => c.Id);
        IReadOnlyList<StoryCard> Known(IEnumerable<long> ids) =>
            [.. ids.Where(cards.ContainsKey).Select(i => cards[i])];
        return new Surroundings(Known(read), Known(beside), Known(next).SingleOrDefault());
    }

    private sealed record Found(long? Next, List<RelatedCandidate>? Beside);

    [GeneratedRegex("href=\"/news/([0-9]{1,18})/", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
