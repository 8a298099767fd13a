using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin;

/// <summary>A frozen account: what it changed, one act that takes all of it back, and the end of the freeze.</summary>
[ConfirmFirst]
public sealed class FrozenPage(NewsroomDb db, TakeBackDesk desk) : PageModel
{
    public StaffMember Member { get; private set; } = null!;
    public IReadOnlyList<ChangedStory> Changes { get; private set; } = [];

    /// <summary>Whether it is the admin's own account, which another must thaw.</summary>
    public bool IsOneself => Member.Id == User.Actor().Id;

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) =>
        await ShowAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostTakeBackAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        var left = await desk.TakeBackAsync(id, User.Actor(), cancel);
        Notice = $"{Changes.Count - left.Count} of {Changes.Count} changes are taken back.";
        if (left.Count == 0)
        {
            return RedirectToPage(new { id });
        }

        foreach (var (article, why) in left)
        {
            var headline = Changes.First(c => c.ArticleId == article).Headline;
            ModelState.AddModelError("", $"“{headline}” stays as it is: {why}");
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostThawAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        await desk.ThawAsync(id, User.Actor(), cancel);
        Notice = $"{Member.Name} may publish again.";
        return RedirectToPage("/Admin/StaffMember", new { id });
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        var member = await db.Users.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
        Member = member!;
        Changes = await desk.ChangesAsync(id, cancel);
        return member is not null;
    }
}
