using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Corrections;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publications;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>A published story that a frozen account changed.</summary>
/// <param name="Since">The first publication that the account made of it.</param>
/// <param name="Before">The version that readers saw before; null where they saw none, because it was withdrawn.</param>
public sealed record ChangedStory(long ArticleId, string Headline, long Since, int? Before);

/// <summary>What an admin does about a frozen account (<see cref="MassChangeGuard"/>): takes back all that it changed, and thaws it.</summary>
public sealed class TakeBackDesk(
    NewsroomDb db,
    Announcements announcements,
    WithdrawDesk withdrawing,
    Writing writing,
    MassChangeGuard guard,
    TimeProvider clock
)
{
    /// <summary>
    /// The published stories that the account changed in the minutes before it was frozen, and that nobody has changed since,
    /// by number; none where it is not frozen.
    /// </summary>
    public async Task<IReadOnlyList<ChangedStory>> ChangesAsync(long memberId, CancellationToken cancel)
    {
        var since = await db.Users.Where(s => s.Id == memberId).Select(s => s.FrozenAt).SingleOrDefaultAsync(cancel);
        if (since is not { } frozen)
        {
            return [];
        }

        // Who came here live has no publication from before; then it is the last version from before.
        return await db
            .Database.SqlQuery<ChangedStory>(
                $"""
                select a.id as article_id, head.headline, began.id as since, case when was.id is null then (
                    select max(v.number) from newsroom.article_version v
                    where v.article_id = a.id and v.created_at < began.at
                ) else was.version_number end as before
                from (
                    select p.article_id, min(p.id) as id, min(p.at) as at from newsroom.publication p
                    join newsroom.article changed on changed.id = p.article_id
                    where p.by_id = {memberId} and p.at > {frozen - MassChangeGuard.Within}
                        and changed.first_published_at < p.at
                    group by p.article_id
                ) began
                join newsroom.article a on a.id = began.article_id
                join newsroom.article_version head on head.article_id = a.id and head.number = a.head_number
                left join lateral (
                    select p.id, p.version_number from newsroom.publication p
                    where p.article_id = a.id and p.id < began.id order by p.id desc limit 1
                ) was on true
                where {memberId} = (
                    select p.by_id from newsroom.publication p where p.article_id = a.id order by p.id desc limit 1
                )
                order by a.id
                """
            )
            .ToListAsync(cancel);
    }

    /// <summary>
    /// How many notes under stories the account wrote in those minutes that were not taken back; also under stories that
    /// somebody else has changed since, for a note stays.
    /// </summary>
    public async Task<int> CountNotesAsync(long memberId, CancellationToken cancel) =>
        (await NotesAsync(memberId, cancel)).Count;

    private async Task<IReadOnlyList<Correction>> NotesAsync(long memberId, CancellationToken cancel)
    {
        var since = await db.Users.Where(s => s.Id == memberId).Select(s => s.FrozenAt).SingleOrDefaultAsync(cancel);
        return since is not { } frozen
            ? []
            : await db
                .Corrections.AsNoTracking()
                .Where(c =>
                    c.CreatedById == memberId
                    && c.At > frozen - MassChangeGuard.Within
                    && !db.Corrections.Any(t => t.SupersedesId == c.Id && t.Kind == CorrectionKind.TakenBack)
                )
                .OrderBy(c => c.ArticleId)
                .ThenBy(c => c.Id)
                .ToListAsync(cancel);
    }

    /// <summary>
    /// Readers see all these stories again as they were, in one transaction: without what the account made of them, also in
    /// the history of each, and without its notes, in whose place stands that there were some. In the newsroom nothing is lost.
    /// </summary>
    /// <param name="noteWords">What readers see in the place of a note, by when that came.</param>
    /// <returns>Those that could not be taken back, each with why; they stay as they are.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin, or it is the account itself.</exception>
    public async Task<IReadOnlyList<(long ArticleId, string Why)>> TakeBackAsync(
        long memberId,
        Func<DateTimeOffset, string> noteWords,
        Actor actor,
        CancellationToken cancel
    )
    {
        Check(memberId, actor);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var stories = new Dictionary<long, Article>();
        var changed = (await ChangesAsync(memberId, cancel)).Select(c => c.ArticleId);
        foreach (var id in changed.Union((await NotesAsync(memberId, cancel)).Select(c => c.ArticleId)).Order())
        {
            stories.Add(id, await Publisher.TakeAsync(db, id, actor, cancel));
        }

        // What a publication locks first; and the list once more, now that nobody else has hold of the stories.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share mode", cancel);
        var changes = (await ChangesAsync(memberId, cancel)).Where(c => stories.ContainsKey(c.ArticleId)).ToList();
        var now = clock.GetUtcNow();
        var acts = new List<PublishAct>();
        foreach (var change in changes)
        {
            if (await HideAsync(stories[change.ArticleId], change, actor, now, cancel) is { } act)
            {
                acts.Add(act);
            }
        }

        var notes = (await NotesAsync(memberId, cancel)).Where(c => stories.ContainsKey(c.ArticleId)).ToList();
        notes.ForEach(note => new CorrectionPen(db).TakeBack(note, noteWords(note.At), actor, now));
        await db.SaveChangesAsync(cancel);
        var refusals = await new LivePress(db, announcements, guard).RunAsync(acts, now, cancel);
        if (notes.Count > 0)
        {
            await SiteTurn.TakeAsync(db, cancel);
            await new Projection(db).WriteCorrectionsAsync([.. notes.Select(n => n.ArticleId).Distinct()], cancel);
            var corrected = notes.Select(n => stories[n.ArticleId]).Distinct().Except(acts.Select(a => a.Article));
            await announcements.TellReceiversAsync(
                [
                    .. corrected
                        .Where(a => a.LiveNumber is not null)
                        .Select(a => new StoryEvent(WebhookEvents.Updated, a.Id, a.Slug!)),
                ],
                cancel
            );
        }

        db.Record(
            actor,
            "TakeBack",
            $"staff:{memberId}",
            $"{changes.Count - refusals.Count} stories, {notes.Count} notes",
            now
        );
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [.. refusals.Select(r => (r.Article.Id, r.Why.Message))];
    }

    /// <summary>The account may change again what readers see.</summary>
    /// <exception cref="NotAllowedException">As for <see cref="TakeBackAsync"/>.</exception>
    public async Task ThawAsync(long memberId, Actor actor, CancellationToken cancel)
    {
        Check(memberId, actor);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var thawed = await db
            .Users.Where(s => s.Id == memberId && s.FrozenAt != null)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.FrozenAt, (DateTimeOffset?)null), cancel);
        if (thawed > 0)
        {
            db.Record(actor, "ThawStaff", $"staff:{memberId}", null, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
    }

    // Withdrawn for a moment that nobody sees: what a story said before that is not shown in its history.
    private async Task<PublishAct?> HideAsync(
        Article article,
        ChangedStory change,
        Actor admin,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // Not as the admin's own acts: nobody is frozen for putting things right.
        var actor = admin with
        {
            Id = null,
        };
        await withdrawing.WithdrawWithinAsync(
            article,
            new(change.Before is null ? WithdrawOutcome.Gone : WithdrawOutcome.NotFound, "Taken back"),
            actor,
            now,
            cancel
        );
        if (change.Before is not { } number)
        {
            return null;
        }

        var versions = db.ArticleVersions.AsNoTracking().Where(v => v.ArticleId == article.Id);
        var (old, head) = (
            await versions.SingleAsync(v => v.Number == number, cancel),
            await versions.SingleAsync(v => v.Number == article.HeadNumber, cancel)
        );
        if (!old.Content.SameAs(head.Content))
        {
            await writing.AddAsync(article, head.Number, old.Content with { }, actor, ArticleVersion.Restored, cancel);
        }

        // When readers were last told of something new, before all this.
        article.UpdatedAt = await db
            .Publications.Where(p =>
                p.ArticleId == article.Id
                && p.Id < change.Since
                && p.Kind != PublicationKind.SmallFix
                && p.Kind != PublicationKind.Published
                && p.Kind != PublicationKind.Withdrawn
            )
            .MaxAsync(p => (DateTimeOffset?)p.At, cancel);
        return new(
            article,
            new PublishOrder(article.HeadNumber, null) { FirstPublishedAt = article.FirstPublishedAt },
            actor
        );
    }

    private static void Check(long memberId, Actor actor)
    {
        if (actor.Role < StaffRole.Admin || actor.Id == memberId)
        {
            throw new NotAllowedException();
        }
    }
}
