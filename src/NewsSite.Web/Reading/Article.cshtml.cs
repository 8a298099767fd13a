using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed partial class ArticlePage(Stories stories, RelatedStories related, Rivers rivers, MostReadList mostRead)
    : PageModel
{
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

        // No story is offered twice: what the text itself names comes first, then what is read most, then what is related.
        HashSet<long> shown =
        [
            id,
            .. Named().Matches(story.BodyHtml).Select(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];
        MostRead = await mostRead.TopAsync(MostReadCount, shown, cancel);
        shown.UnionWith(MostRead.Select(s => s.Id));
        Related = await related.BesideAsync(id, shown, cancel);
        shown.UnionWith(Related.Select(s => s.Id));
        if (await rivers.NextInCategoryAsync(id, cancel) is { } next && shown.Add(next.Id))
        {
            Next = next;
        }
        return Page();
    }

    [GeneratedRegex("href=\"/news/([0-9]{1,18})/", RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
