using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>A person's own account: how it is entered, and from where.</summary>
public sealed class IndexPage(SecondFactorDesk factors, SessionBook sessions) : PageModel
{
    public SecondFactor Factor { get; private set; } = null!;
    public int Sessions { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Factor = await factors.FindAsync(User.Id(), cancel);
        Sessions = (await sessions.ListAsync(User.Id(), cancel)).Count;
    }
}
