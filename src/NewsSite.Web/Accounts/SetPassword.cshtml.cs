using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Where a one-time link leads: the person sets a password, and is in.</summary>
public sealed class SetPasswordPage(
    UserManager<StaffMember> users,
    PasswordDesk desk,
    StaffDoor door,
    ILogger<SetPasswordPage> log
) : PageModel
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var member = long.TryParse(Id, out _) ? await users.FindByIdAsync(Id) : null;
        var refused = member is null
            ? [new AccountWords().InvalidToken().Description]
            : await desk.SetAsync(HttpContext.ActorOf(member), Code ?? "", Input.Password!, cancel);
        if (refused.Contains(new AccountWords().InvalidToken().Description))
        {
            log.LinkRefused(member?.Id, HttpContext.Address());
        }

        foreach (var reason in refused)
        {
            ModelState.AddModelError("Input.Password", reason);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        // The link is as good as the password, no better: who was disabled stays out, and a second step is still owed.
        if (member!.DisabledAt is not null)
        {
            return RedirectToPage("/Accounts/SignIn");
        }

        return await door.AdmitAsync(HttpContext, member, "link for a password", cancel)
            ? RedirectToPage("/Newsroom/Overview/Desk")
            : RedirectToPage("/Accounts/Code");
    }
}

public sealed class PasswordInput
{
    public string? Password { get; set; }

    /// <summary>New password again.</summary>
    public string? Again { get; set; }

    internal void Check(Microsoft.AspNetCore.Mvc.ModelBinding.ModelStateDictionary state)
    {
        if (Password is not { Length: >= StaffDesk.PasswordLeast and <= 200 })
        {
            state.AddModelError("Input.Password", $"Password must be {StaffDesk.PasswordLeast} to 200 characters");
        }

        if (Password != Again)
        {
            state.AddModelError("Input.Again", "The two passwords are not the same");
        }
    }
}
