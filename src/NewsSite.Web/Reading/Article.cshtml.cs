using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;

namespace NewsSite.Web.Reading;

public sealed class ArticlePage(Stories stories, StorySurroundings surroundings, LivePages pages) : PageModel
{
    public const string WithdrawnTitle = "This article has been withdrawn";

    public Story Story { get; private set; } = null!;

    /// <summary>What its live blog shows; null where it is none.</summary>
    public NewestPosts? Live { get; private set; }
    public Surroundings Around { get; private set; } = null!;

    /// <summary>What stands in the story's place; null where it is live.</summary>
    public Withdrawal? Notice { get; private set; }

    public async Task<IActionResult> OnGetAsync(long id, string? slug, CancellationToken cancel)
    {
        if (await surroundings.FindAsync(id, cancel) is not { Story: var story } place)
        {
            return await WithdrawnAsync(id, cancel);
        }

        // The id decides; an old or mistyped slug is put right once, and so is a number with noughts before it.
        if (slug != story.Slug || Request.Path.Value != story.Address)
        {
            return LocalRedirectPermanent(story.Address);
        }

        Story = story;
        Live = story.Live is null ? null : await pages.NewestAsync(story, cancel);
        Around = await surroundings.AroundAsync(place, cancel);
        return Page();
    }

    private async Task<IActionResult> WithdrawnAsync(long id, CancellationToken cancel)
    {
        switch (await stories.FindWithdrawalAsync(id, cancel))
        {
            case null:
                return NotFound();
            case { Outcome: "Notice" } notice:
                Notice = notice;
                return Page();
            case { Outcome: "Redirect", To: { } to }:
                return LocalRedirectPermanent(to);
            default:
                return StatusCode(StatusCodes.Status410Gone);
        }
    }
}
