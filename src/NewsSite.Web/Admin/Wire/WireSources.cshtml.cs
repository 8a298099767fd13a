using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Categories;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Wire;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Wire;

/// <summary>The feeds that the newsroom reads: how each of them is, and a form for another one.</summary>
public sealed class WireSourcesPage(WireSources sources, CategoryDesk categories) : PageModel
{
    [BindProperty]
    public WireSourceInput Input { get; set; } = new() { IsOn = true };
    public IReadOnlyList<WireSource> Sources { get; private set; } = [];
    public CategoryTree Tree { get; private set; } = new([]);

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (ModelState.IsValid)
        {
            try
            {
                await sources.AddAsync(Input.Form(), User.Actor(), cancel);
                Notice = Input.IsOn
                    ? $"“{Input.Name}” added. It is checked within half a minute."
                    : $"“{Input.Name}” added. It is off.";
                return Redirect("/admin/wire");
            }
            catch (WireRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        await ShowAsync(cancel);
        return Page();
    }

    /// <returns>How the source answered last, in words.</returns>
    public static string Result(WireSource source) =>
        source switch
        {
            { Failure: { } failure, Failures: > 1 } => $"Failed {source.Failures} times in a row. {failure}",
            { Failure: { } failure } => $"Failed. {failure}",
            { ReadAt: null } => "Nothing yet",
            { Entries: 1 } => $"1 entry, {source.News} new or changed",
            _ => $"{source.Entries} entries, {source.News} new or changed",
        };

    private async Task ShowAsync(CancellationToken cancel)
    {
        Sources = await sources.ListAsync(cancel);
        Tree = await categories.TreeAsync(cancel);
    }
}
