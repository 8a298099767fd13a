using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Differences;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

/// <summary>What readers saw of a live story since it came out, and what changed from one version to another.</summary>
public sealed class HistoryPage(Stories stories, StoryHistory history, SiteOptions site) : PageModel
{
    /// <summary>So many paragraphs of a comparison are shown.</summary>
    public const int RowLimit = 500;

    public Story Story { get; private set; } = null!;
    public IReadOnlyList<EditionLine> Lines { get; private set; } = [];

    /// <summary>The two that are compared; null where none are.</summary>
    public (EditionText From, EditionText To)? Compared { get; private set; }
    public IReadOnlyList<BlockDifference> Blocks { get; private set; } = [];

    /// <param name="upTo">The highest number in the list.</param>
    public async Task<IActionResult> OnGetAsync(
        long id,
        string slug,
        int? upTo,
        int? from,
        int? to,
        CancellationToken cancel
    )
    {
        if (
            !site.PublicHistory
            || await stories.FindAsync(id, cancel) is not { EditionCount: > 1 } story
            || from is null != to is null
        )
        {
            return NotFound();
        }

        if (slug != story.Slug || Request.Path.Value != $"{story.Address}/history")
        {
            return LocalRedirectPermanent($"{story.Address}/history{Request.QueryString}");
        }

        Story = story;
        Lines = await history.ListAsync(id, upTo, cancel);
        if (from is { } first && to is { } second)
        {
            if (
                await history.FindAsync(id, first, cancel) is not { } before
                || await history.FindAsync(id, second, cancel) is not { } after
            )
            {
                return NotFound();
            }

            Compared = (before, after);
            Blocks = BodyDifference.Between(before.Body, after.Body);
        }

        return Lines.Count > 0 ? Page() : NotFound();
    }
}
