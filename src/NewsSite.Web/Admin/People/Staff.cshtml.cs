using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.People;

/// <summary>Who may enter, and a form to let somebody in.</summary>
[ConfirmFirst]
public sealed class StaffPage(
    StaffDesk desk,
    SessionBook sessions,
    SetUpLinks links,
    StaffMail mail,
    SiteFrame frame,
    TimeProvider clock
) : PageModel
{
    private IReadOnlyDictionary<long, DateTimeOffset> seen = new Dictionary<long, DateTimeOffset>();

    [BindProperty]
    public StaffInput Input { get; set; } = new();
    public IReadOnlyList<StaffMember> Members { get; private set; } = [];

    /// <summary>What came of the link for the person who was just added.</summary>
    public HandedOver? Handed { get; private set; }
    public bool IsMailOn => mail.IsOn;

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            var (member, refused) = await desk.AddAsync(
                Input.Email!.Trim(),
                Input.Name!.Trim(),
                Input.Role,
                null,
                User.Actor(),
                cancel
            );
            foreach (var reason in refused)
            {
                ModelState.AddModelError("Input.Email", reason);
            }

            if (member is not null)
            {
                Handed = await links.MakeAsync(member.Id, User.Actor(), cancel);
                Input = new StaffInput();
                ModelState.Clear();
            }
        }

        await ShowAsync(cancel);
        return Page();
    }

    /// <returns>Whether somebody may come in; of whom nobody has seen yet, how far the invitation is.</returns>
    public string StateOf(StaffMember member) =>
        member.DisabledAt is not null ? "Disabled"
        : member.PasswordHash is not null ? "Active"
        : member.LinkUntil > clock.GetUtcNow() ? $"Invited, until {frame.Short(member.LinkUntil.Value)}"
        : "Invitation has ended";

    /// <returns>When the person last did something here; a dash for long ago or never.</returns>
    public string LastSeen(StaffMember member) => seen.TryGetValue(member.Id, out var at) ? frame.Short(at) : "–";

    private async Task ShowAsync(CancellationToken cancel)
    {
        Members = await desk.ListAsync(cancel);
        seen = await sessions.LastSeenAsync(cancel);
    }
}

/// <summary>What the form for a new account sends.</summary>
public sealed class StaffInput
{
    public string? Email { get; set; }
    public string? Name { get; set; }
    public StaffRole Role { get; set; }

    internal void Check(Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary state)
    {
        if (Email is not { Length: <= 200 } || !new EmailAddressAttribute().IsValid(Email.Trim()))
        {
            state.AddModelError("Input.Email", "Enter an email address like name@example.org");
        }

        if (string.IsNullOrWhiteSpace(Name))
        {
            state.AddModelError("Input.Name", "Enter a name");
        }
        else if (Name.Trim().Length > StaffMember.NameLimit)
        {
            state.AddModelError(
                "Input.Name",
                $"Name must be {StaffMember.NameLimit} characters or fewer. It has {Name.Trim().Length}."
            );
        }

        if (!Enum.IsDefined(Role))
        {
            state.AddModelError("Input.Role", "Choose a role");
        }
    }
}
