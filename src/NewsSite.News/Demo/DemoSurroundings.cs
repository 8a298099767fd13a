using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Readings;
using NewsSite.News.Staff;

namespace NewsSite.News.Demo;

/// <summary>What stands around the demo's stories: pages about the paper, a front page laid out by hand, a day of readers.</summary>
public sealed class DemoSurroundings(
    NewsroomDb db,
    FrontDesk front,
    StandingPageDesk pages,
    ReadingBook readings,
    MostReadDesk mostRead
)
{
    public async Task AddAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await AddPagesAsync(now, cancel);
        await LayOutAsync(now, cancel);
    }

    private async Task AddPagesAsync(DateTimeOffset now, CancellationToken cancel)
    {
        foreach (var page in DemoPages.All(DateOnly.FromDateTime(now.UtcDateTime)))
        {
            if (!await db.StandingPages.AnyAsync(p => p.Slug == page.Slug, cancel))
            {
                await pages.SaveAsync(page, null, Actor.System, cancel);
            }
        }
    }

    /// <summary>What an editor and a day of readers would have done: a lead by hand, and stories that were read.</summary>
    private async Task LayOutAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var live = await db
            .Articles.Where(a => a.LiveNumber != null)
            .OrderByDescending(a => a.FirstPublishedAt)
            .ToListAsync(cancel);
        var lead = live.Find(a => a.Slug!.StartsWith("ministers-agree", StringComparison.Ordinal));
        if (lead is not null)
        {
            await front.PinAsync("lead", lead.Id, null, Actor.System, cancel);
        }

        // What was read most is in part what stands on top, and in part not. No columns: there are just enough of them
        // for their own strip, and no story stands on the front page twice.
        var columns = DemoStory.All.Where(s => s.Label == StoryLabel.Opinion).Select(s => Slug.From(s.Headline));
        var others = live.Where(a => !columns.Contains(a.Slug)).ToList();
        var read = others
            .Select((a, n) => (a.Id, Count: 900 / (1 + (n * 11 % others.Count))))
            .ToDictionary(r => r.Id, r => r.Count);
        await readings.AddAsync(read, now, cancel);
        await mostRead.RefreshAsync(cancel);
    }
}
