using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing;
using NewsSite.Rendering;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Site;

public sealed class NewStandingPagePage(StandingPageDesk desk, SiteFrame frame) : PageModel
{
    [BindProperty]
    public StandingPageInput Input { get; set; } = new();

    [TempData]
    public string? Notice { get; set; }

    public void OnGet() => Input.ReviewedOn = frame.Date(frame.Now);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.SaveAsync(Input.Form(null), null, User.Actor(), cancel);
                Notice = $"Page “{Input.Title}” added.";
                return RedirectToPage("StandingPages");
            }
            catch (Exception e) when (e is PublishRefusedException or BodyRefusedException)
            {
                ModelState.AddModelError("Input.Slug", e.Message);
            }
        }

        return Page();
    }
}
