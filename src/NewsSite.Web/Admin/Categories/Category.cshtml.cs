using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Categories;

/// <summary>One section: change it, move it, merge it, or delete it and say who takes its stories.</summary>
[ConfirmFirst("Delete")]
public sealed class CategoryPage(CategoryDesk desk, CategoryMergers mergers) : PageModel
{
    [BindProperty]
    public CategoryInput Input { get; set; } = new();

    /// <summary>The section that takes the stories of a deleted one.</summary>
    [BindProperty]
    public long? HeirId { get; set; }

    public Category Category { get; private set; } = null!;
    public CategoryTree Tree { get; private set; } = null!;

    /// <summary>Live stories that are filed under it.</summary>
    public int StoryCount { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input = CategoryInput.From(Category);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        Input.Check(ModelState);
        return ActAsync(
            id,
            async () =>
            {
                await desk.ChangeAsync(id, Input.Form(), User.Actor(), cancel);
                Notice = "Section saved.";
            },
            "Input.",
            cancel
        );
    }

    /// <param name="parent">What it is to lie in; none for the top level.</param>
    /// <param name="place">Its number there, from 1.</param>
    public Task<IActionResult> OnPostPlaceAsync(long id, long? parent, int place, CancellationToken cancel)
    {
        ModelState.Clear();
        return ActAsync(
            id,
            async () =>
            {
                await desk.PlaceAsync(id, parent, Math.Max(place, 1) - 1, User.Actor(), cancel);
                Notice = "Section moved.";
            },
            "Place.",
            cancel
        );
    }

    public Task<IActionResult> OnPostDeleteAsync(long id, CancellationToken cancel)
    {
        ModelState.Clear();
        if (HeirId is null)
        {
            ModelState.AddModelError("HeirId", "Choose the section that takes its stories");
        }

        return ActAsync(
            id,
            async () =>
            {
                await mergers.DeleteAsync(id, HeirId!.Value, User.Actor(), cancel);
                Notice = "Section deleted. Its address leads to the section that took its stories.";
            },
            "",
            cancel
        );
    }

    private async Task<IActionResult> ActAsync(long id, Func<Task> act, string prefix, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await act();
                return RedirectToPage("Categories");
            }
            catch (CategoryRefusedException refused)
            {
                ModelState.AddModelError(prefix + refused.Field, refused.Message);
            }
        }

        // A form beside the one that was sent shows what is saved.
        Input = Input.Name is null ? CategoryInput.From(Category) : Input;
        return Page();
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        Tree = await desk.TreeAsync(cancel);
        if (Tree.Living(id) is not { } category || category.Id != id)
        {
            return false;
        }

        Category = category;
        StoryCount = (await desk.SizesAsync(cancel)).GetValueOrDefault(id)?.Filed ?? 0;
        return true;
    }
}
