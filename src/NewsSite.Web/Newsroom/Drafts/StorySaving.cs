using Microsoft.AspNetCore.Mvc.ModelBinding;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.Web.Newsroom.Drafts;

/// <param name="Theirs">What somebody else saved first: then nothing was saved, and what was typed is kept.</param>
public sealed record SavedStory(long Id, ArticleVersion? Theirs);

/// <summary>Saves what the writing form sends.</summary>
public sealed class StorySaving(NewsroomDb db, Writing writing, Keeping keeping, TagBook tags)
{
    /// <param name="id">Null for a new story.</param>
    /// <param name="state">Told what is wrong, beside each field.</param>
    /// <returns>Null where something is wrong.</returns>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<SavedStory?> SaveAsync(
        long? id,
        WriteInput input,
        ModelStateDictionary state,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (id is { } existing)
        {
            await writing.OwnAsync(existing, actor, cancel);
        }

        input.Check(state);
        await WriteChoices.CheckAsync(db, input, state, actor, cancel);
        if (!state.IsValid)
        {
            return null;
        }

        var content = input.Content(await tags.FindOrAddAsync(input.TagNames(), cancel));
        if (id is null)
        {
            return new((await writing.BeginAsync(input.Key, content, actor, cancel)).ArticleId, null);
        }

        var outcome = await writing.SaveAsync(
            id.Value,
            input.Over ?? input.BasedOn ?? 0,
            content,
            actor,
            cancel,
            input.Mark,
            input.Shown
        );
        if (outcome.Theirs is not null)
        {
            // Whoever saves over a version has made it their base.
            input.BasedOn = input.Over ?? input.BasedOn;
            await HoldAsync(id.Value, input, actor, cancel);
        }

        return new(id.Value, outcome.Theirs);
    }

    /// <summary>Keeps what was typed, without saving it.</summary>
    public Task HoldAsync(long id, WriteInput input, Actor actor, CancellationToken cancel) =>
        keeping.HoldAsync(
            id,
            input.BasedOn ?? 0,
            input.Content([]),
            input.TagNames(),
            actor,
            cancel,
            input.Mark,
            input.Shown
        );
}
