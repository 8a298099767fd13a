using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Categories;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Notes;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.Rendering;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

public enum UpdateKind
{
    /// <summary>Readers are not told.</summary>
    SmallFix,

    /// <summary>The page says when it was updated.</summary>
    SignificantUpdate,

    /// <summary>The page says what was wrong, and when it was put right.</summary>
    Correction,
}

/// <summary>Says what will happen, and does it.</summary>
public sealed class PublishPage(
    NewsroomDb db,
    Writing writing,
    Publisher publisher,
    CheckDesk checks,
    Preview preview,
    ScheduleDesk schedules,
    NoteBook notes,
    SiteFrame frame
) : PageModel
{
    [BindProperty]
    public PublishInput Input { get; set; } = new();

    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public string Address { get; private set; } = "";
    public string Sections { get; private set; } = "";
    public string Authors { get; private set; } = "";
    public bool IsUpdate { get; private set; }
    public IReadOnlyList<Check> Checks { get; private set; } = [];
    public bool CanPublish => Checks.All(c => c.Level != CheckLevel.Block);

    /// <summary>What is to be done later, or could not be done.</summary>
    public IReadOnlyList<ScheduledAct> Ahead { get; private set; } = [];
    public DateTimeOffset? EmbargoUntil { get; private set; }

    /// <summary>The version as readers will see it; null where it cannot be shown.</summary>
    public Story? Shown { get; private set; }

    /// <summary>The notes under the story that a new one could take the place of.</summary>
    public IReadOnlyList<Correction> Notes { get; private set; } = [];

    /// <summary>When the breaking label that is on now ends.</summary>
    public DateTimeOffset? BreakingUntil { get; private set; }

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        var article = await ShowAsync(id, cancel);
        Input = new PublishInput
        {
            Version = article.HeadNumber,
            SeenLive = article.LiveNumber,
            Key = Guid.NewGuid(),
            BreakingHours = BreakingUntil is null ? 0 : PublishInput.Keep,
        };
    }

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                await publisher.PublishAsync(id, Input.Order(), User.Actor(), cancel);
                return RedirectToPage("Published", new { id });
            },
            cancel
        );

    /// <summary>The same, at a time.</summary>
    public Task<IActionResult> OnPostScheduleAsync(long id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                if (Time("Input.At", Input.At) is { } at)
                {
                    await schedules.PublishAtAsync(id, at, Input.Order(), User.Actor(), cancel);
                }

                return RedirectToPage(new { id });
            },
            cancel
        );

    public async Task<IActionResult> OnPostCancelAsync(long id, ScheduledKind kind, CancellationToken cancel)
    {
        await schedules.CancelAsync(id, kind, User.Actor(), cancel);
        return RedirectToPage(new { id });
    }

    /// <summary>Sets an embargo; an empty time lifts it.</summary>
    public Task<IActionResult> OnPostEmbargoAsync(long id, CancellationToken cancel) =>
        DoAsync(
            id,
            async () =>
            {
                var until = string.IsNullOrEmpty(Input.EmbargoUntil)
                    ? null
                    : Time("Input.EmbargoUntil", Input.EmbargoUntil);
                await schedules.EmbargoAsync(id, until, User.Actor(), cancel);
                return RedirectToPage(new { id });
            },
            cancel
        );

    private DateTimeOffset? Time(string field, string? text)
    {
        var time = NewsroomTime.Read(text, frame.Zone);
        if (time.Error is { } error)
        {
            ModelState.AddModelError(field, error);
        }

        return time.At;
    }

    private async Task<IActionResult> DoAsync(long id, Func<Task<IActionResult>> act, CancellationToken cancel)
    {
        if (!PublishInput.Hours.Contains(Input.BreakingHours))
        {
            ModelState.AddModelError("Input.BreakingHours", "Choose how long the label lasts");
        }

        if (Input.Corrects && string.IsNullOrWhiteSpace(Input.CorrectionText))
        {
            ModelState.AddModelError("Input.CorrectionText", "Say what was wrong and what is right");
        }
        else if (Input.Corrects && Input.CorrectionText!.Trim().Length > Correction.TextLimit)
        {
            ModelState.AddModelError(
                "Input.CorrectionText",
                $"The correction must be {Correction.TextLimit:N0} characters or fewer. It has {Input.CorrectionText.Trim().Length:N0}."
            );
        }

        if (ModelState.IsValid)
        {
            try
            {
                var answer = await act();
                if (ModelState.IsValid)
                {
                    return answer;
                }
            }
            catch (PublishRefusedException refused)
            {
                ModelState.AddModelError("Input.Version", refused.Message);
            }
        }

        var article = await ShowAsync(id, cancel);

        // What the editor now has before them is what the next press publishes.
        Input.Version = article.HeadNumber;
        Input.SeenLive = article.LiveNumber;
        foreach (var key in new[] { "Input.Version", "Input.SeenLive" })
        {
            ModelState.SetModelValue(key, null, null);
        }

        return Page();
    }

    private async Task<Article> ShowAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        var head = await writing.HeadAsync(article, cancel);
        var content = head.Content;
        try
        {
            Shown = await preview.ShowAsync(article, head, cancel);
        }
        catch (BodyRefusedException)
        {
            // The checks say why.
        }

        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var authors = await db
            .Authors.Where(a => content.AuthorIds.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, cancel);
        Id = id;
        Headline = content.Headline;
        Address = $"{frame.SiteAddress}/news/{id}/{article.Slug ?? Slug.From(content.Headline)}";
        Sections = string.Join(
            ", ",
            content.CategoryIds().Select(tree.Living).OfType<Category>().Select(c => c.Name).Distinct()
        );
        Authors = string.Join(", ", content.AuthorIds.Where(authors.ContainsKey).Select(a => authors[a]));
        EmbargoUntil = article.EmbargoUntil;
        Ahead = await db
            .ScheduledActs.Where(s => s.ArticleId == id && s.DoneAt == null)
            .OrderBy(s => s.DueAt)
            .ToListAsync(cancel);
        IsUpdate = article.LiveNumber is not null;
        BreakingUntil = article.BreakingUntil > frame.Now ? article.BreakingUntil : null;
        Checks =
        [
            .. await checks.ForAsync(content, cancel),
            PublishChecks.OpenNotes(await notes.OpenAsync(id, cancel)),
        ];
        Notes = await publisher.StandingNotesAsync(id, cancel);
        return article;
    }
}
