using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>
/// Asks once more for the password before a dangerous act (<see cref="ConfirmFirstAttribute"/>). What was sent to it comes
/// here first, is carried in this form, and goes back with the right password.
/// </summary>
public sealed class ConfirmPage(UserManager<StaffMember> users, StaffDoor door) : PageModel
{
    private const string PasswordField = "Confirm.Password";

    /// <summary>Where what was sent was going, from the root.</summary>
    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    /// <summary>What was sent, field by field.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Carried { get; private set; } = [];

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Carried =
        [
            .. Request
                .Form.Where(f => f.Key is not PasswordField and not "__RequestVerificationToken")
                .SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? "")),
        ];
        if (!Request.Form.TryGetValue(PasswordField, out var password))
        {
            // Just sent here.
            return Page();
        }

        var member = (await users.GetUserAsync(User))!;
        if (password.ToString() is not { Length: > 0 and <= SignInInput.Limit } typed)
        {
            ModelState.AddModelError(PasswordField, "Enter your password");
            return Page();
        }

        if (await door.JudgeAsync(HttpContext, member.Email!, typed, cancel) is null)
        {
            ModelState.AddModelError(PasswordField, "This is not your password");
            return Page();
        }

        await door.ConfirmAsync(HttpContext, member, cancel);
        return Url.IsLocalUrl(To) ? LocalRedirectPreserveMethod(To) : RedirectToPage("/Newsroom/Overview/Desk");
    }
}
