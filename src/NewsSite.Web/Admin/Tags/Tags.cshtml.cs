using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Tags;
using NewsSite.News.Tags;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Admin.Tags;

/// <summary>All tags: looked for by name, those that are nearly the same, those that nothing uses.</summary>
public sealed class TagsPage(TagShelf shelf, NearTags near, TagDesk desk, TagMergers mergers, SiteFrame frame)
    : PageModel
{
    public const string Near = "near";
    public const string Unused = "unused";
    private const int PlaceLimit = 100;

    [FromQuery(Name = "q")]
    public string? Words { get; set; }

    /// <summary><see cref="Near"/>, <see cref="Unused"/>, or none for all.</summary>
    [FromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <summary>What the page before ended with.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    public TagsFound List { get; private set; } = new([], null);
    public NearLook? Look { get; private set; }
    public IReadOnlyList<UndoableMerger> Mergers { get; private set; } = [];

    /// <summary>Where the next page is; null on the last.</summary>
    public string? Next =>
        (Look?.After ?? List.Next) is { } next
            ? $"/admin/tags?{(Show is null ? "" : $"show={Show}&")}after={Uri.EscapeDataString(next)}"
            : null;

    [TempData]
    public string? Notice { get; set; }

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostDeleteAsync([FromForm] List<long> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
        {
            ModelState.AddModelError("ids", "Choose the tags to delete");
            Show = Unused;
            await ShowAsync(cancel);
            return Page();
        }

        var deleted = await desk.DeleteUnusedAsync(ids, User.Actor(), cancel);
        Notice =
            deleted == 1 ? "1 tag deleted." : string.Create(CultureInfo.InvariantCulture, $"{deleted} tags deleted.");
        return Redirect($"/admin/tags?show={Unused}");
    }

    /// <param name="merger">Which one.</param>
    public async Task<IActionResult> OnPostUndoAsync([FromForm] long merger, CancellationToken cancel)
    {
        try
        {
            await mergers.UndoAsync(merger, User.Actor(), cancel);
        }
        catch (TagRefusedException refused)
        {
            ModelState.AddModelError("merged", refused.Message);
            await ShowAsync(cancel);
            return Page();
        }

        Notice = "Undone. The tags, their stories and their addresses are back.";
        return Redirect("/admin/tags");
    }

    /// <returns>14:52 of today, 16 Mar 14:52 of another day.</returns>
    public string When(DateTimeOffset at) => frame.Short(at);

    /// <returns>How many stories, as far as a list counts.</returns>
    public static string Stories(int count) =>
        count > TagShelf.Counted ? $"More than {TagShelf.Counted}" : count.ToString(CultureInfo.InvariantCulture);

    private async Task ShowAsync(CancellationToken cancel)
    {
        Show = Show is Near or Unused ? Show : null;
        After = After?.Length > PlaceLimit ? null : After;
        Mergers = await mergers.UndoableAsync(cancel);
        if (Words?.Length > Tag.NameLimit)
        {
            ModelState.AddModelError("q", $"Look for {Tag.NameLimit} letters or fewer. There are {Words.Length}.");
        }
        else if (Show == Near)
        {
            Look = await near.LookAsync(After, cancel);
        }
        else
        {
            List =
                Show == Unused ? await shelf.UnusedAsync(After, cancel) : await shelf.FindAsync(Words, After, cancel);
        }
    }
}
