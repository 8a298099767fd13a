using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Differences;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Versions;

/// <summary>All versions of a story; two of them compared, or the text of one.</summary>
public sealed class HistoryPage(NewsroomDb db, Writing writing, VersionBook book, SiteFrame frame) : PageModel
{
    public long Id { get; private set; }
    public int Head { get; private set; }
    public int? Live { get; private set; }
    public IReadOnlyList<VersionLine> Versions { get; private set; } = [];

    /// <summary>The version whose text is shown; null where two are compared.</summary>
    public ArticleVersion? Selected { get; private set; }
    public ArticleVersion? From { get; private set; }
    public ArticleVersion? To { get; private set; }
    public IReadOnlyList<FieldDifference> Fields { get; private set; } = [];
    public IReadOnlyList<BlockDifference> Blocks { get; private set; } = [];

    /// <summary><c>side</c> or <c>inline</c>; null: as the window is wide.</summary>
    public string? View { get; private set; }

    /// <summary>The highest number in the list; null for the newest page of it.</summary>
    [BindProperty(SupportsGet = true)]
    public int? UpTo { get; set; }

    [TempData]
    public string? Notice { get; set; }

    /// <param name="version">The one to read; otherwise two are compared.</param>
    public async Task<IActionResult> OnGetAsync(
        long id,
        int? version,
        int? from,
        int? to,
        string? view,
        CancellationToken cancel
    )
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        (Id, Head, Live) = (id, article.HeadNumber, article.LiveNumber);
        View = view is "side" or "inline" ? view : null;
        Versions = await book.ListAsync(id, UpTo, cancel);
        to ??= Head;
        from ??= to == Head && Live is { } live && live != Head ? live : to - 1;
        if (version is null && from >= 1)
        {
            From = await book.FindAsync(id, from.Value, cancel);
            To = await book.FindAsync(id, to.Value, cancel);
            if (From is null || To is null)
            {
                return NotFound();
            }

            var names = await ContentNames.LoadAsync(db, [From.Content, To.Content], cancel);
            Fields = FieldDifference.Between(names.State(From.Content), names.State(To.Content), names);
            Blocks = BodyDifference.Between(From.Content.Body, To.Content.Body);
            return Page();
        }

        Selected = await book.FindAsync(id, version ?? to.Value, cancel);
        return Selected is null ? NotFound() : Page();
    }

    /// <summary>Makes what a version says the newest version.</summary>
    /// <param name="head">The newest version that was in the list.</param>
    public async Task<IActionResult> OnPostRestoreAsync(long id, int number, int head, CancellationToken cancel)
    {
        var outcome = await writing.RestoreAsync(id, number, head, User.Actor(), cancel);
        if (outcome.Theirs is { } theirs)
        {
            ModelState.AddModelError(
                "versions",
                $"{theirs.CreatedByName} saved version {theirs.Number} at {frame.Short(theirs.CreatedAt)}. Look at it first; version {number} is not restored yet."
            );
            return await OnGetAsync(id, null, number, theirs.Number, null, cancel);
        }

        var saved = outcome.Saved!.Number;
        Notice =
            saved == head
                ? $"Version {number} says the same as version {head}, the newest. Nothing was changed."
                : $"Version {number} is restored as version {saved}.";
        return RedirectToPage(
            new
            {
                id,
                from = head == saved ? number : head,
                to = saved,
            }
        );
    }
}
