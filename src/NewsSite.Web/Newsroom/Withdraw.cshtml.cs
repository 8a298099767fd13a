using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Publishing;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom;

public sealed class WithdrawPage(Writing writing, Publisher publisher) : PageModel
{
    public const int ReasonLimit = 300;

    [BindProperty]
    public WithdrawInput Input { get; set; } = new();
    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public bool IsLive { get; private set; }

    public Task OnGetAsync(long id, CancellationToken cancel) => ShowAsync(id, cancel);

    public async Task<IActionResult> OnPostAsync(long id, CancellationToken cancel)
    {
        if (Input.Reason?.Length > ReasonLimit)
        {
            ModelState.AddModelError(
                "Input.Reason",
                $"Reason must be {ReasonLimit} characters or fewer. It has {Input.Reason.Length}."
            );
            await ShowAsync(id, cancel);
            return Page();
        }

        await publisher.WithdrawAsync(id, Input.Reason, User.Actor(), cancel);
        return RedirectToPage("Desk");
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
}
