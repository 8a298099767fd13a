using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>An alert that waits for a second editor, and what became of it.</summary>
public sealed class AlertPage(NewsroomDb db, Writing writing, AlertDesk desk) : PageModel
{
    public Alert Alert { get; private set; } = null!;
    public string Headline { get; private set; } = "";
    public AlertReach Reach { get; private set; } = new(0, 0);

    /// <summary>Whether whoever looks asked for it, and so cannot decide.</summary>
    public bool IsOwn => Alert.AskedById == User.Actor().Id;

    /// <summary>Why the last press did nothing; null where it did.</summary>
    public string? Refusal { get; private set; }

    public Task OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    public Task<IActionResult> OnPostYesAsync(long id, CancellationToken cancel) =>
        DoAsync(id, () => desk.SayYesAsync(id, User.Actor(), cancel), cancel);

    public Task<IActionResult> OnPostNoAsync(long id, CancellationToken cancel) =>
        DoAsync(id, () => desk.SayNoAsync(id, User.Actor(), cancel), cancel);

    private async Task<IActionResult> DoAsync(long id, Func<Task> act, CancellationToken cancel)
    {
        try
        {
            await act();
            return RedirectToPage(new { id });
        }
        catch (PublishRefusedException refused)
        {
            Refusal = refused.Message;
        }

        // As it is by now, and not as it was when the press came.
        db.ChangeTracker.Clear();
        await ShowAsync(id, cancel);
        return Page();
    }

    private async Task ShowAsync(long id, CancellationToken cancel)
    {
        Alert =
            await db.Alerts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel)
            ?? throw new NotAllowedException();
        var article = await writing.OwnAsync(Alert.ArticleId, User.Actor(), cancel);
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        Reach = await desk.ReachAsync(cancel);
    }
}
