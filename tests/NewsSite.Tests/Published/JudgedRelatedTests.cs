using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;
using NewsSite.Tests.Support;
using Xunit;

namespace NewsSite.Tests.Published;

/// <summary>How good related stories are, in figures, against lists that any site can have for nothing.</summary>
public sealed class JudgedRelatedTests(SiteFixture site, ITestOutputHelper output) : IClassFixture<SiteFixture>
{
    private const int Count = RelatedStories.Count;

    [Fact]
    public async Task Related_stories_beat_the_latest_of_the_same_category_by_far()
    {
        var ids = await JudgedStory.PublishAsync(site);
        var keys = ids.ToDictionary(pair => pair.Value, pair => pair.Key);
        var unknown = JudgedStory.Judgments.SelectMany(j => j.Grades.Keys.Append(j.Query)).Except(ids.Keys);
        Assert.Empty(unknown);

        var figures = new Dictionary<(string List, bool IsTuned), (double Ndcg, double Precision)>();
        foreach (var half in JudgedStory.Judgments.GroupBy(j => j.IsTuned))
        {
            foreach (
                var (name, list) in new (string, Func<long, Task<IEnumerable<long>>>)[]
                {
                    ("ours", OursAsync),
                    ("latest of the category", LatestAsync),
                    ("latest before the story", LatestBeforeAsync),
                }
            )
            {
                var (ndcg, precision) = (0.0, 0.0);
                foreach (var judgment in half)
                {
                    var shown = (await list(ids[judgment.Query])).Select(id => keys[id]).ToList();
                    var ranked = Ndcg(shown, judgment);
                    ndcg += ranked / half.Count();
                    precision += shown.Count(key => judgment.Grade(key) > 0) / (double)Count / half.Count();
                    if (name == "ours")
                    {
                        output.WriteLine(
                            $"{ranked:F2} {judgment.Query}: {string.Join(", ", shown.Select(key => $"{key} {judgment.Grade(key)}"))}"
                        );
                    }
                }

                figures[(name, half.Key)] = (ndcg, precision);
                output.WriteLine(
                    $"{(half.Key ? "tuned" : "untouched")} half, {half.Count()} stories, {name}: nDCG@4 {ndcg:F3}, precision@4 {precision:F3}"
                );
            }
        }

        foreach (var tuned in new[] { true, false })
        {
            var ours = figures[("ours", tuned)];
            Assert.True(ours.Ndcg > 0.8, $"nDCG@4 is {ours.Ndcg:F3}");
            foreach (var other in new[] { "latest of the category", "latest before the story" })
            {
                Assert.True(ours.Ndcg > figures[(other, tuned)].Ndcg + 0.3, $"{other}: {figures[(other, tuned)]}");
                Assert.True(ours.Precision > figures[(other, tuned)].Precision + 0.2, other);
            }
        }
    }

    private async Task<IEnumerable<long>> OursAsync(long id) =>
        (
            await site.WithAsync<RelatedStories, IReadOnlyList<StoryCard>>(related =>
                related.BesideAsync(id, [], default)
            )
        ).Select(card => card.Id);

    private Task<IEnumerable<long>> LatestAsync(long id) => LatestAsync(id, DateTimeOffset.MaxValue);

    private async Task<IEnumerable<long>> LatestBeforeAsync(long id) =>
        await LatestAsync(
            id,
            await site.WithAsync<PublishedDb, DateTimeOffset>(db =>
                db.Articles.Where(a => a.Id == id).Select(a => a.FirstPublishedAt).SingleAsync()
            )
        );

    private async Task<IEnumerable<long>> LatestAsync(long id, DateTimeOffset until) =>
        await site.WithAsync<PublishedDb, List<long>>(db =>
            db.Filings.Where(f =>
                    f.ArticleId != id
                    && f.FirstPublishedAt <= until
                    && db.Articles.Any(a => a.Id == id && a.PrimaryCategoryId == f.CategoryId)
                )
                .OrderByDescending(f => f.FirstPublishedAt)
                .Select(f => f.ArticleId)
                .Take(Count)
                .ToListAsync()
        );

    private static double Ndcg(IEnumerable<string> shown, Judgment judgment) =>
        Gain(shown.Select(judgment.Grade)) / Gain(judgment.Grades.Values.OrderDescending().Take(Count));

    private static double Gain(IEnumerable<int> grades) =>
        grades.Select((grade, n) => (Math.Pow(2, grade) - 1) / Math.Log2(n + 2)).Sum();
}
