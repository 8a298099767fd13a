using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

public sealed class WithdrawPage(Writing writing, Publisher publisher, ScheduleDesk schedules, SiteFrame frame)
    : PageModel
{
    public const int ReasonLimit = 300;

    [BindProperty]
    public WithdrawInput Input { get; set; } = new();
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public bool IsLive { get; private set; }

    public Task OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel) =>
        DoAsync(id, () => publisher.WithdrawAsync(id, Input.Reason, User.Actor(), cancel), cancel);

    /// <summary>The same, at a time.</summary>
    public Task<IActionResult> OnPostLaterAsync(long id, CancellationToken cancel)
    {
        var time = NewsroomTime.Read(Input.At, frame.Zone);
        if (time.Error is { } error)
        {
            ModelState.AddModelError("Input.At", error);
        }

        return DoAsync(
            id,
            () => schedules.WithdrawAtAsync(id, time.At ?? default, Input.Reason, User.Actor(), cancel),
            cancel
        );
    }

    private async Task<IActionResult> DoAsync(long id, Func<Task> act, CancellationToken cancel)
    {
        if (Input.Reason?.Length > ReasonLimit)
        {
            ModelState.AddModelError(
                "Input.Reason",
                $"Reason must be {ReasonLimit} characters or fewer. It has {Input.Reason.Length}."
            );
        }

        if (ModelState.IsValid)
        {
            try
            {
                await act();
                return RedirectToPage("Desk");
            }
            catch (PublishRefusedException refused)
            {
                ModelState.AddModelError("Input.At", refused.Message);
            }
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    private async Task ShowAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        IsLive = article.LiveNumber is not null;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
    }
}

public sealed class WithdrawInput
{
    /// <summary>Shown to readers.</summary>
    public string? Reason { get; set; }

    /// <summary>When it is to go; by the newsroom's clock.</summary>
    public string? At { get; set; }
}
