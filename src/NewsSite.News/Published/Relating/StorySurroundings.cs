using System.Globalization;
using System.Text.RegularExpressions;
using NewsSite.News.Database;

namespace NewsSite.News.Published.Relating;

/// <summary>What stands around a story on its page; no story is offered twice.</summary>
/// <param name="Next">The story to go on with in the same section.</param>
public sealed record Surroundings(IReadOnlyList<StoryCard> MostRead, IReadOnlyList<StoryCard> Related, StoryCard? Next);

/// <summary>Finds what stands around a story, and reads all of it at once.</summary>
public sealed partial class StorySurroundings(
    PublishedDb db,
    MostReadList mostRead,
    RelatedStories related,
    Rivers rivers
)
{
    private const int MostReadCount = 5;

    /// <summary>What the text itself names comes first, then what is read most, then what is related.</summary>
    public async Task<Surroundings> AroundAsync(Story story, CancellationToken cancel)
    {
        HashSet<long> shown =
        [
            story.Id,
            .. Named().Matches(story.BodyHtml).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];
        var read = MostReadList.Top(await mostRead.IdsAsync(cancel), MostReadCount, shown);
        shown.UnionWith(read);
        var beside = await related.IdsBesideAsync(story.Id, shown, cancel);
        shown.UnionWith(beside);
        var next = await rivers.NextInCategoryAsync(story.Id, cancel) is { } id && shown.Add(id) ? [id] : (long[])[];

        var cards = (await db.CardsAsync([.. read, .. beside, .. next], cancel)).ToDictionary(c => c.Id);
        IReadOnlyList<StoryCard> Known(IEnumerable<long> ids) =>
            [.. ids.Where(cards.ContainsKey).Select(i => cards[i])];
        return new Surroundings(Known(read), Known(beside), Known(next).SingleOrDefault());
    }

    [GeneratedRegex("href=\"/news/([0-9]{1,18})/", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
