using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class CorrectionsPage(CorrectionLog log) : PageModel
{
    public CorrectionPage Log { get; private set; } = null!;

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public async Task<IActionResult> OnGetAsync(string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        Before = before;
        Log = await log.PageAsync(place, cancel);
        return Page();
    }
}
