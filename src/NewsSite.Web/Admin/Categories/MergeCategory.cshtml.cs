using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Categories;

/// <summary>What would move if one section passed into another, and the button that does it.</summary>
public sealed class MergeCategoryPage(CategoryDesk desk, CategoryMergers mergers) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "into")]
    public long? HeirId { get; set; }
    public Category Category { get; private set; } = null!;
    public CategoryTree Tree { get; private set; } = null!;

    /// <summary>Null where no section is chosen that could take it.</summary>
    public CategoryEffect? Effect { get; private set; }

    public Category? Heir => HeirId is { } id ? Tree.Living(id) : null;

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel) =>
        await ShowAsync(id, cancel) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (Effect is null)
        {
            return Page();
        }

        try
        {
            await mergers.MergeAsync(id, HeirId!.Value, User.Actor(), cancel);
        }
        catch (CategoryRefusedException refused)
        {
            // Somebody changed the tree between the look and the press.
            ModelState.AddModelError("into", refused.Message);
            return Page();
        }

        Notice = $"{Category.Name} merged into {Heir!.Name}. You can undo it for a day.";
        return RedirectToPage("Categories");
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        Tree = await desk.TreeAsync(cancel);
        if (Tree.Living(id) is not { } category || category.Id != id)
        {
            return false;
        }

        Category = category;
        if (HeirId is null)
        {
            ModelState.AddModelError("into", "Choose the section that takes it");
            return true;
        }

        try
        {
            Effect = await mergers.PreviewAsync(Tree, id, HeirId.Value, cancel);
        }
        catch (CategoryRefusedException refused)
        {
            ModelState.AddModelError("into", refused.Message);
        }

        return true;
    }
}
