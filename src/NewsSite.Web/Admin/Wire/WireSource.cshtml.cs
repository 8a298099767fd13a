using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Wire;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Wire;

/// <summary>One source of the wire: change it, ask it again, or remove it.</summary>
public sealed class WireSourcePage(WireSources sources, CategoryDesk categories) : PageModel
{
    [BindProperty]
    public WireSourceInput Input { get; set; } = new();
    public WireSource Source { get; private set; } = null!;
    public CategoryTree Tree { get; private set; } = new([]);

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input = WireSourceInput.From(Source);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        if (ModelState.IsValid)
        {
            try
            {
                await sources.ChangeAsync(id, Input.Form(), User.Actor(), cancel);
                Notice = Input.IsOn ? "Source saved. It is checked within half a minute." : "Source saved. It is off.";
                return Redirect("/admin/wire");
            }
            catch (WireRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        return Page();
    }

    public async Task<IActionResult> OnPostRemoveAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        await sources.RemoveAsync(id, User.Actor(), cancel);
        Notice = $"“{Source.Name}” removed.";
        return Redirect("/admin/wire");
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        if (await sources.FindAsync(id, cancel) is not { } source)
        {
            return false;
        }

        Source = source;
        Tree = await categories.TreeAsync(cancel);
        return true;
    }
}
