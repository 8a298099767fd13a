using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

/// <param name="Count">All of them, also those that the column has no room for.</param>
/// <param name="Empty">Said when there are none.</param>
public sealed record DeskColumn(string Title, ArticleState State, int Count, IReadOnlyList<DeskRow> Rows, string Empty);

public sealed record DeskRow(
    long Id,
    string Headline,
    ArticleState State,
    bool HasUnpublishedChanges,
    string? Section,
    string? SectionColour,
    string Authors,
    DateTimeOffset ChangedAt,
    string ChangedBy,
    ScheduledAct? Ahead
);

/// <param name="Reason">Why somebody must look.</param>
public sealed record Attention(long Id, string Headline, string Reason);

/// <summary>The stories by state: a reporter's own, an editor's all.</summary>
public sealed class DeskPage(NewsroomDb db, SiteFrame frame) : PageModel
{
    private const int RowLimit = 50;

    // As long after its time nothing that works is still undone.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    public IReadOnlyList<DeskColumn> Columns { get; private set; } = [];
    public IReadOnlyList<Attention> Attention { get; private set; } = [];
    public Actor Actor { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Actor = User.Actor();
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        Attention = await AttentionAsync(cancel);
        Columns =
        [
            await ColumnAsync(
                Actor.IsEditor ? "Drafts" : "My drafts",
                ArticleState.Draft,
                "No drafts. Start a story and it stands here.",
                tree,
                cancel
            ),
            await ColumnAsync(
                "In review",
                ArticleState.InReview,
                "No stories in review. Stories appear here when a writer submits them.",
                tree,
                cancel
            ),
            await ColumnAsync(
                "Scheduled",
                ArticleState.Scheduled,
                "Nothing is scheduled. Choose a time when you publish a story.",
                tree,
                cancel
            ),
            await ColumnAsync("Published", ArticleState.Published, "Nothing is published yet.", tree, cancel),
            await ColumnAsync("Withdrawn", ArticleState.Withdrawn, "Nothing was withdrawn.", tree, cancel),
        ];
    }

    private async Task<IReadOnlyList<Attention>> AttentionAsync(CancellationToken cancel)
    {
        var overdue = frame.Now - Overdue;
        var acts = await (
            from s in db.ScheduledActs
            join a in db.Articles on s.ArticleId equals a.Id
            join v in db.ArticleVersions
                on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
            where s.DoneAt == null && (s.Failure != null || s.DueAt < overdue)
            where Actor.IsEditor || a.CreatedById == Actor.Id
            orderby s.DueAt
            select new { Act = s, v.Content.Headline }
        )
            .Take(RowLimit)
            .ToListAsync(cancel);
        return
        [
            .. acts.Select(x => new Attention(
                x.Act.ArticleId,
                x.Headline,
                x.Act.Failure is { } failure
                    ? $"Could not be done at {frame.Short(x.Act.DueAt)}: {failure}"
                    : $"Overdue since {frame.Short(x.Act.DueAt)}"
            )),
        ];
    }

    private async Task<DeskColumn> ColumnAsync(
        string title,
        ArticleState state,
        string empty,
        CategoryTree tree,
        CancellationToken cancel
    )
    {
        var mine = db.Articles.Where(a => a.State == state && (Actor.IsEditor || a.CreatedById == Actor.Id));
        var rows = await mine.OrderByDescending(a => a.ChangedAt)
            .ThenByDescending(a => a.Id)
            .Take(RowLimit)
            .Join(
                db.ArticleVersions,
                a => new { a.Id, Number = a.HeadNumber },
                v => new { Id = v.ArticleId, v.Number },
                (a, v) =>
                    new
                    {
                        Article = a,
                        v.Content.Headline,
                        v.Content.PrimaryCategoryId,
                        v.Content.AuthorIds,
                        v.CreatedByName,
                    }
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        var authorIds = rows.SelectMany(r => r.AuthorIds).Distinct().ToList();
        var names = await db
            .Authors.Where(a => authorIds.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        var ids = rows.Select(r => r.Article.Id).ToList();
        var ahead = await db
            .ScheduledActs.Where(s => ids.Contains(s.ArticleId) && s.DoneAt == null && s.Failure == null)
            .OrderBy(s => s.DueAt)
            .ToListAsync(cancel);
        return new DeskColumn(
            title,
            state,
            rows.Count < RowLimit ? rows.Count : await mine.CountAsync(cancel),
            [
                .. rows.OrderByDescending(r => r.Article.ChangedAt)
                    .ThenByDescending(r => r.Article.Id)
                    .Select(r =>
                    {
                        var section = r.PrimaryCategoryId is { } id ? tree.Living(id) : null;
                        return new DeskRow(
                            r.Article.Id,
                            r.Headline,
                            state,
                            r.Article.HasUnpublishedChanges,
                            section?.Name,
                            section?.ColourKey,
                            string.Join(", ", r.AuthorIds.Where(names.ContainsKey).Select(id => names[id])),
                            r.Article.ChangedAt,
                            r.CreatedByName,
                            ahead.Find(s => s.ArticleId == r.Article.Id)
                        );
                    }),
            ],
            empty
        );
    }
}
