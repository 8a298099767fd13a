using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.Web.Newsroom.Drafts;

namespace NewsSite.Web.Newsroom.Overview;

/// <summary>What the short form sends.</summary>
public sealed class QuickInput
{
    /// <summary>The version that the editor had before them.</summary>
    public int BasedOn { get; set; }

    /// <summary>The state that the story was in then.</summary>
    public ArticleState Seen { get; set; }
    public string? Headline { get; set; }
    public long? PrimaryCategoryId { get; set; }

    /// <summary>Names, with commas between them.</summary>
    public string? Tags { get; set; }
    public List<long?> AuthorIds { get; set; } = [];
    public long? AssignTo { get; set; }
    public StoryAct? Act { get; set; }
}

public sealed partial class StoriesPage
{
    [BindProperty]
    public QuickInput Input { get; set; } = new();

    /// <summary>The story in whose place the form stands; null for none.</summary>
    public StoryLine? Editing { get; private set; }
    public IReadOnlyList<StoryAct> Acts { get; private set; } = [];

    /// <summary>What somebody else made of each field meanwhile, by its name; empty without a conflict.</summary>
    public IReadOnlyDictionary<string, string> Theirs { get; private set; } = new Dictionary<string, string>();

    /// <summary>Saves the short form: words as a new version, then whose turn it is, then where the story goes.</summary>
    public async Task<IActionResult> OnPostAsync(long edit, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(edit, Actor, cancel);
        var head = await writing.HeadAsync(article, cancel);
        var typed = Typed(head.Content);
        typed.Check(ModelState);
        await WriteChoices.CheckAsync(db, typed, ModelState, Actor, cancel);
        if (await keeping.FindAsync(edit, Actor, cancel) is not null)
        {
            // A save here would drop them.
            ModelState.AddModelError(
                "Input.BasedOn",
                "You have unsaved words in this story. Open it, and save it there."
            );
        }

        if (Input.BasedOn != head.Number)
        {
            Compare(head, await tags.NamesAsync(head.Content.TagIds, cancel));
        }

        if (ModelState.IsValid && await SaveAsync(edit, head, typed, cancel))
        {
            return Redirect($"{Here()}#story-{edit}");
        }

        await EditAsync(edit, cancel);
        await ShowAsync(cancel);
        return Page();
    }

    private async Task<bool> SaveAsync(long id, ArticleVersion head, WriteInput typed, CancellationToken cancel)
    {
        var all = typed.Content(await tags.FindOrAddAsync(typed.TagNames(), cancel));
        var content = head.Content with
        {
            Headline = all.Headline,
            PrimaryCategoryId = all.PrimaryCategoryId,
            FurtherCategoryIds = all.FurtherCategoryIds,
            TagIds = all.TagIds,
            AuthorIds = all.AuthorIds,
        };
        var outcome = await writing.SaveAsync(id, Input.BasedOn, content, Actor, cancel);
        if (outcome.Theirs is { } theirs)
        {
            Compare(theirs, await tags.NamesAsync(theirs.Content.TagIds, cancel));
            return false;
        }

        try
        {
            await workflow.AssignAsync(id, Input.AssignTo, Actor, cancel);
            if (Input.Act is { } act)
            {
                await workflow.ActAsync(id, act, Input.Seen, Actor, cancel);
            }

            return true;
        }
        catch (StepRefusedException refused)
        {
            // The words are saved all the same, and are what the next save goes on top of.
            ModelState.AddModelError("Input.Act", refused.Message);
            Rebase(outcome.Saved!.Number);
            return false;
        }
    }

    /// <summary>Somebody saved first: shows what they made of it. The next save goes on top of theirs.</summary>
    private void Compare(ArticleVersion theirs, IReadOnlyList<string> tagNames)
    {
        ModelState.AddModelError(
            "Input.BasedOn",
            $"{theirs.CreatedByName} saved version {theirs.Number} at {frame.Short(theirs.CreatedAt)}. What you typed is kept: compare, then save it over theirs."
        );
        Theirs = new Dictionary<string, string>
        {
            ["Headline"] = theirs.Content.Headline,
            ["PrimaryCategoryId"] = $"{theirs.Content.PrimaryCategoryId}",
            ["Tags"] = string.Join(", ", tagNames),
            ["AuthorIds"] = string.Join(",", theirs.Content.AuthorIds),
        };
        Rebase(theirs.Number);
    }

    private void Rebase(int number)
    {
        Input.BasedOn = number;
        ModelState.SetModelValue("Input.BasedOn", null, null);
    }

    private WriteInput Typed(ArticleContent content)
    {
        var typed = WriteInput.From(content, [], null);
        (typed.Headline, typed.PrimaryCategoryId) = (Input.Headline, Input.PrimaryCategoryId);
        (typed.Tags, typed.AuthorIds) = (Input.Tags, Input.AuthorIds);
        return typed;
    }

    private async Task StartAsync(long id, CancellationToken cancel)
    {
        var article = await writing.OwnAsync(id, Actor, cancel);
        var head = await writing.HeadAsync(article, cancel);
        Input = new QuickInput
        {
            BasedOn = head.Number,
            Seen = article.State,
            Headline = head.Content.Headline,
            PrimaryCategoryId = head.Content.PrimaryCategoryId,
            Tags = string.Join(", ", await tags.NamesAsync(head.Content.TagIds, cancel)),
            AuthorIds = [.. head.Content.AuthorIds.Select(a => (long?)a)],
            AssignTo = article.AssignedToId,
        };
        await EditAsync(id, cancel);
    }

    private async Task EditAsync(long id, CancellationToken cancel)
    {
        Editing = await stories.OneAsync(id, Actor, cancel);
        var isLive = await db.Articles.Where(a => a.Id == id).Select(a => a.LiveNumber != null).SingleAsync(cancel);

        // A return says why: that is done where the story is read.
        Acts = [.. Workflow.ActsOn(Editing!.State, isLive, Actor).Where(a => a != StoryAct.Return)];
        Input.Seen = Editing.State;
        ModelState.SetModelValue("Input.Seen", null, null);
    }
}
