using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.News.Published;
using NewsSite.News.Published.Relating;
using NewsSite.News.Published.Searching;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Fronts;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Publishing;

/// <summary>What stands beside a story and why, with an editor's choices over it.</summary>
public sealed class RelatedPage(Writing writing, RelatedStories related, Stories stories, RelatedDesk desk) : PageModel
{
    private const int NextCount = 12;
    private const int FoundCount = 12;

    public long Id { get; private set; }
    public string Headline { get; private set; } = "";
    public bool IsLive { get; private set; }

    /// <summary>What readers see now.</summary>
    public IReadOnlyList<RelatedStory> Shown { get; private set; } = [];
    public IReadOnlyList<RelatedStory> Next { get; private set; } = [];

    /// <summary>Never shown, or pinned and not live now: what neither list has.</summary>
    public IReadOnlyList<ChosenStory> Absent { get; private set; } = [];
    public IReadOnlyList<StoryCard> Found { get; private set; } = [];

    /// <summary>Words of a headline.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [TempData]
    public string? Notice { get; set; }

    public async Task<IActionResult> OnGetAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, User.Actor(), cancel);
        if (article.FirstPublishedAt is null)
        {
            return NotFound();
        }

        Id = id;
        IsLive = article.LiveNumber is not null;
        Headline = (await writing.HeadAsync(article, cancel)).Content.Headline;
        var explained = await related.ExplainedAsync(id, RelatedStories.Count + NextCount, cancel);
        Shown = [.. explained.Take(RelatedStories.Count)];
        Next = [.. explained.Skip(RelatedStories.Count)];
        var listed = explained.Select(r => r.Card.Id).ToHashSet();
        Absent = [.. (await desk.ChosenAsync(id, cancel)).Where(c => !listed.Contains(c.Id))];
        Found =
            string.IsNullOrWhiteSpace(Q) || Q.Length > SearchOrder.WordsLimit
                ? []
                : [.. (await stories.WithHeadlineAsync(Q, FoundCount, cancel)).Where(c => c.Id != id)];
        return Page();
    }

    public Task<IActionResult> OnPostPinAsync(long id, long other, CancellationToken cancel) =>
        ChooseAsync(id, () => desk.PinAsync(id, other, User.Actor(), cancel), "Pinned.", cancel);

    public Task<IActionResult> OnPostBanAsync(long id, long other, CancellationToken cancel) =>
        ChooseAsync(id, () => desk.BanAsync(id, other, User.Actor(), cancel), "Never shown from now on.", cancel);

    public Task<IActionResult> OnPostClearAsync(long id, long other, CancellationToken cancel) =>
        ChooseAsync(id, () => desk.ClearAsync(id, other, User.Actor(), cancel), "Cleared.", cancel);

    private async Task<IActionResult> ChooseAsync(long id, Func<Task> act, string done, CancellationToken cancel)
    {
        try
        {
            await act();
        }
        catch (PublishRefusedException refused)
        {
            ModelState.AddModelError("shown", refused.Message);
            return await OnGetAsync(id, cancel);
        }

        Notice = done;
        return RedirectToPage(new { id, q = Q });
    }
}
