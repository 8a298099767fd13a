using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.Web.Newsroom.Drafts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Overview;

/// <summary>All stories, the last changed first, and a short form in the place of the one that is edited.</summary>
public sealed partial class StoriesPage(
    NewsroomDb db,
    StoryList stories,
    Writing writing,
    Workflow workflow,
    Keeping keeping,
    TagBook tags,
    SiteFrame frame
) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public StoriesQuery Query { get; set; } = new();

    /// <summary>The story that the page before ended with.</summary>
    [FromQuery(Name = "before")]
    public Cursor? Before { get; set; }
    public IReadOnlyList<FilterChip> Chips { get; private set; } = [];
    public IReadOnlyList<StoryLine> Lines { get; private set; } = [];
    public string? Older { get; private set; }
    public CategoryTree Tree { get; private set; } = new([]);
    public IReadOnlyList<AuthorName> Authors { get; private set; } = [];
    public IReadOnlyDictionary<long, string> Names { get; private set; } = new Dictionary<long, string>();
    public IReadOnlyList<(long Id, string Name)> Staff { get; private set; } = [];
    public Actor Actor => User.Actor();

    /// <returns>This page of the list.</returns>
    public string Here(params (string, string?)[] more) => Query.Address([("before", Before?.ToString()), .. more]);

    public async Task<IActionResult> OnGetAsync(long? edit, CancellationToken cancel)
    {
        if (edit is { } id)
        {
            await StartAsync(id, cancel);
        }

        await ShowAsync(cancel);
        return Page();
    }

    /// <returns>The names of those who wrote these stories.</returns>
    public static Task<Dictionary<long, string>> AuthorsAsync(
        NewsroomDb db,
        IEnumerable<StoryLine> lines,
        CancellationToken cancel
    )
    {
        var ids = lines.SelectMany(l => l.AuthorIds).Distinct().ToList();
        return db.Authors.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        Tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        (var filter, Chips) = await Query.ReadAsync(db, Tree, tags, Actor, cancel);
        var found = await stories.FindAsync(filter, Before is { } at ? (at.At, at.Id) : null, Actor, cancel);
        if (found.Count > StoryList.PageSize)
        {
            found.RemoveAt(StoryList.PageSize);
            Older = Query.Address(("before", $"{new Cursor(found[^1].ChangedAt, found[^1].Id)}"));
        }

        // The one that is edited stays in sight, whatever became of the list meanwhile.
        if (Editing is { } editing && found.TrueForAll(l => l.Id != editing.Id))
        {
            found.Insert(0, editing);
        }

        Lines = found;
        Authors = await db.AuthorNamesAsync(cancel);
        Names = Authors.ToDictionary(a => a.Id, a => a.Name);
        Staff = await WriteChoices.StaffAsync(db, cancel);
    }
}
