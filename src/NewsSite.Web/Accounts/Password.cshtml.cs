using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;

namespace NewsSite.Web.Accounts;

/// <summary>A person changes the own password; other sessions end.</summary>
public sealed class PasswordPage(UserManager<StaffMember> users, SignInManager<StaffMember> signIn) : PageModel
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    [BindProperty]
    public string? Current { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync()
    {
        Input.Check(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var member = (await users.GetUserAsync(User))!;
        var result = await users.ChangePasswordAsync(member, Current ?? "", Input.Password!);
        foreach (var error in result.Errors)
        {
            ModelState.AddModelError("Current", error.Description);
        }

        if (!result.Succeeded)
        {
            return Page();
        }

        await signIn.RefreshSignInAsync(member);
        Notice = "Password saved. Your other sessions have ended.";
        return RedirectToPage();
    }
}
