using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Tags;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>Names of tags for the writing form to offer, as JSON.</summary>
public sealed class TagsPage(TagBook tags) : PageModel
{
    public async Task<IActionResult> OnGetAsync([FromQuery] string? q, CancellationToken cancel) =>
        new JsonResult(
            string.IsNullOrWhiteSpace(q) || q.Length > Tag.NameLimit ? [] : await tags.SuggestAsync(q, cancel)
        );
}
