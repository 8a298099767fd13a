using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>Lays out the front page from what is newest; no story stands on it twice.</summary>
public sealed class FrontPages(PublishedDb db)
{
    private const string OpinionColour = "opinion";
    private const int StripSize = 7;
    private const int StripLeast = 3;
    private const int OpinionSize = 4;
    private const int NewestTaken = 40;

    /// <param name="now">Decides which story is breaking.</param>
    public async Task<Front> LayOutAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var breaking = await BreakingAsync(now, cancel);
        var newest = await new Rivers(db).NewestAsync(NewestTaken, cancel);
        var shown = new HashSet<long>();

        List<StoryCard> Take(IEnumerable<StoryCard> from, int count)
        {
            var taken = from.Where(s => !shown.Contains(s.Id)).Take(count).ToList();
            shown.UnionWith(taken.Select(s => s.Id));
            return taken;
        }

        var news = newest.Where(s => s.Category.ColourKey != OpinionColour).ToList();
        var lead = Take(news.Where(s => s.Picture is not null), 1).Concat(Take(news, 1)).ToList();
        var secondary = lead.Skip(1).Concat(Take(news, 1)).ToList();
        var standard = Take(news.Where(s => s.Picture is not null), 4);

        var strips = new List<Strip>();
        foreach (var strip in await StripsAsync(cancel))
        {
            // Opinion stands in its own strip only, wherever else it is filed.
            var isOpinion = strip.Category.ColourKey == OpinionColour;
            var fresh = strip
                .Stories.Where(s => !shown.Contains(s.Id) && isOpinion == (s.Category.ColourKey == OpinionColour))
                .ToList();
            if (fresh.Count >= StripLeast)
            {
                var stories = isOpinion ? Take(fresh, OpinionSize) : Take(PictureFirst(fresh), StripSize);
                strips.Add(strip with { Stories = stories });
            }
        }

        return new Front(
            lead.FirstOrDefault(),
            breaking,
            secondary,
            standard,
            [.. strips.Where(s => s.Category.ColourKey != OpinionColour)],
            strips.Find(s => s.Category.ColourKey == OpinionColour),
            Take(newest, 10)
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

    // The first of a strip is shown large: the newest that has a picture, where one has.
    private static IEnumerable<StoryCard> PictureFirst(List<StoryCard> stories) =>
        stories.Find(s => s.Picture is not null) is { } first
            ? stories.Where(s => s.Id != first.Id).Prepend(first)
            : stories;

    private async Task<IReadOnlyList<Strip>> StripsAsync(CancellationToken cancel)
    {
        // One index walk per root category, in one query; twice the size, because some stand above already.
        var rows = await db
            .Categories.Where(c => c.ParentId == null)
            .SelectMany(
                c =>
                    db.Filings.Where(f => f.CategoryId == c.Id)
                        .OrderByDescending(f => f.FirstPublishedAt)
                        .ThenByDescending(f => f.ArticleId)
                        .Take(StripSize * 2),
                (c, f) =>
                    new
                    {
                        Category = c,
                        f.ArticleId,
                        f.FirstPublishedAt,
                    }
            )
            .ToListAsync(cancel);
        var cards = (await db.CardsAsync([.. rows.Select(r => r.ArticleId).Distinct()], cancel)).ToDictionary(c =>
            c.Id
        );
        return
        [
            .. rows.GroupBy(r => r.Category.Id)
                .OrderBy(g => g.First().Category.Position)
                .Select(g => new Strip(
                    Cards.Link(g.First().Category),
                    [
                        .. g.OrderByDescending(r => r.FirstPublishedAt)
                            .ThenByDescending(r => r.ArticleId)
                            .Where(r => cards.ContainsKey(r.ArticleId))
                            .Select(r => cards[r.ArticleId]),
                    ]
                )),
        ];
    }
}
