using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin;

/// <summary>The tree on one screen, and a form for a new section.</summary>
public sealed class CategoriesPage(CategoryDesk desk) : PageModel
{
    [BindProperty]
    public CategoryInput Input { get; set; } = new();
    public CategoryTree Tree { get; private set; } = null!;

    [TempData]
    public string? Notice { get; set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Tree = await desk.TreeAsync(cancel);
        Input.ColourKey = "plain";
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.CreateAsync(Input.Form(), User.Actor(), cancel);
                Notice = $"Section {Input.Name} added.";
                return RedirectToPage();
            }
            catch (CategoryRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        Tree = await desk.TreeAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostMoveAsync(long id, int step, CancellationToken cancel)
    {
        await desk.MoveAsync(id, step, User.Actor(), cancel);
        return RedirectToPage();
    }
}
