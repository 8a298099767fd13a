using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.News.Tags;
using Npgsql;

namespace NewsSite.News.Articles;

/// <summary>What became of a save: stored, or refused because somebody else saved first.</summary>
/// <param name="Saved">The newest version, which holds the words that were sent; null on a conflict.</param>
/// <param name="Theirs">The version that came first; null unless there is a conflict. Nothing was stored.</param>
public sealed record SaveOutcome(ArticleVersion? Saved, ArticleVersion? Theirs);

/// <summary>Drafting: every save is a new version, and no save overwrites another.</summary>
public sealed class Writing(NewsroomDb db, TimeProvider clock)
{
    /// <summary>Begins a story. The same <paramref name="key"/> again gives the story that it made before.</summary>
    /// <param name="reason">Why its first version is kept.</param>
    public async Task<ArticleVersion> BeginAsync(
        Guid key,
        ArticleContent content,
        Actor actor,
        CancellationToken cancel,
        string reason = ArticleVersion.Saved
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = new Article
        {
            Key = key,
            State = ArticleState.Draft,
            HeadNumber = 0,
            CreatedById = actor.Id,
            ChangedAt = clock.GetUtcNow(),
        };
        db.Articles.Add(article);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            await transaction.RollbackAsync(cancel);
            db.ChangeTracker.Clear();
            var made = await db.Articles.SingleAsync(a => a.Key == key && a.CreatedById == actor.Id, cancel);
            return await HeadAsync(made, cancel);
        }

        var version = await AddAsync(article, basedOn: null, content, actor, reason, cancel);
        await transaction.CommitAsync(cancel);
        return version;
    }

    /// <summary>Stores <paramref name="content"/> as the version after <paramref name="basedOn"/>.</summary>
    /// <param name="mark">
    /// The window that saves, where it says so. Its own saves never conflict with each other, one that is sent twice is
    /// stored once, and what it had kept as a working copy is folded in.
    /// </param>
    /// <param name="shown">The name of the working copy that the form shows; one that it does not show stays.</param>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<SaveOutcome> SaveAsync(
        long articleId,
        int basedOn,
        ArticleContent content,
        Actor actor,
        CancellationToken cancel,
        WindowMark? mark = null,
        string? shown = null
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"select 1 from newsroom.article where id = {articleId} for no key update",
            cancel
        );
        var article = await OwnAsync(articleId, actor, cancel);
        var head = await HeadAsync(article, cancel);
        var window = mark is { } m
            ? await db.OpenWindows.SingleOrDefaultAsync(
                w => w.ArticleId == articleId && w.Window == m.Window && w.StaffMemberId == actor.Id,
                cancel
            )
            : null;
        if (mark?.Sequence <= window?.SavedSequence)
        {
            // The same save, sent twice, or one that a later save of this window has overtaken.
            return new(head, null);
        }

        content = content with { TagIds = await TagHeirs.KeepAsync(db, head.Content.TagIds, content.TagIds, cancel) };
        var isNew = !head.Content.SameAs(content);
        if (isNew && mark is { } own)
        {
            basedOn = await RebaseAsync(articleId, basedOn, own.Window, cancel);
        }

        if (isNew && article.HeadNumber != basedOn)
        {
            return new(null, head);
        }

        var version = isNew
            ? await AddAsync(article, basedOn, content, actor, ArticleVersion.Saved, cancel, mark?.Window)
            : head;
        var copy = await db.WorkingCopies.SingleOrDefaultAsync(
            c => c.ArticleId == articleId && c.StaffMemberId == actor.Id,
            cancel
        );
        if (copy?.IsKnownTo(mark?.Window, shown) == true && !(mark?.Sequence <= window?.KeptSequence))
        {
            db.WorkingCopies.Remove(copy);
            await db.SaveChangesAsync(cancel);
        }

        if (window is not null)
        {
            window.SavedSequence = mark!.Value.Sequence;
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return new(version, null);
    }

    /// <summary>Makes what an older version says the newest version. The versions in between stay.</summary>
    /// <param name="seen">The newest version that the actor knew of; where there is a newer one, nothing is stored.</param>
    /// <returns>The newest version where it says the same already.</returns>
    /// <exception cref="NotAllowedException">The actor may not write this story, or it has no such version.</exception>
    public async Task<SaveOutcome> RestoreAsync(
        long articleId,
        int number,
        int seen,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync($"select 1 from newsroom.article where id = {articleId} for update", cancel);
        var article = await OwnAsync(articleId, actor, cancel);
        var head = await HeadAsync(article, cancel);
        if (head.Number != seen)
        {
            return new(null, head);
        }

        var old =
            await db
                .ArticleVersions.AsNoTracking()
                .SingleOrDefaultAsync(v => v.ArticleId == articleId && v.Number == number, cancel)
            ?? throw new NotAllowedException();
        if (old.Content.SameAs(head.Content))
        {
            return new(head, null);
        }

        var version = await AddAsync(article, seen, old.Content with { }, actor, ArticleVersion.Restored, cancel);
        await transaction.CommitAsync(cancel);
        return new(version, null);
    }

    /// <returns>
    /// The newest version where this window itself saved all that came after <paramref name="basedOn"/>: a person's own
    /// slow requests are no conflict. Otherwise <paramref name="basedOn"/>.
    /// </returns>
    internal async Task<int> RebaseAsync(long articleId, int basedOn, Guid window, CancellationToken cancel)
    {
        var newer = await db
            .ArticleVersions.Where(v => v.ArticleId == articleId && v.Number > basedOn)
            .Select(v => new { v.Number, IsOwn = v.Window == window })
            .ToListAsync(cancel);
        return newer.Count > 0 && newer.TrueForAll(v => v.IsOwn) ? newer.Max(v => v.Number) : basedOn;
    }

    /// <summary>Adds a version on top of the newest one. The story must be locked, or be new.</summary>
    internal async Task<ArticleVersion> AddAsync(
        Article article,
        int? basedOn,
        ArticleContent content,
        Actor actor,
        string reason,
        CancellationToken cancel,
        Guid? window = null
    )
    {
        if (content.PrimaryCategoryId is { } section && !actor.Covers(section))
        {
            throw new NotAllowedException();
        }

        article.HeadNumber++;
        article.ChangedAt = clock.GetUtcNow();
        if (article.State == ArticleState.Withdrawn)
        {
            (article.State, article.ReturnedAt) = (ArticleState.Draft, null);
        }
        else if (article.State == ArticleState.Ready && !actor.IsEditor)
        {
            // What was approved is not what it says now.
            article.State = ArticleState.InReview;
        }

        var version = new ArticleVersion
        {
            ArticleId = article.Id,
            Number = article.HeadNumber,
            BasedOn = basedOn,
            Content = content,
            CreatedAt = article.ChangedAt,
            CreatedById = actor.Id,
            CreatedByName = actor.Name,
            Reason = reason,
            Window = window,
        };
        db.ArticleVersions.Add(version);
        await db.SaveChangesAsync(cancel);
        return version;
    }

    /// <returns>The newest version.</returns>
    public Task<ArticleVersion> HeadAsync(Article article, CancellationToken cancel) =>
        db
            .ArticleVersions.AsNoTracking()
            .SingleAsync(v => v.ArticleId == article.Id && v.Number == article.HeadNumber, cancel);

    /// <returns>The story, where it exists and the actor may write it.</returns>
    /// <exception cref="NotAllowedException">It does not exist, or is not theirs: the two look alike.</exception>
    public async Task<Article> OwnAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await db.Articles.SingleOrDefaultAsync(a => a.Id == articleId, cancel);
        return article is not null && await db.MayWriteAsync(article, actor, cancel)
            ? article
            : throw new NotAllowedException();
    }
}
