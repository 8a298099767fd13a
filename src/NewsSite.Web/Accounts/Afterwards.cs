using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace NewsSite.Web.Accounts;

internal static class Afterwards
{
    /// <summary>To where the person was going, if that is on this site; to the desk otherwise.</summary>
    public static IActionResult On(this PageModel page, string? returnUrl) =>
        page.Url.IsLocalUrl(returnUrl) ? page.LocalRedirect(returnUrl) : page.RedirectToPage("/Newsroom/Overview/Desk");
}
