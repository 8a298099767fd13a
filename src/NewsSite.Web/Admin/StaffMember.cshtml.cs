using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin;

/// <summary>One account: its role, whether it may enter, from where it is open, a new set-up link.</summary>
[ConfirmFirst("", "Disable", "Enable", "Link", "Reset")]
public sealed class StaffMemberPage(
    NewsroomDb db,
    StaffDesk desk,
    SecondFactorDesk factors,
    SessionBook sessions,
    SetUpLinks links
) : PageModel
{
    [BindProperty]
    public StaffRole Role { get; set; }
    public StaffMember Member { get; private set; } = null!;

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];
    public SecondFactor Factor { get; private set; } = null!;

    /// <summary>Shown once.</summary>
    public string? SetUpLink { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Role = Member.Role;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (!Enum.IsDefined(Role))
        {
            ModelState.AddModelError("Role", "Choose a role");
        }

        return ActAsync(
            id,
            () => desk.ChangeRoleAsync(id, Role, User.Actor(), cancel),
            "Role saved. Open sessions have ended.",
            cancel
        );
    }

    public Task<IActionResult> OnPostDisableAsync(long id, CancellationToken cancel) =>
        ActAsync(
            id,
            () => desk.DisableAsync(id, true, User.Actor(), cancel),
            "Account disabled. Open sessions have ended.",
            cancel
        );

    public Task<IActionResult> OnPostEnableAsync(long id, CancellationToken cancel) =>
        ActAsync(id, () => desk.DisableAsync(id, false, User.Actor(), cancel), "Account enabled.", cancel);

    public Task<IActionResult> OnPostResetAsync(long id, CancellationToken cancel) =>
        ActAsync(
            id,
            () => factors.ResetAsync(id, User.Actor(), cancel),
            "Second step reset. The password alone lets in now. Open sessions have ended.",
            cancel
        );

    public Task<IActionResult> OnPostEndAsync(long id, Guid session, CancellationToken cancel) =>
        ActAsync(id, () => sessions.EndAsync(id, session, User.Actor(), cancel), "Session ended.", cancel);

    public Task<IActionResult> OnPostEndAllAsync(long id, CancellationToken cancel) =>
        ActAsync(id, () => sessions.EndAllAsync(id, null, User.Actor(), cancel), "All sessions have ended.", cancel);

    public async Task<IActionResult> OnPostLinkAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        ModelState.Clear();
        Role = Member.Role;
        await desk.TellLinkAsync(Member, User.Actor(), cancel);
        SetUpLink = await links.ForAsync(Member);
        return Page();
    }

    private async Task<IActionResult> ActAsync(long id, Func<Task> act, string done, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await act();
                Notice = done;
                return RedirectToPage(new { id });
            }
            catch (StaffRefusedException refused)
            {
                ModelState.AddModelError("Role", refused.Message);
            }
        }

        return Page();
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        var member = await db.Users.SingleOrDefaultAsync(s => s.Id == id, cancel);
        Member = member!;
        Sessions = await sessions.ListAsync(id, cancel);
        Factor = await factors.FindAsync(id, cancel);
        return member is not null;
    }
}
