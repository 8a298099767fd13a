using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Published;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Reading;

public sealed class CategoryPage(Sections sections, Rivers rivers, MostReadList mostRead, SiteFrame frame) : PageModel
{
    // A lead and three beside it; a shorter list is a river from its first story on.
    private const int TopSize = 4;
    private const int TopFrom = 7;
    private const int MostReadCount = 5;

    public CategoryView Category { get; private set; } = null!;
    public River River { get; private set; } = null!;

    /// <summary>The newest stories, shown large on the newest page.</summary>
    public IReadOnlyList<StoryCard> Top { get; private set; } = [];
    public IReadOnlyList<StoryCard> MostRead { get; private set; } = [];

    /// <summary>An older page says from when it is.</summary>
    public string Heading =>
        Before is null || River.Stories.Count == 0
            ? Category.Category.Name
            : $"{Category.Category.Name}, before {frame.Day(River.Stories[0].FirstPublishedAt.AddDays(1))}";

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
        Top = Before is null && River.Stories.Count >= TopFrom ? [.. River.Stories.Take(TopSize)] : [];
        MostRead = await mostRead.TopAsync(MostReadCount, [.. River.Stories.Select(s => s.Id)], cancel);
        return Page();
    }
}
