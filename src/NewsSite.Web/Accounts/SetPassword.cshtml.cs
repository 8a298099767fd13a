using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;

namespace NewsSite.Web.Accounts;

/// <summary>Where a one-time link leads: the person sets a password, and is in.</summary>
public sealed class SetPasswordPage(UserManager<StaffMember> users, SignInManager<StaffMember> signIn) : PageModel
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        Input.Check(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var member = await users.FindByIdAsync(Id ?? "0");
        var result = member is null
            ? IdentityResult.Failed(new AccountWords().InvalidToken())
            : await users.ResetPasswordAsync(member, Code ?? "", Input.Password!);
        foreach (var error in result.Errors)
        {
            ModelState.AddModelError("Input.Password", error.Description);
        }

        if (!result.Succeeded)
        {
            return Page();
        }

        await signIn.PasswordSignInAsync(member!, Input.Password!, isPersistent: true, lockoutOnFailure: true);
        return RedirectToPage("/Newsroom/Desk");
    }
}

public sealed class PasswordInput
{
    public string? Password { get; set; }

    /// <summary>The same once more.</summary>
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
