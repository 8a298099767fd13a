using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <param name="Lateness">How long after its time it was done, by the database's clock.</param>
/// <param name="Failure">Why it could not be done; null where it was.</param>
public sealed record DueDone(long ArticleId, ScheduledKind Kind, TimeSpan Lateness, string? Failure);

/// <summary>
/// Does what is due, once, however many servers look: a story and its act are locked, done and ticked off in one
/// transaction. Due is what the database's clock says, so that a server whose clock is wrong neither hurries nor waits.
/// </summary>
public sealed class DueRun(NewsroomDb db, Publisher publisher, WithdrawDesk withdrawing)
{
    private const int Most = 50;

    /// <summary>Does all that is due and that no other server is doing at this moment.</summary>
    /// <param name="done">Told of each.</param>
    /// <exception cref="Exception">What kept one of them from being done; the others are.</exception>
    /// <returns>How long until the next is due, zero where there is more to do at once; null where there is none.</returns>
    public async Task<TimeSpan?> RunAsync(Action<DueDone> done, CancellationToken cancel)
    {
        var ahead = await db
            .Database.SqlQuery<Due>(
                $"""
                select id, article_id, extract(epoch from due_at - clock_timestamp())::float8 as seconds
                from newsroom.scheduled_act
                where done_at is null and failure is null
                order by due_at, id limit {Most}
                """
            )
            .ToListAsync(cancel);
        Exception? broken = null;

        // In no order, so that several servers do not all go for the same one.
        foreach (var due in ahead.Where(d => d.Seconds <= 0).Shuffle())
        {
            try
            {
                if (await DoAsync(due, cancel) is { } end)
                {
                    done(end);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // It must not hold up those that come after it; the next round tries it again.
                broken = e;
            }

            db.ChangeTracker.Clear();
        }

        if (broken is not null)
        {
            ExceptionDispatchInfo.Throw(broken);
        }

        return ahead.Count == 0 ? null
            : ahead.TrueForAll(d => d.Seconds <= 0) ? TimeSpan.Zero
            : TimeSpan.FromSeconds(ahead.Where(d => d.Seconds > 0).Min(d => d.Seconds));
    }

    private async Task<DueDone?> DoAsync(Due due, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // The story first, as every other act takes it; where somebody has it, the next round comes soon.
        var article = await db
            .Articles.FromSql(
                $"select *, xmin from newsroom.article where id = {due.ArticleId} for no key update skip locked"
            )
            .SingleOrDefaultAsync(cancel);
        var act = await db
            .ScheduledActs.Where(s => s.Id == due.Id && s.DoneAt == null && s.Failure == null)
            .SingleOrDefaultAsync(cancel);
        var now = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancel);
        if (article is null || act is null || act.DueAt > now)
        {
            return null;
        }

        var actor = new Actor(act.ById, act.ByName, StaffRole.Editor);
        await transaction.CreateSavepointAsync("act", cancel);
        try
        {
            act.DoneAt = now;
            if (act.Kind == ScheduledKind.Publish)
            {
                var order = JsonSerializer.Deserialize<PublishOrder>(act.Order)!;
                await publisher.PublishWithinAsync(article, order, actor, now, cancel);
            }
            else
            {
                var order = JsonSerializer.Deserialize<WithdrawOrder>(act.Order)!;
                await withdrawing.WithdrawWithinAsync(article, order, actor, now, cancel);
            }
        }
        catch (PublishRefusedException refused)
        {
            await transaction.RollbackToSavepointAsync("act", cancel);
            db.ChangeTracker.Clear();
            await db
                .ScheduledActs.Where(s => s.Id == due.Id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.Failure, refused.Message), cancel);
            await transaction.CommitAsync(cancel);
            return new DueDone(due.ArticleId, act.Kind, now - act.DueAt, refused.Message);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new DueDone(due.ArticleId, act.Kind, now - act.DueAt, null);
    }

    private sealed record Due(long Id, long ArticleId, double Seconds);
}
