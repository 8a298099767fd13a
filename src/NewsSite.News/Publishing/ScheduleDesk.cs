using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>Says now what is to be done to a story later. <see cref="DueRun"/> does it.</summary>
public sealed class ScheduleDesk(NewsroomDb db, MassChangeGuard guard, TimeProvider clock)
{
    /// <summary>Further ahead than anybody means.</summary>
    public static readonly TimeSpan Furthest = TimeSpan.FromDays(2 * 365);

    /// <summary>The version in <paramref name="order"/> goes out at a time, whatever is written after it; a former time is replaced.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">The message says why and what to do.</exception>
    public async Task PublishAtAsync(
        long articleId,
        DateTimeOffset at,
        PublishOrder order,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await PlanAsync(articleId, at, order, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>As <see cref="PublishAtAsync"/>, inside the caller's transaction. Where it refuses, nothing was written.</summary>
    internal async Task PlanAsync(
        long articleId,
        DateTimeOffset at,
        PublishOrder order,
        Actor actor,
        CancellationToken cancel
    )
    {
        var article = await TakeAsync(articleId, actor, cancel);
        if (article.HeadNumber != order.Number)
        {
            throw new PublishRefusedException("Somebody saved a newer version. Look at it before you schedule.");
        }

        if (article.State == ArticleState.Spiked)
        {
            throw new PublishRefusedException("The story is spiked. Restore it first.");
        }

        Check(at, article);
        var version = await db
            .ArticleVersions.AsNoTracking()
            .SingleAsync(v => v.ArticleId == articleId && v.Number == order.Number, cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var body = await LayOutAsync(version, cancel);
        if (PublishChecks.Missing(version.Content, tree, body.Text) is { } missing)
        {
            throw new PublishRefusedException(missing.Text);
        }

        if (article.LiveNumber is null)
        {
            article.State = ArticleState.Scheduled;
        }

        var plan = JsonSerializer.Serialize(order with { Key = null });
        var act = await PlanAsync(article, ScheduledKind.Publish, at, plan, actor, cancel);
        await PrepareAsync(act, version, body, cancel);
    }

    /// <summary>The story is withdrawn at a time.</summary>
    /// <inheritdoc cref="PublishAtAsync"/>
    public async Task WithdrawAtAsync(
        long articleId,
        DateTimeOffset at,
        WithdrawOrder order,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        Check(at, article: null);

        // Checked again at its time: what it is to lead to may be gone by then. The key is for acts that are done at once.
        order = (await WithdrawDesk.CheckAsync(db, articleId, order, cancel)) with
        {
            Key = null,
        };
        await PlanAsync(article, ScheduledKind.Withdraw, at, JsonSerializer.Serialize(order), actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Takes back what was to be done; what has been done stays done.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor is no editor.</exception>
    public async Task CancelAsync(long articleId, ScheduledKind kind, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        var gone = await db
            .ScheduledActs.Where(s => s.ArticleId == articleId && s.Kind == kind && s.DoneAt == null)
            .ExecuteDeleteAsync(cancel);
        if (gone > 0)
        {
            if (article.State == ArticleState.Scheduled && kind == ScheduledKind.Publish)
            {
                article.State = ArticleState.Draft;
            }

            Record(article, "Unschedule", $"{kind}", actor);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    /// <summary>Forbids that the story goes out before a time; null lifts it.</summary>
    /// <exception cref="PublishRefusedException">It is public already, or is to go out before that.</exception>
    /// <inheritdoc cref="CancelAsync"/>
    public async Task EmbargoAsync(long articleId, DateTimeOffset? until, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await TakeAsync(articleId, actor, cancel);
        if (until is { } end)
        {
            Check(end, article: null);
            if (article.LiveNumber is not null)
            {
                throw new PublishRefusedException(
                    "The story is public already: an embargo cannot hide it. Withdraw it."
                );
            }

            if (
                await db.ScheduledActs.AnyAsync(
                    s => s.ArticleId == articleId && s.DoneAt == null && s.Failure == null && s.DueAt < end,
                    cancel
                )
            )
            {
                throw new PublishRefusedException("The story is scheduled before that time. Change its time first.");
            }
        }

        article.EmbargoUntil = until;
        Record(article, until is null ? "LiftEmbargo" : "Embargo", until?.ToString("u"), actor);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private async Task<LaidOutBody> LayOutAsync(ArticleVersion version, CancellationToken cancel)
    {
        try
        {
            return await LaidOutBody.OfAsync(db, version.Content.Body, cancel);
        }
        catch (BodyRefusedException refused)
        {
            throw new PublishRefusedException(refused.Message, refused);
        }
    }

    private Task PrepareAsync(ScheduledAct act, ArticleVersion version, LaidOutBody body, CancellationToken cancel)
    {
        var (content, text) = (version.Content, body.Text);
        return db.Database.ExecuteSqlAsync(
            $"""
            delete from newsroom.prepared_copy where article_id = {act.ArticleId};
            insert into newsroom.prepared_copy
                (article_id, number, act_id, made_from, html, text, pictures, words, key_terms)
            select {act.ArticleId}, {version.Number}, {act.Id}, {body.MadeFrom}, {text.Html}, {text.Text},
                {text.Pictures.ToArray()}, site.search_words({content.Headline}, {content.Standfirst}, {text.Text}),
                site.key_terms({content.Headline}, {content.Standfirst}, {text.Text})
            """,
            cancel
        );
    }

    private async Task<ScheduledAct> PlanAsync(
        Article article,
        ScheduledKind kind,
        DateTimeOffset at,
        string order,
        Actor actor,
        CancellationToken cancel
    )
    {
        // One that failed makes room for a new time.
        await db
            .ScheduledActs.Where(s => s.ArticleId == article.Id && s.Kind == kind && s.DoneAt == null)
            .ExecuteDeleteAsync(cancel);
        var act = new ScheduledAct
        {
            ArticleId = article.Id,
            Kind = kind,
            DueAt = at.ToUniversalTime(),
            Order = order,
            ById = actor.Id,
            ByName = actor.Name,
        };
        db.ScheduledActs.Add(act);
        article.ChangedAt = clock.GetUtcNow();
        Record(article, "Schedule", $"{kind} at {at.ToUniversalTime():u}", actor);
        await db.SaveChangesAsync(cancel);
        return act;
    }

    private void Check(DateTimeOffset at, Article? article)
    {
        var now = clock.GetUtcNow();
        if (at <= now)
        {
            throw new PublishRefusedException("Choose a time that is still to come, or publish now.");
        }

        if (at > now + Furthest)
        {
            throw new PublishRefusedException("Choose a time within the next two years.");
        }

        if (at < article?.EmbargoUntil)
        {
            throw new PublishRefusedException("The story is under embargo at that time. Choose a later one.");
        }
    }

    private async Task<Article> TakeAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        await guard.CheckAsync(actor, cancel);
        return article;
    }

    private void Record(Article article, string act, string? detail, Actor actor) =>
        db.Record(actor, act, $"article:{article.Id}", detail, clock.GetUtcNow(), db.ChangesOf(article));
}
