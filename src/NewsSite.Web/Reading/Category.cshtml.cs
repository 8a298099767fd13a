using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;

namespace NewsSite.Web.Reading;

public sealed class CategoryPage(Sections sections, Rivers rivers) : PageModel
{
    public CategoryView Category { get; private set; } = null!;
    public River River { get; private set; } = null!;

    /// <summary>The cursor of an older page; null on the newest.</summary>
    public string? Before { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, string? before, CancellationToken cancel)
    {
        if (!Place.TryRead(before, out var place))
        {
            return NotFound();
        }

        if (await sections.FindCategoryAsync(slug, cancel) is not { } category)
        {
            return await this.MovedOrMissingAsync(sections, "category", slug, cancel);
        }

        (Category, Before) = (category, before);
        River = await rivers.InCategoryAsync(category.Category.Id, place, cancel);
        return Page();
    }
}
