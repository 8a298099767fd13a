using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NewsSite.News.Articles;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Drafts;

/// <summary>What the writing form sends while one types, and what it is told; JSON, for script alone.</summary>
public sealed class KeepPage(Keeping keeping, StoryRooms rooms, Writing writing, SiteFrame frame) : PageModel
{
    // Far above the limits of a save: what is too long for a version is still kept, and the save says what is wrong.
    private const int BodyLimit = 1_000_000;
    private const int FieldLimit = 5_000;

    [BindProperty]
    public WriteInput Input { get; set; } = new();

    public IActionResult OnGet() => NotFound();

    /// <summary>Keeps what was typed. A new story is begun by its first words.</summary>
    public async Task<IActionResult> OnPostAsync(long? id, CancellationToken cancel)
    {
        if (Input.Mark is not { } mark)
        {
            return BadRequest();
        }

        if (
            Input.Body?.Length > BodyLimit
            || Input.Texts().Any(text => text?.Length > FieldLimit)
            || Input.FurtherCategoryIds.Count + Input.AuthorIds.Count > FieldLimit
        )
        {
            return StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var content = Input.Content([]);
        if (id is null)
        {
            var first = content with { Headline = "", Body = "" };
            var begun = await writing.BeginAsync(Input.Key, first, User.Actor(), cancel, ArticleVersion.Begun);
            (id, Input.BasedOn) = (begun.ArticleId, begun.Number);
        }

        var outcome = await keeping.KeepAsync(
            id.Value,
            mark,
            Input.BasedOn ?? 0,
            content,
            Input.TagNames(),
            User.Actor(),
            cancel,
            Input.Shown
        );
        return Room(id.Value, mark.Window, await rooms.SeenAsync(id.Value, mark.Window, User.Actor(), cancel), outcome);
    }

    /// <summary>Says that the window is there, and asks who else is.</summary>
    public async Task<IActionResult> OnPostSeenAsync(long id, Guid window, Guid? former, CancellationToken cancel) =>
        Room(id, window, await rooms.SeenAsync(id, window, User.Actor(), cancel, former));

    public async Task<IActionResult> OnPostTakeOverAsync(long id, Guid window, CancellationToken cancel)
    {
        await keeping.TakeOverAsync(id, window, User.Actor(), cancel);
        return Room(id, window, await rooms.SeenAsync(id, window, User.Actor(), cancel));
    }

    public async Task<IActionResult> OnPostLeaveAsync(long id, Guid window, CancellationToken cancel)
    {
        await rooms.LeaveAsync(id, window, User.Actor(), cancel);
        return new EmptyResult();
    }

    private JsonResult Room(long id, Guid window, StoryRoom room, KeepOutcome? outcome = null)
    {
        var actor = User.Actor();
        var writer = room.Writer;
        return new JsonResult(
            new
            {
                id,
                outcome = outcome?.ToString(),
                keptAt = frame.Short(frame.Now),
                mayWrite = writer?.Window == window,
                mayTakeOver = writer is not null && (actor.IsEditor || writer.StaffMemberId == actor.Id),
                writer = writer is null || writer.Window == window
                    ? null
                    : new
                    {
                        name = writer.StaffMemberId == actor.Id ? null : writer.Name,
                        since = frame.Short(writer.WritingSince!.Value),
                        lastKept = writer.LastKept is { } at ? frame.Short(at) : null,
                    },
                others = room.Windows.Where(w => w.StaffMemberId != actor.Id).Select(w => w.Name).Distinct().ToList(),
                head = new
                {
                    number = room.HeadNumber,
                    by = room.HeadBy,
                    at = frame.Short(room.HeadAt),
                },
            }
        );
    }
}
