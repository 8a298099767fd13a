using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <param name="Lateness">How long after its time it was done, by the database's clock.</param>
/// <param name="Failure">Why it could not be done; null where it was.</param>
public sealed record DueDone(long ArticleId, ScheduledKind Kind, TimeSpan Lateness, string? Failure);

/// <summary>
/// Does what is due, once, however many servers look: stories and their acts are locked, done and ticked off in one
/// transaction. Due is what the database's clock says, so that a server whose clock is wrong neither hurries nor waits.
/// </summary>
public sealed class DueRun(NewsroomDb db, Announcements announcements, WithdrawDesk withdrawing, MassChangeGuard guard)
{
    /// <summary>
    /// How many stories go out in one transaction. More would go out quicker together, but the first of them later.
    /// </summary>
    private const int Batch = 50;

    /// <summary>Does all that is due and that no other server is doing at this moment.</summary>
    /// <param name="done">Told of each.</param>
    /// <exception cref="Exception">What kept one of them from being done; the others are.</exception>
    /// <returns>How long until the next is due, zero where another server does it; null where there is none.</returns>
    public async Task<TimeSpan?> RunAsync(Action<DueDone> done, CancellationToken cancel)
    {
        // Acts that cannot be done must not hold up those that come after them; the next run tries them again.
        var broken = new Dictionary<long, Exception>();
        var most = Batch;
        while (true)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await StandStill.LimitAsync(db, StandStill.Brief, cancel);
            var (acts, now) = await TakeAsync(most, [.. broken.Keys], cancel);
            if (acts.Count == 0)
            {
                break;
            }

            try
            {
                var ends = await DoAsync(acts, now, cancel);
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                ends.ForEach(done);
                most = Math.Min(most * 2, Batch);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // Which of many it is shows when they are done one by one.
                if (acts is [var act])
                {
                    broken.Add(act.Id, e);
                }

                most = 1;
            }

            db.ChangeTracker.Clear();
        }

        if (broken.Count > 0)
        {
            ExceptionDispatchInfo.Throw(broken.Values.First());
        }

        var seconds = await db
            .Database.SqlQuery<double?>(
                $"""
                select extract(epoch from min(due_at) - clock_timestamp())::float8 as "Value" from newsroom.scheduled_act
                where done_at is null and failure is null
                """
            )
            .SingleAsync(cancel);
        return seconds is { } wait ? TimeSpan.FromSeconds(Math.Max(wait, 0)) : null;
    }

    /// <returns>The next acts, all of one kind, their stories locked, and the database's time.</returns>
    private async Task<(List<ScheduledAct> Acts, DateTimeOffset Now)> TakeAsync(
        int most,
        long[] without,
        CancellationToken cancel
    )
    {
        // The stories, as every other act takes them; one that somebody has is looked for again soon.
        var ids = await db
            .Database.SqlQuery<long>(
                $"""
                select s.id as "Value" from newsroom.scheduled_act s join newsroom.article a on a.id = s.article_id
                where s.done_at is null and s.failure is null and s.due_at <= clock_timestamp() and s.id <> all({without})
                order by s.due_at, s.id limit {most}
                for no key update of a skip locked
                """
            )
            .ToListAsync(cancel);
        if (ids.Count == 0)
        {
            return ([], default);
        }

        // Another server, or an editor, may have been quicker than the lock.
        var now = await db.Database.SqlQuery<DateTime>($"select clock_timestamp() as \"Value\"").SingleAsync(cancel);
        var acts = await db
            .ScheduledActs.Where(s => ids.Contains(s.Id) && s.DoneAt == null && s.Failure == null && s.DueAt <= now)
            .OrderBy(s => s.DueAt)
            .ThenBy(s => s.Id)
            .ToListAsync(cancel);
        return ([.. acts.TakeWhile(s => s.Kind == acts[0].Kind)], now);
    }

    private async Task<List<DueDone>> DoAsync(List<ScheduledAct> acts, DateTimeOffset now, CancellationToken cancel)
    {
        var ids = acts.ConvertAll(s => s.ArticleId);
        var articles = await db.Articles.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        foreach (var act in acts)
        {
            act.DoneAt = now;
        }

        var refusals =
            acts[0].Kind == ScheduledKind.Publish
                ? await PublishAsync(acts, articles, now, cancel)
                : await WithdrawAsync(acts, articles, now, cancel);
        foreach (var act in acts)
        {
            if (refusals.GetValueOrDefault(act.ArticleId) is { } why)
            {
                act.DoneAt = null;
                act.Failure = why;
            }
        }

        return acts.ConvertAll(s => new DueDone(s.ArticleId, s.Kind, now - s.DueAt, s.Failure));
    }

    private async Task<IReadOnlyDictionary<long, string>> PublishAsync(
        List<ScheduledAct> acts,
        Dictionary<long, Article> articles,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var going = acts.ConvertAll(s => new PublishAct(
            articles[s.ArticleId],
            JsonSerializer.Deserialize<PublishOrder>(s.Order)!,
            ActorOf(s)
        ));
        var refusals = await new LivePress(db, announcements, guard).RunAsync(going, now, cancel);
        long[] ids = [.. acts.Select(s => s.Id)];
        await db.PreparedCopies.Where(c => ids.Contains(c.ActId)).ExecuteDeleteAsync(cancel);
        return refusals.ToDictionary(r => r.Article.Id, r => r.Why.Message);
    }

    private async Task<IReadOnlyDictionary<long, string>> WithdrawAsync(
        List<ScheduledAct> acts,
        Dictionary<long, Article> articles,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var refusals = new Dictionary<long, string>();
        foreach (var act in acts)
        {
            try
            {
                var order = JsonSerializer.Deserialize<WithdrawOrder>(act.Order)!;
                await withdrawing.WithdrawWithinAsync(articles[act.ArticleId], order, ActorOf(act), now, cancel);
            }
            catch (PublishRefusedException refused)
            {
                refusals.Add(act.ArticleId, refused.Message);
            }
        }

        return refusals;
    }

    private static Actor ActorOf(ScheduledAct act) =>
        new(act.ById, act.ByName, StaffRole.Editor) { Way = Way.Scheduler };
}
