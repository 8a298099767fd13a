using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class TagPage(Sections sections, Rivers rivers) : PageModel
{
    public TagView Tag { get; private set; } = null!;
    public River River { get; private set; } = null!;

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        if (await sections.FindTagAsync(slug, Rivers.PageSize + 1, place, cancel) is not { } tag)
        {
            return await this.MovedOrMissingAsync(sections, "tag", slug, cancel);
        }

        (Tag, Before) = (tag, before);
        River = await rivers.OfAsync(tag.Stories, cancel);
        return Page();
    }
}
