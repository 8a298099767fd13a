using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Tags;

/// <summary>One tag: what it is called, by which other names it is found, and what is nearly the same.</summary>
public sealed class TagPage(TagDesk desk, NearTags near) : PageModel
{
    [BindProperty]
    public TagInput Input { get; set; } = new();
    public Tag Tag { get; private set; } = null!;
    public IReadOnlyList<NearTag> Nearest { get; private set; } = [];

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input = TagInput.From(Tag, await desk.SynonymsAsync(id, cancel));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (!await ShowAsync(id, cancel))
        {
            return NotFound();
        }

        Input.Check(ModelState);
        if (ModelState.IsValid)
        {
            try
            {
                await desk.ChangeAsync(id, Input.Form(), User.Actor(), cancel);
                Notice = "Tag saved.";
                return Redirect($"/admin/tags/{id}");
            }
            catch (TagRefusedException refused)
            {
                ModelState.AddModelError($"Input.{refused.Field}", refused.Message);
            }
        }

        return Page();
    }

    private async Task<bool> ShowAsync(long id, CancellationToken cancel)
    {
        if (await desk.FindAsync(id, cancel) is not { } tag)
        {
            return false;
        }

        Tag = tag;
        Nearest = await near.OfAsync(id, cancel);
        return true;
    }
}
