using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Published;
using NewsSite.News.Wire;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Wire;

/// <summary>The tray: what came in from other people's feeds, to make drafts of or to put away.</summary>
public sealed class WirePage(WireTray tray, WireDrafts drafts, WireSources sources, Writing writing, SiteFrame frame)
    : PageModel
{
    private const int SummaryShown = 300;

    /// <summary>As the filter names them.</summary>
    public static IReadOnlyList<(WireShelf Shelf, string Name)> Shelves { get; } =
    [(WireShelf.New, "New"), (WireShelf.Taken, "Taken"), (WireShelf.Hidden, "Hidden"), (WireShelf.All, "All")];

    [FromQuery(Name = "show")]
    public WireShelf Shelf { get; set; }

    /// <summary>Entries of this source only.</summary>
    [FromQuery(Name = "source")]
    public long? Source { get; set; }

    /// <summary>The entry that the page before ended with.</summary>
    [FromQuery(Name = "before")]
    public Cursor? Before { get; set; }
    public IReadOnlyList<WireLine> Lines { get; private set; } = [];
    public IReadOnlyList<(long Id, string Name)> Sources { get; private set; } = [];
    public string? Older { get; private set; }
    public bool IsFiltered => Shelf != WireShelf.New || Source is not null || Before is not null;

    [TempData]
    public string? Notice { get; set; }

    /// <returns>The address of the list with its filters, and more; what has no value is left out.</returns>
    public string Address(params (string Name, string? Value)[] more)
    {
        var query = string.Join(
            '&',
            new[]
            {
                ("show", Shelf == WireShelf.New ? null : $"{Shelf}"),
                ("source", Source is null ? null : $"{Source}"),
            }
                .Concat(more)
                .Where(f => !string.IsNullOrEmpty(f.Item2))
                .Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2!)}")
        );
        return query.Length == 0 ? "/newsroom/wire" : $"/newsroom/wire?{query}";
    }

    /// <returns>This page of the list, for one of its forms.</returns>
    public string Here(string? handler = null) => Address(("before", Before?.ToString()), ("handler", handler));

    /// <returns>Its first words, cut between two of them.</returns>
    public static string Short(string summary)
    {
        var end = summary.Length > SummaryShown ? summary.LastIndexOf(' ', SummaryShown) : summary.Length;
        return end == summary.Length ? summary : $"{summary[..(end > 0 ? end : SummaryShown)]}…";
    }

    public Task OnGetAsync(CancellationToken cancel) => ShowAsync(cancel);

    public async Task<IActionResult> OnPostDraftAsync(long id, CancellationToken cancel)
    {
        try
        {
            var (articleId, isNew) = await drafts.MakeAsync(
                id,
                [frame.Language, .. frame.Languages],
                User.Actor(),
                cancel
            );
            if (!isNew)
            {
                try
                {
                    await writing.OwnAsync(articleId, User.Actor(), cancel);
                }
                catch (NotAllowedException)
                {
                    Notice = "Somebody else has made a draft of it already.";
                    return Redirect(Here());
                }
            }

            return Redirect($"/newsroom/write/{articleId}");
        }
        catch (WireRefusedException refused)
        {
            ModelState.AddModelError("", refused.Message);
            await ShowAsync(cancel);
            return Page();
        }
    }

    public async Task<IActionResult> OnPostHideAsync(long id, CancellationToken cancel)
    {
        await tray.HideAsync(id, true, User.Actor(), cancel);
        Notice = "Put away. It stands under “Hidden”.";
        return Redirect(Here());
    }

    public async Task<IActionResult> OnPostShowAsync(long id, CancellationToken cancel)
    {
        await tray.HideAsync(id, false, User.Actor(), cancel);
        Notice = "Back among the new ones.";
        return Redirect(Here());
    }

    private async Task ShowAsync(CancellationToken cancel)
    {
        var found = await tray.FindAsync(Shelf, Source, Before is { } at ? (at.At, at.Id) : null, cancel);
        if (found.Count > WireTray.PageSize)
        {
            found.RemoveAt(WireTray.PageSize);
            Older = Address(("before", $"{new Cursor(found[^1].At, found[^1].Id)}"));
        }

        Lines = found;
        Sources = [.. (await sources.ListAsync(cancel)).Select(s => (s.Id, s.Name))];
    }
}
