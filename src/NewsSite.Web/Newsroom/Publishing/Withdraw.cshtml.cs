using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.Web.Delivery.Pages;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>Asks what is to become of a story's address, and withdraws it.</summary>
[ConfirmFirst]
public sealed class WithdrawPage(
    Writing writing,
    WithdrawDesk desk,
    ScheduleDesk schedules,
    Withdrawals withdrawals,
    SiteFrame frame
) : PageModel
{
    [BindProperty]
    public WithdrawInput Input { get; set; } = new();
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public bool IsLive { get; private set; }

    public Task OnGetAsync(long id, CancellationToken cancel)
    {
        Input.Key = Guid.NewGuid();
        return ShowAsync(id, cancel);
    }

    public Task<IActionResult> OnPostAsync(long id, CancellationToken cancel) =>
        DoAsync(
            id,
            "Published",
            order => withdrawals.ConfirmAsync(id, () => desk.WithdrawAsync(id, order, User.Actor(), cancel), cancel),
            cancel
        );

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
            "Publish",
            order => schedules.WithdrawAtAsync(id, time.At ?? default, order, User.Actor(), cancel),
            cancel
        );
    }

    private async Task<IActionResult> DoAsync(
        long id,
        string next,
        Func<WithdrawOrder, Task> act,
        CancellationToken cancel
    )
    {
        CheckText("Input.Reason", "Reason", Input.Reason, isNeeded: true);
        if (Input.Outcome is WithdrawOutcome.Notice or WithdrawOutcome.Gone)
        {
            CheckText("Input.Words", "What readers are told", Input.Words, Input.Outcome == WithdrawOutcome.Notice);
        }

        if (ModelState.IsValid)
        {
            try
            {
                await act(Input.Order());
                return RedirectToPage(next, new { id });
            }
            catch (PublishRefusedException refused)
            {
                // What the form itself cannot tell is the place to lead to, and the time.
                var field = Input.Outcome == WithdrawOutcome.Redirect && next == "Published" ? "Input.To" : "Input.At";
                ModelState.AddModelError(field, refused.Message);
            }
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    private void CheckText(string field, string label, string? text, bool isNeeded)
    {
        var length = text?.Trim().Length ?? 0;
        if (length > WithdrawOrder.TextLimit)
        {
            ModelState.AddModelError(
                field,
                $"{label} must be {WithdrawOrder.TextLimit} characters or fewer. It has {length}."
            );
        }
        else if (isNeeded && length == 0)
        {
            ModelState.AddModelError(field, field == "Input.Reason" ? "Enter a reason" : "Say what readers are told");
        }
    }

    private async Task ShowAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        Id = id;
        IsLive = article.LiveNumber is not null;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
    }
}

/// <summary>What the withdrawing form sends.</summary>
public sealed class WithdrawInput
{
    /// <summary>Made with the form: sent twice, it withdraws once.</summary>
    public Guid Key { get; set; }
    public WithdrawOutcome Outcome { get; set; }

    /// <summary>For the newsroom's log.</summary>
    public string? Reason { get; set; }

    /// <summary>Shown to readers.</summary>
    public string? Words { get; set; }

    /// <summary>Where a redirect leads.</summary>
    public string? To { get; set; }

    /// <summary>When it is to go; by the newsroom's clock.</summary>
    public string? At { get; set; }

    public WithdrawOrder Order() =>
        new(Outcome, Reason ?? "")
        {
            Words = Words,
            To = To,
            Key = Key == Guid.Empty ? null : Key,
        };
}
