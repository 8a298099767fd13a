using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.StandingPages;

namespace NewsSite.Web.Admin.Site;

public sealed class StandingPagesPage(NewsroomDb db) : PageModel
{
    public IReadOnlyList<StandingPage> Pages { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) =>
        Pages = await db.StandingPages.AsNoTracking().OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancel);
}
