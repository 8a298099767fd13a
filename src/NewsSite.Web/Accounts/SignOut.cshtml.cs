using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

public sealed class SignOutPage(SessionBook sessions) : PageModel
{
    /// <summary>Nothing changes by GET.</summary>
    public IActionResult OnGet() => RedirectToPage("/Newsroom/Overview/Desk");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await sessions.LeaveAsync(User.Session(), cancel);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("/");
    }
}
