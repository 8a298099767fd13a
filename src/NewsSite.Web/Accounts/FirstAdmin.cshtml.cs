using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Where the address in the log of a new site leads: makes the first admin, once.</summary>
public sealed class FirstAdminPage(FirstAdminDoor door, StaffDesk desk, StaffDoor staff) : PageModel
{
    [BindProperty]
    public FirstAdminInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) =>
        await door.OpensAsync(Code, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!await door.OpensAsync(Code, cancel))
        {
            return NotFound();
        }

        Input.Check(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var (member, refused) = await desk.AddAsync(
            Input.Email!.Trim(),
            Input.Name!.Trim(),
            StaffRole.Admin,
            Input.Password,
            Actor.System with
            {
                Way = Way.Web,
                Address = HttpContext.ClientAddress(),
            },
            cancel
        );
        foreach (var reason in refused)
        {
            ModelState.AddModelError("Input.Email", reason);
        }

        if (member is null)
        {
            return Page();
        }

        await staff.LetInAsync(HttpContext, member, StaffDoor.Password, cancel);
        return RedirectToPage("/Newsroom/Overview/Desk");
    }
}

public sealed class FirstAdminInput
{
    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Password { get; set; }

    internal void Check(Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary state)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Trim().Length > StaffMember.NameLimit)
        {
            state.AddModelError("Input.Name", $"Enter a name of {StaffMember.NameLimit} characters or fewer");
        }

        if (
            Email is not { Length: <= 200 }
            || !new System.ComponentModel.DataAnnotations.EmailAddressAttribute().IsValid(Email.Trim())
        )
        {
            state.AddModelError("Input.Email", "Enter an email address like name@example.org");
        }

        if (Password is not { Length: >= StaffDesk.PasswordLeast and <= 200 })
        {
            state.AddModelError("Input.Password", $"Password must be {StaffDesk.PasswordLeast} to 200 characters");
        }
    }
}
