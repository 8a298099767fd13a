using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Related;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.Fronts;

/// <param name="IsLive">Otherwise readers see nothing of it, and it comes back by itself when it is published again.</param>
public sealed record ChosenStory(long Id, string Headline, bool IsBan, bool IsLive);

/// <summary>An editor's hand over what stands beside a story. Each act is one transaction, and holds at once.</summary>
public sealed class RelatedDesk(NewsroomDb db, TimeProvider clock)
{
    /// <summary>Puts a live story beside this one, after those that are pinned already.</summary>
    /// <exception cref="NotAllowedException">No such story was ever published, the other is not live, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">It is the story itself, or there are pins enough; the message says so.</exception>
    public async Task PinAsync(long articleId, long otherId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var choice = await TakeAsync(articleId, otherId, actor, cancel);
        if (choice is { IsBan: false })
        {
            return;
        }

        if (!await db.Articles.AnyAsync(a => a.Id == otherId && a.LiveNumber != null, cancel))
        {
            throw new NotAllowedException();
        }

        if (
            await db.RelatedChoices.CountAsync(c => c.ArticleId == articleId && !c.IsBan, cancel)
            >= RelatedChoice.PinLimit
        )
        {
            throw new PublishRefusedException(
                $"{RelatedChoice.PinLimit} stories are pinned already. Clear one of them first."
            );
        }

        Choose(choice, articleId, otherId, isBan: false);
        await FinishAsync("PinRelated", articleId, otherId, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Keeps a story from ever standing beside this one; a pin of it ends.</summary>
    /// <exception cref="NotAllowedException">No such story was ever published, or the actor is no editor.</exception>
    /// <exception cref="PublishRefusedException">It is the story itself.</exception>
    public async Task BanAsync(long articleId, long otherId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var choice = await TakeAsync(articleId, otherId, actor, cancel);
        if (choice is { IsBan: true })
        {
            return;
        }

        Choose(choice, articleId, otherId, isBan: true);
        await FinishAsync("BanRelated", articleId, otherId, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Leaves it to the words, tags and sections again whether the other story stands there.</summary>
    /// <inheritdoc cref="BanAsync"/>
    public async Task ClearAsync(long articleId, long otherId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await TakeAsync(articleId, otherId, actor, cancel) is not { } choice)
        {
            return;
        }

        db.RelatedChoices.Remove(choice);
        await FinishAsync("ClearRelated", articleId, otherId, actor, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>All that editors chose beside a story, in the order of choosing.</summary>
    public async Task<IReadOnlyList<ChosenStory>> ChosenAsync(long articleId, CancellationToken cancel) =>
        await db
            .RelatedChoices.Where(c => c.ArticleId == articleId)
            .OrderBy(c => c.At)
            .ThenBy(c => c.OtherId)
            .Join(db.Articles, c => c.OtherId, a => a.Id, (c, a) => new { Choice = c, Article = a })
            .Select(x => new ChosenStory(
                x.Article.Id,
                db.ArticleVersions.Single(v =>
                    v.ArticleId == x.Article.Id && v.Number == (x.Article.LiveNumber ?? x.Article.HeadNumber)
                ).Content.Headline,
                x.Choice.IsBan,
                x.Article.LiveNumber != null
            ))
            .ToListAsync(cancel);

    private async Task<RelatedChoice?> TakeAsync(long articleId, long otherId, Actor actor, CancellationToken cancel)
    {
        // The row is locked, so that two editors who pin at once stay within the limit; not its key, which another story's
        // pin may need in the same moment.
        var article = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where id = {articleId} for no key update")
            .AsNoTracking()
            .SingleOrDefaultAsync(cancel);
        if (article?.FirstPublishedAt is null || !await db.MayPublishAsync(article, actor, cancel))
        {
            throw new NotAllowedException();
        }

        if (articleId == otherId)
        {
            throw new PublishRefusedException("A story cannot stand beside itself.");
        }

        return await db.Articles.AnyAsync(a => a.Id == otherId && a.FirstPublishedAt != null, cancel)
            ? await db.RelatedChoices.SingleOrDefaultAsync(
                c => c.ArticleId == articleId && c.OtherId == otherId,
                cancel
            )
            : throw new NotAllowedException();
    }

    private void Choose(RelatedChoice? choice, long articleId, long otherId, bool isBan)
    {
        var now = clock.GetUtcNow();
        if (choice is null)
        {
            db.RelatedChoices.Add(
                new RelatedChoice
                {
                    ArticleId = articleId,
                    OtherId = otherId,
                    IsBan = isBan,
                    At = now,
                }
            );
            return;
        }

        (choice.IsBan, choice.At) = (isBan, now);
    }

    private async Task FinishAsync(string act, long articleId, long otherId, Actor actor, CancellationToken cancel)
    {
        db.Record(actor, act, $"article:{articleId}", $"article:{otherId}", clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            delete from site.related_choice where article_id = {articleId};
            insert into site.related_choice (article_id, other_id, is_ban, at)
            select article_id, other_id, is_ban, at from newsroom.related_choice
            where article_id = {articleId} and article_id in (select id from site.article);
            """,
            cancel
        );
    }
}
