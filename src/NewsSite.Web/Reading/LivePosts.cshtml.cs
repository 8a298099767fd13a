using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

/// <summary>
/// A page of a live blog's posts, where a link to one of them leads. It says nothing that a later post would change.
/// </summary>
public sealed class LivePostsPage(Stories stories, LivePages pages) : PageModel
{
    // Of a blog that nobody could write.
    private const int PageLimit = 1_000_000;

    public Story Story { get; private set; } = null!;
    public int Number { get; private set; }
    public IReadOnlyList<LiveEntryView> Entries { get; private set; } = [];

    /// <summary>It will hold no more posts than these.</summary>
    public bool IsWhole => Entries.Count == LivePages.PageSize;

    public async Task<IActionResult> OnGetAsync(long id, string slug, int part, CancellationToken cancel)
    {
        if (part > PageLimit || await stories.FindAsync(id, cancel) is not { Live: { } blog } story)
        {
            return NotFound();
        }

        var address = $"{story.Address}/live/{part}";
        if (slug != story.Slug || Request.Path.Value != address)
        {
            return LocalRedirectPermanent(address);
        }

        (Story, Number) = (story, part);
        Entries = await pages.PageAsync(id, part, cancel);
        if (Entries.Count > 0)
        {
            return Page();
        }

        // The page before it is whole, and leads here from then on: what follows is still to be posted.
        return part == (blog.LastNumber / LivePages.PageSize) + 1 ? LocalRedirect(story.Address) : NotFound();
    }
}
