using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>What moves a story on its way to readers. Publishing, scheduling and withdrawing are acts of their own.</summary>
public enum StoryAct
{
    /// <summary>Its writer hands it to the editors.</summary>
    Submit,

    /// <summary>Its writer wants it back from them.</summary>
    TakeBack,

    /// <summary>An editor hands it back to its writer.</summary>
    Return,

    /// <summary>An editor says that it may go out.</summary>
    Approve,

    /// <summary>It will not run.</summary>
    Spike,

    /// <summary>It may run after all.</summary>
    Restore,
}

/// <summary>One legal move.</summary>
/// <param name="IsForEditors">Otherwise whoever may write the story may do it.</param>
public sealed record Step(ArticleState From, StoryAct Act, ArticleState To, bool IsForEditors);

/// <summary>The act cannot be done in the state that the story is in; the message says why.</summary>
public sealed class StepRefusedException : Exception
{
    public StepRefusedException()
        : base("The story cannot go there from where it stands.") { }

    public StepRefusedException(string message)
        : base(message) { }

    public StepRefusedException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>Moves stories, and says whose turn it is. Each act is one transaction with its entry in the audit.</summary>
public sealed class Workflow(NewsroomDb db, TimeProvider clock)
{
    public static IReadOnlyList<Step> Steps { get; } =
    [
        new(ArticleState.Draft, StoryAct.Submit, ArticleState.InReview, false),
        new(ArticleState.Published, StoryAct.Submit, ArticleState.InReview, false),
        new(ArticleState.Withdrawn, StoryAct.Submit, ArticleState.InReview, false),
        new(ArticleState.InReview, StoryAct.TakeBack, ArticleState.Draft, false),
        new(ArticleState.InReview, StoryAct.Return, ArticleState.Draft, true),
        new(ArticleState.Ready, StoryAct.Return, ArticleState.Draft, true),
        new(ArticleState.Draft, StoryAct.Approve, ArticleState.Ready, true),
        new(ArticleState.InReview, StoryAct.Approve, ArticleState.Ready, true),
        new(ArticleState.Draft, StoryAct.Spike, ArticleState.Spiked, true),
        new(ArticleState.InReview, StoryAct.Spike, ArticleState.Spiked, true),
        new(ArticleState.Ready, StoryAct.Spike, ArticleState.Spiked, true),
        new(ArticleState.Spiked, StoryAct.Restore, ArticleState.Draft, true),
    ];

    /// <returns>What this person may do to a story that they may write.</returns>
    public static IEnumerable<StoryAct> ActsOn(ArticleState state, bool isLive, Actor actor) =>
        Steps
            .Where(s => s.From == state && (actor.IsEditor || !s.IsForEditors) && !(isLive && s.Act == StoryAct.Spike))
            .Select(s => s.Act);

    /// <summary>Moves a story. Where it stands there already, nothing happens: the same press, sent twice.</summary>
    /// <param name="seen">The state that the actor had before them; null where they saw none.</param>
    /// <exception cref="NotAllowedException">No such story, or the actor may not do this to it.</exception>
    /// <exception cref="StepRefusedException">The message says why.</exception>
    public async Task ActAsync(long articleId, StoryAct act, ArticleState? seen, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await ActWithinAsync(articleId, act, seen, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>As <see cref="ActAsync"/>, in a transaction that is open.</summary>
    /// <returns>False where nothing happened.</returns>
    internal async Task<bool> ActWithinAsync(
        long articleId,
        StoryAct act,
        ArticleState? seen,
        Actor actor,
        CancellationToken cancel
    )
    {
        var article = await TakeAsync(articleId, actor, cancel);
        var steps = Steps.Where(s => s.Act == act).ToList();
        if (!actor.IsEditor && steps.Exists(s => s.IsForEditors))
        {
            throw new NotAllowedException();
        }

        var step = steps.Find(s => s.From == article.State);
        if (step is null || (seen is not null && seen != article.State))
        {
            return steps.Exists(s => s.To == article.State)
                ? false
                : throw new StepRefusedException("Somebody moved the story meanwhile. Look where it stands now.");
        }

        if (act == StoryAct.Spike && article.LiveNumber is not null)
        {
            throw new StepRefusedException("Readers see this story. Withdraw it instead.");
        }

        var now = clock.GetUtcNow();
        article.State = step.To;
        article.ReturnedAt = act == StoryAct.Return ? now : null;
        article.ChangedAt = now;
        Record(article, $"{act}", $"version {article.HeadNumber}: {step.From} to {step.To}", actor, now);
        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>Gives the story to somebody, or to nobody in particular.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor may not write it.</exception>
    /// <exception cref="StepRefusedException">That person cannot write: they have left.</exception>
    public async Task AssignAsync(long articleId, long? staffMemberId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        if (article.AssignedToId == staffMemberId)
        {
            return;
        }

        var name = staffMemberId is { } id
            ? await db
                .Users.Where(s => s.Id == id && s.DisabledAt == null)
                .Select(s => s.Name)
                .SingleOrDefaultAsync(cancel)
                ?? throw new StepRefusedException("Choose somebody from the list")
            : null;
        article.AssignedToId = staffMemberId;
        Record(article, "Assign", name ?? "nobody", actor, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<Article> TakeAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        // The row is locked, and read again, so that two presses come one after the other.
        db.ChangeTracker.Clear();
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .SingleOrDefaultAsync(cancel);
        return article is not null && await db.MayWriteAsync(article, actor, cancel)
            ? article
            : throw new NotAllowedException();
    }

    private void Record(Article article, string act, string detail, Actor actor, DateTimeOffset now) =>
        db.Record(actor, act, $"article:{article.Id}", detail, now, db.ChangesOf(article));
}
