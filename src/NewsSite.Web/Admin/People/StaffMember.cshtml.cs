using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Authors;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>One account: its role, whether it may enter, from where it is open, a new set-up link.</summary>
[ConfirmFirst("", "Disable", "Enable", "Link", "Reset")]
public sealed class StaffMemberPage(
    NewsroomDb db,
    StaffDesk desk,
    SecondFactorDesk factors,
    SessionBook sessions,
    AuthorDesk authors,
    SetUpLinks links,
    TimeProvider clock
) : PageModel
{
    private CategoryTree tree = new([]);

    [BindProperty]
    public StaffRole Role { get; set; }

    [BindProperty]
    public List<long> SectionIds { get; set; } = [];

    /// <summary>With the level of each, 0 for a root.</summary>
    public IReadOnlyList<(Category Category, int Level)> Sections { get; private set; } = [];

    /// <summary>The names of the sections that the rights are limited to; null for the whole paper.</summary>
    public string? Limits { get; private set; }
    public StaffMember Member { get; private set; } = null!;

    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];
    public SecondFactor Factor { get; private set; } = null!;

    /// <summary>What came of the link that was just made.</summary>
    public HandedOver? Handed { get; private set; }

    /// <summary>Whether a link works now.</summary>
    public bool HasLink => Member.LinkUntil > clock.GetUtcNow();

    /// <summary>As whom the person signs stories; null for nobody.</summary>
    public Author? Author { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Fill();
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
            () => desk.ChangeRightsAsync(id, Role, SectionIds, User.Actor(), cancel),
            "Role and sections saved. Open sessions have ended.",
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
        try
        {
            Handed = await links.MakeAsync(id, User.Actor(), cancel);
            await ShowAsync(id, cancel);
        }
        catch (StaffRefusedException refused)
        {
            ModelState.AddModelError("Role", refused.Message);
        }

        Fill();
        return Page();
    }

    public Task<IActionResult> OnPostRevokeAsync(long id, CancellationToken cancel) =>
        ActAsync(id, () => desk.RevokeLinkAsync(id, User.Actor(), cancel), "The link does not work any more.", cancel);

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

    private void Fill()
    {
        Role = Member.Role;
        SectionIds = [.. Member.SectionIds.Select(s => tree.Living(s)?.Id ?? s).Distinct()];
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        var member = await db.Users.SingleOrDefaultAsync(s => s.Id == id, cancel);
        if (member is null)
        {
            return false;
        }

        Member = member;
        tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        Sections = [.. tree.InOrder().Select(c => (c, tree.Path(c).Count - 1))];
        var limits = member.SectionIds.Select(tree.Living).OfType<Category>().Select(c => c.Name).Distinct().ToList();
        Limits = limits.Count == 0 || member.Role == StaffRole.Admin ? null : string.Join(", ", limits);
        Sessions = await sessions.ListAsync(id, cancel);
        Factor = await factors.FindAsync(id, cancel);
        Author = await authors.OfStaffAsync(id, cancel);
        return true;
    }
}
