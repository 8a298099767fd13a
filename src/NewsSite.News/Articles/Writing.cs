using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Staff;
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
    public async Task<ArticleVersion> BeginAsync(
        Guid key,
        ArticleContent content,
        Actor actor,
        CancellationToken cancel
    )
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = new Article
        {
            Key = key,
            State = ArticleState.Draft,
            HeadNumber = 1,
            CreatedById = actor.Id,
            ChangedAt = now,
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

        var version = NewVersion(article, basedOn: null, content, actor, "Saved", now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return version;
    }

    /// <summary>Stores <paramref name="content"/> as the version after <paramref name="basedOn"/>.</summary>
    /// <exception cref="NotAllowedException">The actor may not write this story.</exception>
    public async Task<SaveOutcome> SaveAsync(
        long articleId,
        int basedOn,
        ArticleContent content,
        Actor actor,
        CancellationToken cancel
    )
    {
        var article = await OwnAsync(articleId, actor, cancel);
        var head = await HeadAsync(article, cancel);
        if (head.Content.SameAs(content))
        {
            // Nothing new, or the same form sent twice: what was sent is stored already.
            return new(head, null);
        }

        if (article.HeadNumber != basedOn)
        {
            return new(null, head);
        }

        article.HeadNumber++;
        article.ChangedAt = clock.GetUtcNow();
        if (article.State == ArticleState.Withdrawn)
        {
            article.State = ArticleState.Draft;
        }

        var version = NewVersion(article, basedOn, content, actor, "Saved", article.ChangedAt);
        try
        {
            await db.SaveChangesAsync(cancel);
            return new(version, null);
        }
        catch (DbUpdateConcurrencyException)
        {
            return await LostAsync(articleId, cancel);
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return await LostAsync(articleId, cancel);
        }
    }

    /// <summary>Hands the story to the editors.</summary>
    public Task SubmitAsync(long articleId, Actor actor, CancellationToken cancel) =>
        MoveAsync(articleId, ArticleState.InReview, "Submit", actor, cancel);

    /// <summary>Hands it back to its writer.</summary>
    /// <exception cref="NotAllowedException">The actor is no editor.</exception>
    public Task ReturnAsync(long articleId, Actor actor, CancellationToken cancel) =>
        actor.IsEditor
            ? MoveAsync(articleId, ArticleState.Draft, "Return", actor, cancel)
            : throw new NotAllowedException();

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
        return article?.MayBeWrittenBy(actor) == true ? article : throw new NotAllowedException();
    }

    private async Task MoveAsync(long articleId, ArticleState state, string act, Actor actor, CancellationToken cancel)
    {
        // The row is locked, and read again, so that two presses come one after the other.
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"select from newsroom.article where id = {articleId} for no key update",
            cancel
        );
        db.ChangeTracker.Clear();
        var article = await OwnAsync(articleId, actor, cancel);
        article.State = state;
        article.ChangedAt = clock.GetUtcNow();
        db.AuditEntries.Add(
            new AuditEntry
            {
                At = article.ChangedAt,
                StaffMemberId = actor.Id,
                Act = act,
                Subject = $"article:{articleId}",
                Detail = $"version {article.HeadNumber}",
            }
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<SaveOutcome> LostAsync(long articleId, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var article = await db.Articles.SingleAsync(a => a.Id == articleId, cancel);
        return new(null, await HeadAsync(article, cancel));
    }

    private ArticleVersion NewVersion(
        Article article,
        int? basedOn,
        ArticleContent content,
        Actor actor,
        string reason,
        DateTimeOffset now
    )
    {
        var version = new ArticleVersion
        {
            ArticleId = article.Id,
            Number = article.HeadNumber,
            BasedOn = basedOn,
            Content = content,
            CreatedAt = now,
            CreatedById = actor.Id,
            CreatedByName = actor.Name,
            Reason = reason,
        };
        db.ArticleVersions.Add(version);
        return version;
    }
}
