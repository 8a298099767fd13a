using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin;

/// <summary>Who may enter, and a form to let somebody in.</summary>
[ConfirmFirst]
public sealed class StaffPage(NewsroomDb db, StaffDesk desk, SetUpLinks links) : PageModel
{
    [BindProperty]
    public StaffInput Input { get; set; } = new();
    public IReadOnlyList<StaffMember> Members { get; private set; } = [];

    /// <summary>Shown once, for the admin to hand over.</summary>
    public string? SetUpLink { get; private set; }
    public string? Added { get; private set; }

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
                SetUpLink = await links.ForAsync(member);
                Added = member.Name;
                Input = new StaffInput();
                ModelState.Clear();
            }
        }

        await ShowAsync(cancel);
        return Page();
    }

    private async Task ShowAsync(CancellationToken cancel) =>
        Members = await db.Users.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel);
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
