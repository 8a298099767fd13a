using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>
/// Lays out the front page: what editors put into its places, and for every other place what is newest. No story stands
/// on it twice.
/// </summary>
public sealed class FrontPages(PublishedDb db, Sections sections)
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

    // As one ends, the next older one is shown; of so many at once there are none.
    private const int BreakingKept = 20;

    /// <param name="now">Decides which story is breaking, and which places still hold what an editor put there.</param>
    public async Task<Front> LayOutAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var slots = await SlotsAsync(now, cancel);
        db.Shown.Add(Shown.MostRead);
        var readIds = await new MostReadList(db).IdsAsync(cancel);
        var rows = await NewestRowsAsync(cancel);
        var newestIds = rows.Where(r => r.CategoryId is null).Select(r => r.ArticleId).ToList();
        var ids = newestIds.Concat(slots.Keys).Concat(readIds).Concat(rows.Select(r => r.ArticleId)).Distinct();
        var cards = (await db.CardsAsync([.. ids], cancel)).ToDictionary(c => c.Id);
        List<StoryCard> Known(IEnumerable<long> some) => [.. some.Where(cards.ContainsKey).Select(id => cards[id])];

        var newest = Known(newestIds);
        var placed = Known(slots.Keys).ToDictionary(c => slots[c.Id]);
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
        var strips = (await sections.RootsAsync(cancel))
            .Select(root => new Strip(root, Known(rows.Where(r => r.CategoryId == root.Id).Select(r => r.ArticleId))))
            .ToList();

        // A section with few stories keeps its newest: what is read most would else leave a young paper without strips.
        var kept = strips
            .Select(s => Fresh(s, taken))
            .Where(fresh => fresh.Count is >= StripLeast and < StripLeast + MostReadSize)
            .SelectMany(fresh => fresh.Take(StripKept));
        var mostRead = Known(MostReadList.Top(readIds, MostReadSize, [.. taken.Ids, .. kept.Select(s => s.Id)]));
        taken.Hold(mostRead);

        var shown = new List<Strip>();
        foreach (var strip in strips)
        {
            var fresh = Fresh(strip, taken);
            if (fresh.Count >= StripLeast)
            {
                var isOpinion = strip.Category.ColourKey == OpinionColour;
                var stories = isOpinion ? taken.Next(fresh, OpinionSize) : taken.Next(PictureFirst(fresh), StripSize);
                shown.Add(strip with { Stories = stories });
            }
        }

        return new Front(
            lead,
            also,
            secondary,
            standard,
            [.. shown.Where(s => s.Category.ColourKey != OpinionColour)],
            shown.Find(s => s.Category.ColourKey == OpinionColour),
            taken.Next(newest, LatestSize),
            mostRead
        );
    }

    /// <summary>Says that the page that is being made lacks something, for the database did not give it.</summary>
    public void LeavePartial() => db.Shown.IsPartial = true;

    /// <returns>The newest story whose breaking label has not ended.</returns>
    public async Task<StoryCard?> BreakingAsync(DateTimeOffset now, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Frame);
        var ends = await db.KnownAsync(
            Shown.Frame,
            // In two steps: a plan that was made for any moment walks the archive by time in the hope of soon meeting some.
            () =>
                db
                    .Database.SqlQuery<BreakingEnd>(
                        $"""
                        with breaking as materialized (
                            select id, breaking_until as until, first_published_at from site.article
                            where breaking_until > {now}
                        )
                        select id, until from breaking order by first_published_at desc, id desc limit {BreakingKept}
                        """
                    )
                    .ToListAsync(cancel)
        );
        if (ends.Find(b => b.Until > now) is not { } newest)
        {
            return null;
        }

        db.Shown.End(newest.Until);
        return (await db.CardsAsync([newest.Id], cancel)).SingleOrDefault();
    }

    /// <returns>What editors put where, by the place's name; a story that is not live leaves its place empty.</returns>
    public async Task<IReadOnlyDictionary<string, StoryCard>> PlacedAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var slots = await SlotsAsync(now, cancel);
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

    // By the id of the story.
    private async Task<Dictionary<long, string>> SlotsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Front);
        var all = await db.KnownAsync(Shown.Front, () => db.FrontSlots.ToListAsync(cancel));
        var slots = all.Where(s => s.Until is null || s.Until > now).ToList();
        db.Shown.End(slots.Min(s => s.Until));
        return slots.ToDictionary(s => s.ArticleId, s => s.Name);
    }

    // The newest of all, and of each root category, in one question: one index walk each, newest first. Of a category
    // thrice the size, because some stand above already. Written by hand, because the translator would number every story
    // of every category to take the first few.
    private async Task<List<NewestRow>> NewestRowsAsync(CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        var rows = await db
            .Database.SqlQuery<NewestRow>(
                $"""
                (select null::bigint as category_id, id as article_id, first_published_at as at from site.article
                 order by first_published_at desc, id desc limit {NewestTaken})
                union all
                select c.id, newest.article_id, newest.first_published_at
                from site.category c
                cross join lateral (
                    select article_id, first_published_at from site.article_category where category_id = c.id
                    order by first_published_at desc, article_id desc limit {StripSize * 3}
                ) newest
                where c.parent_id is null
                """
            )
            .ToListAsync(cancel);
        return [.. rows.OrderByDescending(r => r.At).ThenByDescending(r => r.ArticleId)];
    }

    private sealed record NewestRow(long? CategoryId, long ArticleId, DateTimeOffset At);

    private sealed record BreakingEnd(long Id, DateTimeOffset Until);

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
