using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using NewsSite.News.Previews;
using NewsSite.News.Published;
using NewsSite.News.Publishing.Copies;
using NewsSite.Rendering;

namespace NewsSite.Web.Newsroom.Versions;

/// <summary>One version, for whoever has a link to it. It is in no list, and no cache or search engine may keep it.</summary>
[EnableRateLimiting(LinkedPictures.Limit)]
public sealed class LinkedPreviewPage(PreviewLinks links, Preview preview) : PageModel
{
    public LinkedVersion Linked { get; private set; } = null!;
    public Story? Story { get; private set; }

    /// <summary>Why it cannot be shown; null where it can.</summary>
    public string? Refused { get; private set; }

    public async Task<IActionResult> OnGetAsync(string token, CancellationToken cancel)
    {
        if (await links.FindAsync(token, cancel) is not { } linked)
        {
            return NotFound();
        }

        Linked = linked;
        try
        {
            Story = await preview.ShowAsync(linked.Article, linked.Version, cancel, LinkedPictures.Root(token));
        }
        catch (BodyRefusedException refused)
        {
            Refused = refused.Message;
        }

        return Page();
    }
}
