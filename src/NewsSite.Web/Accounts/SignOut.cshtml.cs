using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;

namespace NewsSite.Web.Accounts;

public sealed class SignOutPage(SignInManager<StaffMember> signIn) : PageModel
{
    /// <summary>Nothing changes by GET.</summary>
    public IActionResult OnGet() => RedirectToPage("/Newsroom/Desk");

    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        return LocalRedirect("/");
    }
}
