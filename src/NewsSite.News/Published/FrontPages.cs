using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>
/// Lays out the front page: what editors put into its places, and for every other place what is newest. No story stands
/// on it twice.
/// </summary>
public sealed class FrontPages(PublishedDb db)
{
    private const string OpinionColour = "opinion";
    private const int AlsoSize = 3;
    private const int SecondarySize = 3;
    private const int StandardSize = 4;
    private const int StripSize = 7;
    private const int StripLeast = 3;
    private const int StripKept = 4;
    private const int OpinionSize = 4;
    private const int LatestSize = 10;
    private const int MostReadSize = 10;
    private const int NewestTaken = 60;

    /// <param name="now">Decides which story is breaking, and which places still hold what an editor put there.</param>
    public async Task<Front> LayOutAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var breaking = await BreakingAsync(now, cancel);
        var newest = await new Rivers(db).NewestAsync(NewestTaken, cancel);
        var placed = await PlacedAsync(now, cancel);
        var taken = new Taken();
        taken.Hold(placed.Values);

        var news = newest.Where(s => s.Category.ColourKey != OpinionColour).ToList();
        var pictured = news.Where(s => s.Picture is not null).ToList();
        var lead =
            placed.GetValueOrDefault("lead")
            ?? taken.Next(pictured, 1).FirstOrDefault()
            ?? taken.Next(news, 1).FirstOrDefault();
        var secondary = Fill("secondary", SecondarySize, placed, taken, news);
        var standard = Fill("standard", StandardSize, placed, taken, pictured);
        var also = lead is null ? [] : taken.Next(news.Where(s => s.Category.Id == lead.Category.Id), AlsoSize);
        var sections = await StripsAsync(cancel);
        // A section with few stories keeps its newest: what is read most would else leave a young paper without strips.
        var kept = sections
            .Select(s => Fresh(s, taken))
            .Where(fresh => fresh.Count is >= StripLeast and < StripLeast + MostReadSize)
            .SelectMany(fresh => fresh.Take(StripKept));
        var mostRead = await new MostReadList(db).TopAsync(
            MostReadSize,
            [.. taken.Ids, .. kept.Select(s => s.Id)],
            cancel
        );
        taken.Hold(mostRead);

        var strips = new List<Strip>();
        foreach (var strip in sections)
        {
            var fresh = Fresh(strip, taken);
            if (fresh.Count >= StripLeast)
            {
                var isOpinion = strip.Category.ColourKey == OpinionColour;
                var stories = isOpinion ? taken.Next(fresh, OpinionSize) : taken.Next(PictureFirst(fresh), StripSize);
                strips.Add(strip with { Stories = stories });
            }
        }

        return new Front(
            lead,
            also,
            breaking,
            secondary,
            standard,
            [.. strips.Where(s => s.Category.ColourKey != OpinionColour)],
            strips.Find(s => s.Category.ColourKey == OpinionColour),
            taken.Next(newest, LatestSize),
            mostRead
        );
    }

    /// <returns>The newest story whose breaking label has not ended.</returns>
    public async Task<StoryCard?> BreakingAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var ids = await db
            .Articles.Where(a => a.BreakingUntil > now)
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Select(a => a.Id)
            .Take(1)
            .ToListAsync(cancel);
        return (await db.CardsAsync(ids, cancel)).SingleOrDefault();
    }

    /// <returns>What editors put where, by the place's name; a story that is not live leaves its place empty.</returns>
    public async Task<IReadOnlyDictionary<string, StoryCard>> PlacedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var slots = await db
            .FrontSlots.Where(s => s.Until == null || s.Until > now)
            .ToDictionaryAsync(s => s.ArticleId, s => s.Name, cancel);
        var cards = await db.CardsAsync([.. slots.Keys], cancel);
        return cards.ToDictionary(c => slots[c.Id]);
    }

    private static List<StoryCard> Fill(
        string place,
        int size,
        IReadOnlyDictionary<string, StoryCard> placed,
        Taken taken,
        List<StoryCard> from
    ) =>
        [
            .. Enumerable
                .Range(1, size)
                .Select(n => placed.GetValueOrDefault($"{place}-{n}") ?? taken.Next(from, 1).FirstOrDefault())
                .OfType<StoryCard>(),
        ];

    // Opinion stands in its own strip only, wherever else it is filed.
    private static List<StoryCard> Fresh(Strip strip, Taken taken) =>
        [
            .. strip.Stories.Where(s =>
                !taken.Ids.Contains(s.Id)
                && s.Category.ColourKey == OpinionColour == (strip.Category.ColourKey == OpinionColour)
            ),
        ];

    // The first of a strip is shown large: the newest that has a picture, where one has.
    private static IEnumerable<StoryCard> PictureFirst(List<StoryCard> stories) =>
        stories.Find(s => s.Picture is not null) is { } first
            ? stories.Where(s => s.Id != first.Id).Prepend(first)
            : stories;

    private async Task<IReadOnlyList<Strip>> StripsAsync(CancellationToken cancel)
    {
        // One index walk per root category, in one query; thrice the size, because some stand above already. Written by
        // hand, because the translator would number every story of every category to take the first few.
        var rows = await db
            .Database.SqlQuery<StripRow>(
                $"""
                select c.id as category_id, newest.article_id
                from site.category c
                cross join lateral (
                    select article_id, first_published_at from site.article_category where category_id = c.id
                    order by first_published_at desc, article_id desc limit {StripSize * 3}
                ) newest
                where c.parent_id is null
                order by c.position, newest.first_published_at desc, newest.article_id desc
                """
            )
            .ToListAsync(cancel);
        var roots = await db.Categories.Where(c => c.ParentId == null).ToDictionaryAsync(c => c.Id, cancel);
        var cards = (await db.CardsAsync([.. rows.Select(r => r.ArticleId).Distinct()], cancel)).ToDictionary(c =>
            c.Id
        );
        return
        [
            .. rows.GroupBy(r => r.CategoryId)
                .Select(g => new Strip(
                    Cards.Link(roots[g.Key]),
                    [.. g.Where(r => cards.ContainsKey(r.ArticleId)).Select(r => cards[r.ArticleId])]
                )),
        ];
    }

    private sealed record StripRow(long CategoryId, long ArticleId);

    /// <summary>What stands on the page already.</summary>
    private sealed class Taken
    {
        public HashSet<long> Ids { get; } = [];

        public void Hold(IEnumerable<StoryCard> stories) => Ids.UnionWith(stories.Select(s => s.Id));

        public List<StoryCard> Next(IEnumerable<StoryCard> from, int count)
        {
            var next = from.Where(s => !Ids.Contains(s.Id)).Take(count).ToList();
            Hold(next);
            return next;
        }
    }
}
