using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>A person changes the own password; other sessions end.</summary>
public sealed class PasswordPage(UserManager<StaffMember> users, PasswordDesk desk, StaffDoor door) : PageModel
{
    [BindProperty]
    public PasswordInput Input { get; set; } = new();

    [BindProperty]
    public string? Current { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public void OnGet() { }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var member = (await users.GetUserAsync(User))!;
        if (await door.JudgeAsync(HttpContext, member.Email!, Current ?? "", cancel) is null)
        {
            ModelState.AddModelError("Current", "This is not your password");
            return Page();
        }

        var refused = await desk.ChangeAsync(User.Actor(), Current!, Input.Password!, User.Session(), cancel);
        foreach (var reason in refused)
        {
            ModelState.AddModelError("Input.Password", reason);
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        Notice = "Password saved. Your other sessions have ended.";
        return RedirectToPage();
    }
}
