using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.LiveBlogs;

/// <summary>The desk of a live blog: what is posted next on top, what was posted below it.</summary>
public sealed class LivePage(LiveBook book, LiveBlogDesk blogs, LiveEntryDesk entries, SiteOptions site) : PageModel
{
    public long Id { get; private set; }
    public LiveDeskView View { get; private set; } = null!;
    public PostInput Post { get; private set; } = new();

    /// <summary>The post that is being changed; null for none.</summary>
    public EditInput? Edit { get; private set; }
    public StateInput State { get; private set; } = new();

    [TempData]
    public string? Notice { get; set; }

    /// <param name="before">The number that the stream begins below.</param>
    /// <param name="edit">The id of the post to change.</param>
    public async Task OnGetAsync(long id, int? before, long? edit, CancellationToken cancel)
    {
        await ShowAsync(id, before, cancel);
        if (View.Drafts.Concat(View.Stream).FirstOrDefault(e => e.Id == edit) is { } chosen && IsOpen(chosen))
        {
            Edit = new()
            {
                Id = chosen.Id,
                Seen = chosen.Version,
                Title = chosen.Title,
                Body = chosen.Body,
                IsKey = chosen.IsKey,
                IsPosted = chosen.Number is not null,
            };
        }
    }

    public async Task<IActionResult> OnPostStartAsync(long id, CancellationToken cancel) =>
        await DoAsync(id, "", () => blogs.StartAsync(id, User.Actor(), cancel), "The live blog is open.", cancel);

    public async Task<IActionResult> OnPostAsync(
        long id,
        [Bind(Prefix = "Post")] PostInput post,
        bool draft,
        CancellationToken cancel
    )
    {
        Post = post;
        return await DoAsync(
            id,
            "Post.Body",
            async () =>
            {
                var form = new LiveEntryForm(post.Title, post.Body, post.IsKey);
                var entry = await entries.PostAsync(id, form, post.Key, draft, User.Actor(), cancel);
                Notice = entry.State == LiveEntryState.Live ? "Posted." : "Filed as a draft.";
            },
            null,
            cancel
        );
    }

    public async Task<IActionResult> OnPostEditAsync(
        long id,
        [Bind(Prefix = "Edit")] EditInput edit,
        CancellationToken cancel
    )
    {
        Edit = edit;
        var form = new LiveEntryForm(edit.Title, edit.Body, edit.IsKey, edit.Correction);
        return await DoAsync(
            id,
            "Edit.Body",
            () => entries.EditAsync(id, edit.Id, form, edit.Seen, User.Actor(), cancel),
            "Post saved.",
            cancel
        );
    }

    public async Task<IActionResult> OnPostApproveAsync(long id, long entry, int seen, CancellationToken cancel) =>
        await DoAsync(
            id,
            "stream",
            () => entries.ApproveAsync(id, entry, seen, User.Actor(), cancel),
            "Posted.",
            cancel
        );

    public async Task<IActionResult> OnPostPinAsync(long id, long entry, bool on, CancellationToken cancel) =>
        await DoAsync(
            id,
            "stream",
            () => entries.PinAsync(id, entry, on, User.Actor(), cancel),
            on ? "Pinned." : "Not pinned any more.",
            cancel
        );

    public async Task<IActionResult> OnPostKeyAsync(long id, long entry, bool on, CancellationToken cancel) =>
        await DoAsync(
            id,
            "stream",
            () => entries.MarkAsync(id, entry, on, User.Actor(), cancel),
            on ? "Now a key event." : "Not a key event any more.",
            cancel
        );

    public async Task<IActionResult> OnPostRemoveAsync(long id, long entry, CancellationToken cancel) =>
        await DoAsync(
            id,
            "stream",
            () => entries.RemoveAsync(id, entry, User.Actor(), cancel),
            "Post removed.",
            cancel
        );

    public async Task<IActionResult> OnPostStateAsync(
        long id,
        [Bind(Prefix = "State")] StateInput state,
        CancellationToken cancel
    )
    {
        State = state;
        var starts = string.IsNullOrWhiteSpace(state.StartsAt) ? null : NewsroomTime.Read(state.StartsAt, site.Zone);
        if (starts?.Error is { } error && state.State == LiveBlogState.Upcoming)
        {
            ModelState.AddModelError("State.StartsAt", error);
        }

        if (!ModelState.IsValid)
        {
            await ShowAsync(id, null, cancel);
            return Page();
        }

        var form = new LiveBlogForm(state.State, state.Words, state.Summary, state.OldestFirst, starts?.At);
        return await DoAsync(
            id,
            "State.Summary",
            () => blogs.SetAsync(id, form, User.Actor(), cancel),
            "Live blog saved.",
            cancel
        );
    }

    /// <summary>Whether the one who looks may change a post.</summary>
    public bool IsOpen(LiveEntry entry) =>
        entry.State != LiveEntryState.Removed
        && (View.MayPost || (entry.Number is null && entry.CreatedById == User.Actor().Id));

    private async Task<IActionResult> DoAsync(
        long id,
        string field,
        Func<Task> act,
        string? done,
        CancellationToken cancel
    )
    {
        try
        {
            await act();
        }
        catch (PublishRefusedException refused)
        {
            ModelState.AddModelError(field, refused.Message);
            await ShowAsync(id, null, cancel);
            return Page();
        }

        Notice = done ?? Notice;
        return RedirectToPage("/Newsroom/LiveBlogs/Live", null, new { id });
    }

    private async Task ShowAsync(long id, int? before, CancellationToken cancel)
    {
        Id = id;
        View = await book.FindAsync(id, before, User.Actor(), cancel);
        if (View.Blog is { } blog && !ModelState.ContainsKey("State.State"))
        {
            State = new()
            {
                State = blog.State,
                Words = blog.Words,
                Summary = blog.Summary,
                OldestFirst = blog.OldestFirst,
                StartsAt = NewsroomTime.Field(blog.StartsAt, site.Zone),
            };
        }
    }
}
