using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>A frozen account: what it changed, one act that takes all of it back, and the end of the freeze.</summary>
[ConfirmFirst]
public sealed class FrozenPage(NewsroomDb db, TakeBackDesk desk, SiteFrame frame) : PageModel
{
    public StaffMember Member { get; private set; } = null!;
    public IReadOnlyList<ChangedStory> Changes { get; private set; } = [];

    /// <summary>How many notes under stories would be taken back.</summary>
    public int Notes { get; private set; }

    /// <summary>What is taken back, in words; null where there is nothing.</summary>
    public string? What =>
        (Changes.Count, Notes) switch
        {
            (0, 0) => null,
            (0, _) => All(Notes) + Count(Notes, "note"),
            (_, 0) => All(Changes.Count) + Count(Changes.Count, "change"),
            _ => $"{All(Changes.Count)}{Count(Changes.Count, "change")} and {Count(Notes, "note")}",
        };

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

        var left = await desk.TakeBackAsync(
            id,
            at => $"The note that stood here from {frame.Moment(at)} was not the newsroom’s. It is taken back.",
            User.Actor(),
            cancel
        );
        Notice =
            $"Taken back: {Changes.Count - left.Count} of {Count(Changes.Count, "change")}"
            + (Notes == 0 ? "." : $", and {Count(Notes, "note")} under stories.");
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
        return RedirectToPage("/Admin/People/StaffMember", new { id });
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        var member = await db.Users.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel);
        Member = member!;
        Changes = await desk.ChangesAsync(id, cancel);
        Notes = await desk.CountNotesAsync(id, cancel);
        return member is not null;
    }

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";

    private static string All(int count) => count == 1 ? "" : "all ";
}
