using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

/// <summary>A page about the paper: who we are, a policy, terms.</summary>
public sealed class AboutPage(AboutPages pages) : PageModel
{
    public StandingPageView About { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string? slug, CancellationToken cancel)
    {
        if (await pages.FindAsync(slug ?? "about", cancel) is not { } page)
        {
            return NotFound();
        }

        About = page;
        return Request.Path == page.Page.Address ? Page() : LocalRedirectPermanent(page.Page.Address);
    }
}
