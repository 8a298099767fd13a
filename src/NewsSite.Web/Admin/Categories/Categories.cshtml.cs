using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Categories;

/// <summary>The tree on one screen, a form for a new section, and what can still be undone.</summary>
public sealed class CategoriesPage(CategoryDesk desk, CategoryMergers mergers, SiteFrame frame) : PageModel
{
    [BindProperty]
    public CategoryInput Input { get; set; } = new();
    public CategoryTree Tree { get; private set; } = null!;
    public IReadOnlyDictionary<long, CategorySize> Sizes { get; private set; } = null!;
    public IReadOnlyList<UndoableMerger> Mergers { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync(CancellationToken cancel)
    {
        Input.ColourKey = "plain";
        return ShowAsync(cancel);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Input.Check(ModelState);
        return ModelState.IsValid
            ? await ActAsync(
                () => desk.CreateAsync(Input.Form(), User.Actor(), cancel),
                $"Section {Input.Name} added.",
                "Input.",
                cancel
            )
            : await AgainAsync(cancel);
    }

    public Task<IActionResult> OnPostMoveAsync(long id, int step, CancellationToken cancel) =>
        ActAsync(() => desk.MoveAsync(id, step, User.Actor(), cancel), null, "", cancel);

    /// <param name="parent">What the section is to lie in; none for the top level.</param>
    /// <param name="place">Its number there, from 1.</param>
    public Task<IActionResult> OnPostPlaceAsync(long id, long? parent, int place, CancellationToken cancel) =>
        ActAsync(() => desk.PlaceAsync(id, parent, Math.Max(place, 1) - 1, User.Actor(), cancel), null, "", cancel);

    /// <param name="merger">Which one.</param>
    public Task<IActionResult> OnPostUndoAsync(long merger, CancellationToken cancel) =>
        ActAsync(
            () => mergers.UndoAsync(merger, User.Actor(), cancel),
            "Undone. The section, its stories and its addresses are back.",
            "",
            cancel
        );

    /// <returns>14:52 of today, 16 Mar 14:52 of another day.</returns>
    public string When(DateTimeOffset at) => frame.Short(at);

    private async Task<IActionResult> ActAsync(Func<Task> act, string? notice, string prefix, CancellationToken cancel)
    {
        try
        {
            await act();
            Notice = notice;
            return RedirectToPage();
        }
        catch (CategoryRefusedException refused)
        {
            ModelState.AddModelError(refused.Field.Length == 0 ? "tree" : prefix + refused.Field, refused.Message);
            return await AgainAsync(cancel);
        }
    }

    private async Task<IActionResult> AgainAsync(CancellationToken cancel)
    {
        Input.ColourKey ??= "plain";
        await ShowAsync(cancel);
        return Page();
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        Tree = await desk.TreeAsync(cancel);
        Sizes = await desk.SizesAsync(cancel);
        Mergers = await mergers.UndoableAsync(cancel);
    }
}
