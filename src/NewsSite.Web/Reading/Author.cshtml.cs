using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class AuthorPage(Sections sections, Rivers rivers) : PageModel
{
    public AuthorView Author { get; private set; } = null!;
    public River River { get; private set; } = null!;

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        if (await sections.FindAuthorAsync(slug, Rivers.PageSize + 1, place, cancel) is not { } author)
        {
            return await this.MovedOrMissingAsync(sections, "author", slug, cancel);
        }

        (Author, Before) = (author, before);
        River = await rivers.OfAsync(author.Stories, cancel);
        return Page();
    }
}
