using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Tags;

/// <summary>What would move if tags became one, and the button that does it.</summary>
public sealed class MergeTagsPage(TagDesk desk, TagBook book, TagMergers mergers) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "ids")]
    public List<long> Ids { get; set; } = [];

    /// <summary>The tag that stays.</summary>
    [BindProperty(SupportsGet = true, Name = "into")]
    public long? HeirId { get; set; }

    /// <summary>The same by its name, where it was typed.</summary>
    [BindProperty(SupportsGet = true, Name = "name")]
    public string? HeirName { get; set; }

    /// <summary>All of them, the one that stays among them.</summary>
    public IReadOnlyList<Tag> Tags { get; private set; } = [];
    public Tag? Heir => Tags.FirstOrDefault(t => t.Id == HeirId);

    /// <summary>Null until it is chosen which stays.</summary>
    public TagEffect? Effect { get; private set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await ShowAsync(cancel);
        if (Effect is null)
        {
            return Page();
        }

        try
        {
            await mergers.MergeAsync(Ids, HeirId!.Value, User.Actor(), cancel);
        }
        catch (TagRefusedException refused)
        {
            // Somebody was quicker, between the look and the press.
            ModelState.AddModelError("into", refused.Message);
            return Page();
        }

        Notice = $"Merged into {Heir!.Name}. You can undo it for a day.";
        return Redirect("/admin/tags");
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        if (!string.IsNullOrWhiteSpace(HeirName))
        {
            HeirId = HeirName.Length > Tag.NameLimit ? null : await book.FindAsync(HeirName, cancel);
            if (HeirId is null)
            {
                ModelState.AddModelError("name", "There is no such tag. Enter the name of one that there is.");
            }
        }

        Tags = await desk.FindAllAsync([.. Ids.Append(HeirId ?? 0).Take(TagMergers.Most + 1)], cancel);
        if (Ids.Count > TagMergers.Most)
        {
            ModelState.AddModelError("into", $"Choose {TagMergers.Most} tags or fewer");
        }
        else if (HeirId is null && Tags.Count > 1)
        {
            // The next step is to choose.
        }
        else if (ModelState.IsValid)
        {
            try
            {
                Effect = await mergers.PreviewAsync(Ids, HeirId ?? Ids.FirstOrDefault(), cancel);
            }
            catch (TagRefusedException refused)
            {
                ModelState.AddModelError("into", refused.Message);
            }
        }
    }
}
