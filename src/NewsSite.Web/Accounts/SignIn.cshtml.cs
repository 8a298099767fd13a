using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;

namespace NewsSite.Web.Accounts;

public sealed class SignInPage(
    SignInManager<StaffMember> signIn,
    UserManager<StaffMember> users,
    IPasswordHasher<StaffMember> hasher
) : PageModel
{
    private static readonly StaffMember Nobody = new()
    {
        Name = "",
        Role = StaffRole.Reporter,
        CreatedAt = default,
    };
    private static string? nobodysHash;

    [BindProperty]
    public SignInInput Input { get; set; } = new();

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        if (string.IsNullOrWhiteSpace(Input.Email))
        {
            ModelState.AddModelError("Input.Email", "Enter your email address");
        }

        if (string.IsNullOrEmpty(Input.Password))
        {
            ModelState.AddModelError("Input.Password", "Enter your password");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        if (await SucceedsAsync(Input.Email!.Trim(), Input.Password!))
        {
            return Url.IsLocalUrl(ReturnUrl) ? LocalRedirect(ReturnUrl) : RedirectToPage("/Newsroom/Desk");
        }

        // One text for every cause: it tells nobody whether the address has an account, or is locked.
        ModelState.AddModelError(
            "Input.Email",
            "Email address or password is wrong. After many tries an account rests for five minutes."
        );
        return Page();
    }

    private async Task<bool> SucceedsAsync(string email, string password)
    {
        if (await users.FindByEmailAsync(email) is { PasswordHash: not null } member)
        {
            return (
                await signIn.PasswordSignInAsync(member, password, isPersistent: true, lockoutOnFailure: true)
            ).Succeeded;
        }

        // As long as a real check takes, so that the time does not tell either.
        nobodysHash ??= hasher.HashPassword(Nobody, Guid.NewGuid().ToString());
        hasher.VerifyHashedPassword(Nobody, nobodysHash, password);
        return false;
    }
}

public sealed class SignInInput
{
    public string? Email { get; set; }
    public string? Password { get; set; }
}
