using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Differences;
using NewsSite.News.Notes;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Drafts;

public sealed class WritePage(
    NewsroomDb db,
    Writing writing,
    Keeping keeping,
    StorySaving saving,
    VersionBook book,
    TagBook tags,
    Workflow workflow,
    NoteBook notes,
    CheckDesk checks,
    PictureLibrary library,
    SiteFrame frame
) : PageModel
{
    [BindProperty]
    public WriteInput Input { get; set; } = new();

    /// <summary>Words to find a picture by.</summary>
    [BindProperty]
    public string? PictureWords { get; set; }

    public long? Id { get; private set; }
    public ArticleState State { get; private set; } = ArticleState.Draft;
    public int? VersionNumber { get; private set; }
    public int? LiveVersion { get; private set; }
    public bool HasUnpublishedChanges { get; private set; }
    public long? AssignedToId { get; private set; }
    public string? ReturnNote { get; private set; }
    public NotesView? Notes { get; private set; }
    public ReadyView? Ready { get; private set; }

    /// <summary>What the actor may do with the story as it stands.</summary>
    public IReadOnlyList<StoryAct> Acts => [.. Workflow.ActsOn(State, LiveVersion is not null, Actor)];

    /// <summary>Said after a save.</summary>
    public string? Saved { get; private set; }

    /// <summary>When the words in the form were kept, where they are not saved as a version yet.</summary>
    public DateTimeOffset? Kept { get; private set; }
    public Conflict? Conflict { get; private set; }

    /// <summary>The words that the browser sent are kept on the server: it need not offer them again.</summary>
    public bool IsHeld { get; private set; }
    public WriteChoices Choices { get; private set; } = null!;
    public Actor Actor => User.Actor();

    public async Task<IActionResult> OnGetAsync(long? id, bool saved, CancellationToken cancel)
    {
        if (id is null)
        {
            var actor = Actor;
            var self = await db
                .Authors.Where(a => a.StaffMemberId == actor.Id)
                .Select(a => (long?)a.Id)
                .FirstOrDefaultAsync(cancel);
            Input = new WriteInput { Key = Guid.NewGuid(), AuthorIds = [self] };
        }
        else
        {
            var article = await writing.OwnAsync(id.Value, Actor, cancel);
            var head = await writing.HeadAsync(article, cancel);
            if (await keeping.FindAsync(id.Value, Actor, cancel) is { } copy)
            {
                Input = WriteInput.From(copy.Content, copy.TagNames, copy.BasedOn);
                (Kept, Input.Shown) = (copy.KeptAt, copy.Name);
                if (copy.BasedOn < head.Number)
                {
                    return await ShowConflictAsync(id.Value, head, cancel);
                }
            }
            else
            {
                Input = WriteInput.From(head.Content, await tags.NamesAsync(head.Content.TagIds, cancel), head.Number);
                Saved = saved ? $"Saved {frame.Short(head.CreatedAt)}" : null;
            }
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    /// <summary>What is still to do, of what was kept last; for script alone.</summary>
    public async Task<IActionResult> OnGetReadyAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, Actor, cancel);
        var copy = await keeping.FindAsync(id, Actor, cancel);
        var content = copy?.Content ?? (await writing.HeadAsync(article, cancel)).Content;
        var tagNames = copy?.TagNames ?? await tags.NamesAsync(content.TagIds, cancel);
        var open = await notes.OpenAsync(id, cancel);
        return Partial("_Ready", await ReadyView.OfAsync(checks, content, [.. tagNames], open, cancel));
    }

    public Task<IActionResult> OnPostAsync(long? id, CancellationToken cancel) => SaveAsync(id, null, cancel);

    /// <summary>Saves, and moves the story on.</summary>
    /// <param name="seen">The state that the page showed.</param>
    public Task<IActionResult> OnPostActAsync(
        long? id,
        StoryAct act,
        ArticleState? seen,
        string? returnNote,
        CancellationToken cancel
    )
    {
        var why = returnNote?.Trim();
        if (act == StoryAct.Return)
        {
            ReturnNote = returnNote;
            if (string.IsNullOrEmpty(why))
            {
                ModelState.AddModelError("ReturnNote", "Say what the writer should do");
            }
            else if (why.Length > Note.TextLimit)
            {
                ModelState.AddModelError(
                    "ReturnNote",
                    $"The note must be {Note.TextLimit:N0} characters or fewer. It has {why.Length:N0}."
                );
            }
        }

        return SaveAsync(
            id,
            saved =>
                act == StoryAct.Return
                    ? notes.ReturnAsync(saved, new NewNote(Guid.NewGuid(), why!), seen, Actor, cancel)
                    : workflow.ActAsync(saved, act, seen, Actor, cancel),
            cancel
        );
    }

    /// <summary>Saves, and gives the story to somebody.</summary>
    public Task<IActionResult> OnPostAssignAsync(long? id, long? assignTo, CancellationToken cancel) =>
        SaveAsync(id, saved => workflow.AssignAsync(saved, assignTo, Actor, cancel), cancel, stay: true);

    /// <summary>Saves, and goes on to <paramref name="then"/>: the page that shows or publishes what was saved.</summary>
    public Task<IActionResult> OnPostGoAsync(long? id, string then, CancellationToken cancel) =>
        SaveAsync(
            id,
            null,
            cancel,
            then switch
            {
                "Preview" => "/Newsroom/Versions/Preview",
                "Publish" => "/Newsroom/Publishing/Publish",
                _ => null,
            }
        );

    /// <summary>Fills the list of pictures from the library, and leaves the rest of the form as it was typed.</summary>
    public async Task<IActionResult> OnPostFindAsync(long? id, CancellationToken cancel)
    {
        if (id is { } existing)
        {
            await writing.OwnAsync(existing, Actor, cancel);
        }

        await ShowAsync(id, cancel);
        return Page();
    }

    /// <summary>Drops what was typed and not saved.</summary>
    public async Task<IActionResult> OnPostDropAsync(long id, CancellationToken cancel)
    {
        await keeping.DropAsync(id, Actor, cancel);
        return RedirectToPage(new { id });
    }

    /// <summary>After a conflict: puts the two together as the writer chose, for a last look before it is saved.</summary>
    /// <param name="choose">A <see cref="Side"/> for each key.</param>
    public async Task<IActionResult> OnPostMergeAsync(
        long id,
        Dictionary<string, string> choose,
        CancellationToken cancel
    )
    {
        var article = await writing.OwnAsync(id, Actor, cancel);
        var sides = new Dictionary<string, Side>(StringComparer.Ordinal);
        foreach (var (key, name) in choose)
        {
            if (Enum.TryParse<Side>(name, out var side) && Enum.IsDefined(side))
            {
                sides[key] = side;
            }
        }

        await saving.HoldAsync(id, Input, Actor, cancel);
        IsHeld = true;
        await ShowConflictAsync(id, await writing.HeadAsync(article, cancel), cancel, sides);
        if (Conflict is { IsSettled: false } open)
        {
            var left = open.Choices.Count(c => c.Chosen is null);
            ModelState.AddModelError("conflict", left == 1 ? "Choose one more" : $"Choose {left} more");
        }

        return Page();
    }

    private async Task<IActionResult> SaveAsync(
        long? id,
        Func<long, Task>? then,
        CancellationToken cancel,
        string? goTo = null,
        bool stay = false
    )
    {
        if (await saving.SaveAsync(id, Input, ModelState, Actor, cancel) is not { } end)
        {
            await ShowAsync(id, cancel);
            return Page();
        }

        id = end.Id;
        if (end.Theirs is { } theirs)
        {
            IsHeld = true;
            return await ShowConflictAsync(end.Id, theirs, cancel);
        }

        if (then is null)
        {
            return goTo is null ? RedirectToPage(new { id, saved = true }) : RedirectToPage(goTo, new { id });
        }

        try
        {
            await then(id.Value);
        }
        catch (StepRefusedException refused)
        {
            // The words are saved all the same.
            ModelState.AddModelError("steps", refused.Message);
            var saved = await db.Articles.Where(a => a.Id == id).Select(a => a.HeadNumber).SingleAsync(cancel);
            (Input.BasedOn, Input.Over) = (saved, null);
            ModelState.SetModelValue("Input.BasedOn", null, null);
            ModelState.SetModelValue("Input.Over", null, null);
            await ShowAsync(id, cancel);
            return Page();
        }

        return stay ? RedirectToPage(new { id, saved = true }) : RedirectToPage("/Newsroom/Overview/Desk");
    }

    private async Task<IActionResult> ShowConflictAsync(
        long id,
        ArticleVersion theirs,
        CancellationToken cancel,
        Dictionary<string, Side>? chosen = null
    )
    {
        var mine = new StoryState(Input.Content([]), Input.TagNames());
        var old = Input.BasedOn is { } number ? await book.FindAsync(id, number, cancel) : null;
        Conflict = await Conflict.LoadAsync(db, old, theirs, mine, chosen, cancel);

        // What only one of them changed is in the form already; where both did, it has the writer's own until they choose.
        // The next save goes on top of theirs.
        var (content, tagNames) = Conflict.Merged;
        var key = Input.Key;
        Input = WriteInput.From(content, tagNames, Input.BasedOn);
        (Input.Key, Input.Over) = (key, theirs.Number);
        Input.Shown = (await keeping.FindAsync(id, Actor, cancel))?.Name;
        ModelState.Clear();
        await ShowAsync(id, cancel);
        return Page();
    }

    private async Task ShowAsync(long? id, CancellationToken cancel)
    {
        Choices = await WriteChoices.LoadAsync(db, library, Input.PictureId, PictureWords, cancel);
        if (await Preview.RefusalAsync(Input.Body, cancel) is { } refusal)
        {
            // The words are kept all the same.
            ModelState.AddModelError("Input.Body", $"{refusal} Until then it cannot be published.");
        }

        if (id is null)
        {
            return;
        }

        var article = await db.Articles.AsNoTracking().SingleAsync(a => a.Id == id, cancel);
        (Id, State, VersionNumber, LiveVersion) = (id, article.State, article.HeadNumber, article.LiveNumber);
        (HasUnpublishedChanges, AssignedToId) = (article.HasUnpublishedChanges, article.AssignedToId);
        var all = await notes.ListAsync(id.Value, cancel);
        Notes = await NotesView.OfAsync(id.Value, all, Input.Content([]), cancel);
        Notes.IsBesideWords = true;
        Ready = await ReadyView.OfAsync(checks, Input.Content([]), Input.TagNames(), Notes.Open, cancel);
    }
}
