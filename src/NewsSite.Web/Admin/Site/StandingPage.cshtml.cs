using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Rendering;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

/// <summary>One page about the paper: what is saved is public at once.</summary>
public sealed class StandingPagePage(NewsroomDb db, StandingPageDesk desk) : PageModel
{
    [BindProperty]
    public StandingPageInput Input { get; set; } = new();
    public string Slug { get; private set; } = "";

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancel)
    {
        if (await db.StandingPages.AsNoTracking().SingleOrDefaultAsync(p => p.Slug == slug, cancel) is not { } page)
        {
            return NotFound();
        }

        Slug = slug;
        Input = new StandingPageInput
        {
            Title = page.Title,
            Body = page.Body,
            Position = page.Position,
            ReviewedOn = page.ReviewedOn,
            Seen = page.RowVersion,
        };
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken cancel)
    {
        Slug = slug;
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.SaveAsync(Input.Form(slug), Input.Seen, User.Actor(), cancel);
                Notice = "Page saved.";
                return RedirectToPage("StandingPages");
            }
            catch (Exception e) when (e is PublishRefusedException or BodyRefusedException)
            {
                ModelState.AddModelError("Input.Body", e.Message);
            }
        }

        return Page();
    }
}
