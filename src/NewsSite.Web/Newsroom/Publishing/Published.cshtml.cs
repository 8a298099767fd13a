using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Publications;
using NewsSite.News.Published;
using NewsSite.News.Publishing;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>The receipt of the last act: what readers see of a story, since when, and which addresses that changed.</summary>
public sealed class PublishedPage(
    NewsroomDb db,
    Writing writing,
    AlertDesk alerts,
    Withdrawals withdrawals,
    SiteFrame frame
) : PageModel
{
    [BindProperty]
    public AlertInput Input { get; set; } = new();

    public long Id { get; private set; }
    public string Headline { get; private set; } = "";

    /// <summary>From the root of the site; null where the story was never public.</summary>
    public string? Address { get; private set; }
    public bool IsLive { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>The servers that may still show a withdrawn story from their own copies.</summary>
    public IReadOnlyList<ServerBehind> Behind { get; private set; } = [];

    /// <summary>Empty where nothing is known of the last act.</summary>
    public IReadOnlyList<ReceiptLine> Changed { get; private set; } = [];

    /// <summary>Whether the actor may ask for an alert on the story.</summary>
    public bool MayAlert => IsLive && User.Actor().IsEditor;

    /// <summary>The alert that waits for another editor; null where none does.</summary>
    public Alert? Waiting { get; private set; }

    /// <summary>Where an alert would go.</summary>
    public AlertReach Reach { get; private set; } = new(0, 0);

    public async Task OnGetAsync(long id, CancellationToken cancel)
    {
        await ShowAsync(id, cancel);
        Input = new() { Key = Guid.NewGuid(), Words = Headline };
    }

    /// <summary>Asks for an alert.</summary>
    public async Task<IActionResult> OnPostAlertAsync(long id, CancellationToken cancel)
    {
        try
        {
            await alerts.AskAsync(id, Input.Words, Input.Key, User.Actor(), cancel);
            return RedirectToPage(new { id });
        }
        catch (PublishRefusedException refused)
        {
            ModelState.AddModelError("Input.Words", refused.Message);
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    private async Task ShowAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        IsLive = article.LiveNumber is not null;
        Address = article.FirstPublishedAt is null ? null : $"/news/{id}/{article.Slug}";
        At = article.WithdrawnAt ?? article.ChangedAt;
        if (article.WithdrawnAt is not null)
        {
            Behind = await withdrawals.BehindAsync(id, cancel);
        }

        if (MayAlert)
        {
            (Waiting, Reach) = (await alerts.WaitingAsync(id, cancel), await alerts.ReachAsync(cancel));
        }

        var act = await db
            .Publications.Where(p => p.ArticleId == id)
            .OrderByDescending(p => p.Id)
            .FirstOrDefaultAsync(cancel);
        if (act is null)
        {
            return;
        }

        At = act.At;
        var isCorrected =
            act.Kind is not (PublicationKind.SmallFix or PublicationKind.Update)
            && await db.Corrections.AnyAsync(c => c.ArticleId == id, cancel);
        Changed = [.. Receipt.Of(act, article, isCorrected, frame)];
    }
}

/// <summary>What the form for an alert sends.</summary>
public sealed class AlertInput
{
    /// <summary>Made with the form: sent twice, it asks once.</summary>
    public Guid Key { get; set; }
    public string? Words { get; set; }
}
