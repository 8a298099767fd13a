using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;

namespace NewsSite.Web.Reading;

public sealed class ArticlePage(Stories stories, StorySurroundings surroundings) : PageModel
{
    public Story Story { get; private set; } = null!;
    public Surroundings Around { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(long id, string? slug, CancellationToken cancel)
    {
        if (await stories.FindAsync(id, cancel) is not { } story)
        {
            return await stories.FindWithdrawalAsync(id, cancel) is null
                ? NotFound()
                : StatusCode(StatusCodes.Status410Gone);
        }

        // The id decides; an old or mistyped slug is put right once.
        if (slug != story.Slug)
        {
            return LocalRedirectPermanent(story.Address);
        }

        Story = story;
        Around = await surroundings.AroundAsync(story, cancel);
        return Page();
    }
}
