using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class FrontPagePage(FrontPages fronts, TimeProvider clock) : PageModel
{
    public Front Front { get; private set; } = null!;

    /// <summary>
    /// With a number or a name behind it, as WordPress once called its pages (<c>/?p=123</c>), this is the address of another page: one
    /// that leads on, or is missing.
    /// </summary>
    public async Task<IActionResult> OnGetAsync(
        [FromQuery(Name = "p")] string? post,
        [FromQuery(Name = "page_id")] string? pageId,
        [FromQuery(Name = "attachment_id")] string? attachmentId,
        [FromQuery(Name = "cat")] string? category,
        [FromQuery(Name = "tag")] string? tag,
        [FromQuery(Name = "author")] string? author,
        [FromQuery(Name = "feed")] string? feed,
        [FromQuery(Name = "m")] string? day,
        [FromQuery(Name = "s")] string? words,
        CancellationToken cancel
    )
    {
        var isDay = day is { Length: 4 or 6 or 8 };
        if (isDay || (post ?? pageId ?? attachmentId ?? category ?? tag ?? author ?? feed) is not null)
        {
            return NotFound();
        }

        if (words is not null)
        {
            return RedirectPermanent(QueryHelpers.AddQueryString("/search", "q", words));
        }

        Front = await fronts.LayOutAsync(clock.GetUtcNow(), cancel);
        return Page();
    }
}
