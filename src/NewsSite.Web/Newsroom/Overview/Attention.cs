using Microsoft.EntityFrameworkCore;
using NewsSite.News.Alerts;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Newsroom.Overview;

/// <summary>A story, or an account, that somebody must look at.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Address">The place where it can be put right.</param>
public sealed record Attention(string Headline, string Reason, string Address)
{
    private const int Limit = 50;

    // As long after its time nothing that works is still undone.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(10);

    /// <summary>For admins, accounts that are frozen; for editors, alerts that wait; what could not be done or is late, then what came back to the actor, then what others noted on their stories.</summary>
    public static async Task<IReadOnlyList<Attention>> LoadAsync(
        NewsroomDb db,
        StoryList stories,
        SiteFrame frame,
        Actor actor,
        CancellationToken cancel
    )
    {
        var overdue = frame.Now - Overdue;
        var (me, isEditor) = (actor.Id, actor.IsEditor);
        var mine = db.Articles.Where(a => a.CreatedById == me || a.AssignedToId == me);
        var acts = await (
            from s in db.ScheduledActs
            join a in stories.Seen(actor) on s.ArticleId equals a.Id
            join v in db.ArticleVersions
                on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
            where s.DoneAt == null && (s.Failure != null || s.DueAt < overdue)
            orderby s.DueAt
            select new { Act = s, v.Content.Headline }
        )
            .Take(Limit)
            .ToListAsync(cancel);
        var returned = await (
            from a in mine
            join v in db.ArticleVersions
                on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
            where a.State == ArticleState.Draft && a.ReturnedAt != null
            where a.AssignedToId == null || a.AssignedToId == me
            orderby a.ReturnedAt descending
            select new
            {
                a.Id,
                a.ReturnedAt,
                v.Content.Headline,
                Note = db
                    .Notes.Where(n => n.ArticleId == a.Id && n.At >= a.ReturnedAt)
                    .OrderBy(n => n.Id)
                    .Select(n => n.ByName + ": “" + n.Text + "”")
                    .FirstOrDefault(),
            }
        )
            .Take(Limit)
            .ToListAsync(cancel);
        var noted = await (
            from a in mine
            join v in db.ArticleVersions
                on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
            let open = db.Notes.Count(n => n.ArticleId == a.Id && n.ResolvedAt == null)
            where a.State != ArticleState.Spiked
            where db.Notes.Where(n => n.ResolvedAt == null).Any(n => n.ArticleId == a.Id)
            orderby a.ChangedAt descending
            select new
            {
                a.Id,
                Open = open,
                v.Content.Headline,
            }
        )
            .Take(Limit)
            .ToListAsync(cancel);
        var since = frame.Now - Alert.Waits;
        var alerts = isEditor
            ? await (
                from alert in db.Alerts
                join a in stories.Seen(actor) on alert.ArticleId equals a.Id
                where alert.Outcome == null && alert.AskedAt > since && a.LiveNumber != null
                orderby alert.Id
                select alert
            )
                .AsNoTracking()
                .Take(Limit)
                .ToListAsync(cancel)
            : [];
        var frozen =
            actor.Role == StaffRole.Admin
                ? await db.Users.Where(s => s.FrozenAt != null).OrderBy(s => s.FrozenAt).Take(Limit).ToListAsync(cancel)
                : [];
        return
        [
            .. frozen.Select(s => new Attention(
                $"{s.Name}’s account is frozen",
                $"It changed very many published stories at once, {frame.Short(s.FrozenAt!.Value)}",
                $"/admin/staff/{s.Id}/frozen"
            )),
            .. alerts.Select(x => new Attention(
                x.Words,
                x.AskedById == me
                    ? $"Your alert waits for another editor’s yes until {frame.Short(x.Until)}"
                    : $"{x.AskedByName} asks for an alert; it waits for your yes or no until {frame.Short(x.Until)}",
                $"/newsroom/alert/{x.Id}"
            )),
            .. acts.Select(x => new Attention(
                x.Headline,
                x.Act.Failure is { } failure
                    ? $"Could not be done at {frame.Short(x.Act.DueAt)}: {failure}"
                    : $"Overdue since {frame.Short(x.Act.DueAt)}",
                isEditor ? $"/newsroom/publish/{x.Act.ArticleId}" : $"/newsroom/write/{x.Act.ArticleId}"
            )),
            .. returned.Select(x => new Attention(
                x.Headline,
                $"Returned {frame.Short(x.ReturnedAt!.Value)}{(x.Note is null ? "" : $" by {Excerpt(x.Note)}")}",
                $"/newsroom/write/{x.Id}#Input_Notes"
            )),
            .. noted
                .Where(x => returned.TrueForAll(r => r.Id != x.Id))
                .Select(x => new Attention(
                    x.Headline,
                    x.Open == 1 ? "1 open note" : $"{x.Open} open notes",
                    $"/newsroom/write/{x.Id}#Input_Notes"
                )),
        ];
    }

    private static string Excerpt(string text) => text.Length <= 160 ? text : text[..159] + "…";
}
