using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Where a person is signed in, and a way to end it elsewhere.</summary>
[ConfirmFirst]
public sealed class SessionsPage(SessionBook book) : PageModel
{
    public IReadOnlyList<StaffSession> Sessions { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) => Sessions = await book.ListAsync(User.Id(), cancel);

    public async Task<IActionResult> OnPostEndAsync(Guid session, CancellationToken cancel)
    {
        await book.EndAsync(User.Id(), session, User.Actor(), cancel);
        Notice = "Session ended.";
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostOthersAsync(CancellationToken cancel)
    {
        await book.EndAllAsync(User.Id(), User.Session(), User.Actor(), cancel);
        Notice = "Your other sessions have ended.";
        return RedirectToPage();
    }
}
