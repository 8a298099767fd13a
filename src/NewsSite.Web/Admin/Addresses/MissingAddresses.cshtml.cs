using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Addresses;
using NewsSite.News.Publishing.Addresses;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Addresses;

/// <summary>What readers ask for most and do not find, each with the page that it may have meant.</summary>
public sealed class MissingAddressesPage(MissingReport report, RedirectDesk desk, SiteFrame frame) : PageModel
{
    private const int PlaceLimit = 50;

    /// <summary>What the page before ended with.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }
    public MissingFound List { get; private set; } = new([], null);

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel) =>
        List = await report.FindAsync(After?.Length > PlaceLimit ? null : After, cancel);

    /// <param name="missing">Which one.</param>
    public async Task<IActionResult> OnPostDismissAsync([FromForm] long missing, CancellationToken cancel)
    {
        await desk.DismissAsync(missing, User.Actor(), cancel);
        Notice = "Dismissed. It does not come back unless it is forgotten and asked for again.";
        return Redirect("/admin/addresses/missing");
    }

    /// <returns>14:52 of today, 16 Mar 14:52 of another day.</returns>
    public string When(DateTimeOffset at) => frame.Short(at);
}
