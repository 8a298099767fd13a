using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class ArticlePage(Stories stories, MostReadList mostRead) : PageModel
{
    private const int RelatedCount = 4;
    private const int MostReadCount = 5;

    public Story Story { get; private set; } = null!;
    public IReadOnlyList<StoryCard> Related { get; private set; } = [];
    public IReadOnlyList<StoryCard> MostRead { get; private set; } = [];

    /// <summary>The story to go on with in the same section.</summary>
    public StoryCard? Next { get; private set; }

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
        MostRead = await mostRead.TopAsync(MostReadCount, [id], cancel);
        Related = await stories.RelatedAsync(id, RelatedCount, cancel);
        return Page();
    }
}
