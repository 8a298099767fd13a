using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Settings;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>One short form, and the story is live.</summary>
public sealed class BreakingPage(
    NewsroomDb db,
    BreakingDesk desk,
    AlertDesk alerts,
    SiteOptions site,
    ILogger<BreakingPage> log
) : PageModel
{
    public static IReadOnlyList<int> Hours => SettingsChecks.BreakingHours;

    [BindProperty]
    public BreakingInput Input { get; set; } = new();

    /// <summary>With the level of each, 0 for a root.</summary>
    public IReadOnlyList<(Category Category, int Level)> Sections { get; private set; } = [];

    /// <summary>The editor's own public profile; null where there is none, and <see cref="Authors"/> are offered.</summary>
    public AuthorName? Self { get; private set; }
    public IReadOnlyList<AuthorName> Authors { get; private set; } = [];

    /// <summary>Went out a moment ago and reads much like this one.</summary>
    public SimilarStory? Similar { get; private set; }

    /// <summary>Where an alert would go.</summary>
    public AlertReach Reach { get; private set; } = new(0, 0);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        Input.Hours = site.BreakingHours;
        var last = await desk.LastSectionAsync(User.Actor(), cancel);
        Input.CategoryId = Sections.Any(s => s.Category.Id == last)
            ? last
            : (Sections.Count > 0 ? Sections[0].Category.Id : null);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        await ShowAsync(cancel);
        if (Input.CategoryId is { } chosen && Sections.All(s => s.Category.Id != chosen))
        {
            ModelState.AddModelError("Input.CategoryId", "Choose a section from the list");
        }

        var author = Self ?? Authors.FirstOrDefault(a => a.Id == Input.AuthorId);
        if (author is null)
        {
            ModelState.AddModelError("Input.AuthorId", "Choose whose name stands over it");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (!Input.Anyway && await desk.SimilarAsync(Input.Headline!, cancel) is { } similar)
        {
            // The next press goes through: the editor has seen the other story.
            Similar = similar;
            Input.Anyway = true;
            ModelState.Remove("Input.Anyway");
            return Page();
        }

        try
        {
            var flash = new Flash(
                Input.Key,
                Input.Headline!.Trim(),
                Input.FirstLine,
                Input.CategoryId!.Value,
                author!.Id,
                TimeSpan.FromHours(Input.Hours)
            );
            var id = await desk.PublishAsync(flash, User.Actor(), cancel);
            if (Input.AsksAlert)
            {
                await AskAsync(id, cancel);
            }

            return RedirectToPage("Published", new { id });
        }
        catch (PublishRefusedException refused)
        {
            ModelState.AddModelError("Input.Headline", refused.Message);
            return Page();
        }
    }

    // The story is out; the page that comes next says whether an alert waits, and asks for one where it does not.
    private async Task AskAsync(long id, CancellationToken cancel)
    {
        try
        {
            await alerts.AskAsync(id, Input.Headline, Input.Key, User.Actor(), cancel);
        }
        catch (PublishRefusedException refused)
        {
            log.LogInformation("No alert on story {Id}: {Why}", id, refused.Message);
        }
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        Reach = await alerts.ReachAsync(cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var actor = User.Actor();
        Sections = [.. tree.InOrder().Where(c => actor.Covers(c.Id)).Select(c => (c, tree.Path(c).Count - 1))];
        Self = await db
            .Authors.Where(a => a.StaffMemberId == actor.Id)
            .Select(a => new AuthorName(a.Id, a.Slug, a.Name))
            .FirstOrDefaultAsync(cancel);
        Authors = Self is null ? await db.AuthorNamesAsync(cancel) : [];
    }
}

/// <summary>What the form sends.</summary>
public sealed class BreakingInput
{
    public Guid Key { get; set; } = Guid.NewGuid();
    public string? Headline { get; set; }
    public string? FirstLine { get; set; }
    public long? CategoryId { get; set; }

    /// <summary>Asked of those who have no public profile of their own.</summary>
    public long? AuthorId { get; set; }
    public int Hours { get; set; } = 2;

    /// <summary>Whether another editor is asked for a yes to an alert with the headline.</summary>
    public bool AsksAlert { get; set; }

    /// <summary>The editor has seen that a story like it is out.</summary>
    public bool Anyway { get; set; }

    public void Check(ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(Headline))
        {
            state.AddModelError("Input.Headline", "Enter a headline");
        }
        else if (Headline.Length > ArticleContent.HeadlineLimit)
        {
            state.AddModelError(
                "Input.Headline",
                $"Headline must be {ArticleContent.HeadlineLimit} characters or fewer. It has {Headline.Length:N0}."
            );
        }

        if (FirstLine?.Length > ArticleContent.StandfirstLimit)
        {
            state.AddModelError(
                "Input.FirstLine",
                $"First line must be {ArticleContent.StandfirstLimit} characters or fewer. It has {FirstLine.Length:N0}."
            );
        }

        if (CategoryId is null)
        {
            state.AddModelError("Input.CategoryId", "Choose a section");
        }

        if (!BreakingPage.Hours.Contains(Hours))
        {
            state.AddModelError("Input.Hours", "Choose how long the banner lasts");
        }
    }
}
