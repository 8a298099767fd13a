using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Overview;

/// <param name="Count">All of them, also those that the column has no room for; it stops at <see cref="DeskPage.CountLimit"/>.</param>
/// <param name="Empty">Said when there are none.</param>
/// <param name="More">Where all of them are; null where no list shows just these.</param>
public sealed record DeskColumn(
    string Id,
    string Title,
    int Count,
    IReadOnlyList<DeskRow> Rows,
    string Empty,
    string? More
);

public sealed record DeskRow(
    long Id,
    string Headline,
    ArticleState State,
    bool HasUnpublishedChanges,
    string? Section,
    string? SectionColour,
    string Authors,
    string? AssignedTo,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    ScheduledAct? Ahead
);

/// <summary>What waits for whoever looks, and what goes on: a reporter's own stories, an editor's all.</summary>
public sealed class DeskPage(NewsroomDb db, StoryList stories, SiteFrame frame) : PageModel
{
    public const int RowLimit = 10;

    /// <summary>Nobody needs to know more exactly, and the desk must not slow down with the archive.</summary>
    public const int CountLimit = 1000;
    private static readonly TimeSpan Just = TimeSpan.FromDays(1);

    public IReadOnlyList<DeskColumn> Columns { get; private set; } = [];
    public IReadOnlyList<Attention> Attention { get; private set; } = [];
    public Actor Actor { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Actor = User.Actor();
        var (me, isEditor) = (Actor.Id, Actor.IsEditor);
        var mine = db.Articles.Where(a => a.CreatedById == me || a.AssignedToId == me);
        var seen = stories.Seen(Actor);
        var since = frame.Now - Just;
        Attention = await Overview.Attention.LoadAsync(db, stories, frame, Actor, cancel);
        (string Id, string Title, string Empty, string? More, IQueryable<Article> Stories)[] columns =
        [
            (
                "Mine",
                "My drafts",
                "No drafts. Start a story and it stands here.",
                null,
                mine.Where(a => a.State == ArticleState.Draft)
            ),
            (
                "Waiting",
                "Waiting for me",
                "Nothing waits for you. Stories appear here when they are given to you.",
                null,
                seen.Where(a =>
                    (
                        a.AssignedToId == me
                        && (
                            a.State == ArticleState.Draft
                            || a.State == ArticleState.InReview
                            || a.State == ArticleState.Ready
                        )
                    )
                    || (isEditor && a.State == ArticleState.InReview && a.AssignedToId == null)
                    || (
                        a.State == ArticleState.Draft
                        && a.ReturnedAt != null
                        && a.CreatedById == me
                        && a.AssignedToId == null
                    )
                )
            ),
            (
                "InReview",
                "In review",
                "No stories in review. Stories appear here when a writer submits them.",
                "?state=InReview",
                seen.Where(a => a.State == ArticleState.InReview)
            ),
            (
                "Ready",
                "Ready",
                "Nothing is ready. Stories appear here when an editor approves them.",
                "?state=Ready",
                seen.Where(a => a.State == ArticleState.Ready)
            ),
            (
                "Scheduled",
                "Scheduled",
                "Nothing is scheduled. Choose a time when you publish a story.",
                "?state=Scheduled",
                seen.Where(a => a.State == ArticleState.Scheduled)
            ),
            (
                "Published",
                "Just published",
                "Nothing was published since yesterday.",
                "?state=Published",
                seen.Where(a => a.LiveNumber != null && a.FirstPublishedAt >= since)
            ),
        ];
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var found = new List<(List<StoryLine> Lines, int Count)>();
        foreach (var column in columns)
        {
            var first = column.Stories.OrderByDescending(a => a.ChangedAt).ThenByDescending(a => a.Id).Take(RowLimit);
            var lines = await stories.Lines(first).ToListAsync(cancel);
            found.Add(
                (
                    lines,
                    lines.Count < RowLimit
                        ? lines.Count
                        : await column.Stories.Select(a => a.Id).Take(CountLimit).CountAsync(cancel)
                )
            );
        }

        var all = found.SelectMany(f => f.Lines).ToList();
        var names = await StoriesPage.AuthorsAsync(db, all, cancel);
        var ids = all.Select(l => l.Id).Distinct().ToList();
        var ahead = await db
            .ScheduledActs.AsNoTracking()
            .Where(s => ids.Contains(s.ArticleId) && s.DoneAt == null && s.Failure == null)
            .OrderBy(s => s.DueAt)
            .ToListAsync(cancel);
        Columns =
        [
            .. columns.Zip(
                found,
                (c, f) =>
                    new DeskColumn(
                        c.Id,
                        c.Title,
                        f.Count,
                        [.. f.Lines.Select(l => Row(l, tree, names, ahead))],
                        c.Empty,
                        c.More
                    )
            ),
        ];
    }

    private static DeskRow Row(
        StoryLine line,
        CategoryTree tree,
        Dictionary<long, string> names,
        List<ScheduledAct> ahead
    )
    {
        var section = line.SectionId is { } id ? tree.Living(id) : null;
        return new DeskRow(
            line.Id,
            line.Headline,
            line.State,
            line.HasUnpublishedChanges,
            section?.Name,
            section?.ColourKey,
            string.Join(", ", line.AuthorIds.Where(names.ContainsKey).Select(a => names[a])),
            line.AssignedTo,
            line.ChangedAt,
            line.ChangedBy,
            ahead.Find(s => s.ArticleId == line.Id)
        );
    }
}
