using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Categories;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Outbox.Webhooks;
using NewsSite.News.Publications;
using NewsSite.News.Publishing.Checks;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Schedules;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>
/// Makes versions live inside the caller's transaction, which has locked their stories: however many they are, in the same
/// few statements, so that a hundred stories for one moment all go out in it.
/// </summary>
internal sealed class LivePress(NewsroomDb db, Announcements announcements, MassChangeGuard guard)
{
    /// <summary>Publishes all that may go out. A newer version of a story stays a draft.</summary>
    /// <returns>Those that may not; nothing was done to them.</returns>
    public async Task<IReadOnlyList<Refusal>> RunAsync(
        IReadOnlyList<PublishAct> acts,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // First, for it takes the longest: nobody waits for these stories meanwhile.
        var refusals = new List<Refusal>();
        acts = await guard.SiftAsync(acts, refusals, cancel);
        var laidOut = await LayOutAsync(acts, now, refusals, cancel);

        // The tree stays as it is until they are filed.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.category in share mode", cancel);
        var tree = new CategoryTree(await db.Categories.AsNoTracking().ToListAsync(cancel));
        var turned = new List<TurnedLive>();
        foreach (var (act, version, body) in laidOut)
        {
            try
            {
                if (PublishChecks.Missing(version.Content, tree, body.Text) is { } missing)
                {
                    throw new PublishRefusedException(missing.Text);
                }

                turned.Add(await TurnLiveAsync(act, version, body, now, cancel));
            }
            catch (PublishRefusedException refused)
            {
                refusals.Add(new(act.Article, refused));
            }
        }

        if (turned.Count > 0)
        {
            await ProjectAsync(turned, tree, now, cancel);
        }

        return refusals;
    }

    private async Task<List<(PublishAct Act, ArticleVersion Version, LaidOutBody Body)>> LayOutAsync(
        IReadOnlyList<PublishAct> acts,
        DateTimeOffset now,
        List<Refusal> refusals,
        CancellationToken cancel
    )
    {
        var versions = new Dictionary<long, ArticleVersion>();
        foreach (var wanted in acts.GroupBy(a => a.Order.Number, a => a.Article.Id))
        {
            var found = db
                .ArticleVersions.AsNoTracking()
                .Where(v => v.Number == wanted.Key && wanted.Contains(v.ArticleId));
            await foreach (var version in found.AsAsyncEnumerable().WithCancellation(cancel))
            {
                versions.Add(version.ArticleId, version);
            }
        }

        var prepared = await PreparedAsync(acts, cancel);
        var laidOut = new List<(PublishAct, ArticleVersion, LaidOutBody)>();
        foreach (var act in acts)
        {
            try
            {
                Check(act.Article, now);
                var version = versions[act.Article.Id];
                var ready = prepared.GetValueOrDefault((version.ArticleId, version.Number));
                laidOut.Add((act, version, await LaidOutBody.OfAsync(db, version.Content.Body, cancel, ready)));
            }
            catch (PublishRefusedException refused)
            {
                refusals.Add(new(act.Article, refused));
            }
            catch (BodyRefusedException refused)
            {
                refusals.Add(new(act.Article, new PublishRefusedException(refused.Message, refused)));
            }
        }

        return laidOut;
    }

    private Task<Dictionary<(long Id, int Number), PreparedBody>> PreparedAsync(
        IReadOnlyList<PublishAct> acts,
        CancellationToken cancel
    )
    {
        long[] ids = [.. acts.Select(a => a.Article.Id)];
        return db
            .PreparedCopies.Where(c => ids.Contains(c.ArticleId))
            .Select(c => new
            {
                c.ArticleId,
                c.Number,
                Body = new PreparedBody(c.MadeFrom, c.Html, c.Text, c.Pictures),
            })
            .ToDictionaryAsync(c => (c.ArticleId, c.Number), c => c.Body, cancel);
    }

    private static void Check(Article article, DateTimeOffset now)
    {
        if (now < article.EmbargoUntil)
        {
            throw new PublishRefusedException(
                "The story is under embargo. Schedule it for when that ends, or lift it."
            );
        }

        if (article.State == ArticleState.Spiked)
        {
            throw new PublishRefusedException("The story is spiked. Restore it first.");
        }
    }

    private async Task<TurnedLive> TurnLiveAsync(
        PublishAct act,
        ArticleVersion version,
        LaidOutBody body,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        var (article, order, actor) = act;
        var corrects =
            order.Correction is { } note && await new CorrectionPen(db).AddAsync(article, note, actor, now, cancel);
        var wasLive = article.LiveNumber;
        var isNew = wasLive is null;
        if (corrects || (!isNew && order.IsSignificant))
        {
            article.UpdatedAt = now;
        }

        article.FirstPublishedAt ??= order.FirstPublishedAt ?? now;
        article.UpdatedAt = order.UpdatedAt ?? article.UpdatedAt;
        article.BreakingUntil = order.KeepBreaking ? article.BreakingUntil : now + order.BreakingFor;
        article.Slug ??= Slug.From(version.Content.Headline);
        article.State = ArticleState.Published;
        article.LiveNumber = order.Number;
        article.WithdrawnAt = null;
        article.WithdrawnReason = null;
        article.WithdrawnOutcome = null;
        article.WithdrawnTo = null;
        article.EmbargoUntil = null;
        article.ChangedAt = now;
        db.Record(
            actor,
            "Publish",
            $"article:{article.Id}",
            $"version {order.Number}",
            now,
            [new(nameof(Article.LiveNumber), wasLive is null ? null : $"{wasLive}", $"{order.Number}")]
        );
        var kind =
            isNew ? PublicationKind.Published
            : corrects ? CorrectionPen.KindOf(order.Correction!.Kind)
            : order.IsSignificant ? PublicationKind.Update
            : PublicationKind.SmallFix;
        return new TurnedLive(act, version, body, kind, corrects, wasLive);
    }

    private async Task ProjectAsync(
        IReadOnlyList<TurnedLive> turned,
        CategoryTree tree,
        DateTimeOffset now,
        CancellationToken cancel
    )
    {
        // A version that was to go out later would undo this one.
        long[] ids = [.. turned.Select(t => t.Article.Id)];
        await Publisher.DropAheadAsync(db, ids, cancel, ScheduledKind.Publish);
        var editions = new Editions(db);
        var told = new List<ToldEditions>();
        foreach (var each in turned)
        {
            told.Add(await editions.PrepareAsync(each, now, cancel));
        }

        // A live blog went with its story when that was withdrawn, and comes back with it.
        var copies = new LiveCopies(db);
        var blogs = new List<(long Id, IReadOnlyList<LaidOutEntry> Texts)>();
        var back = turned.Where(t => t.WasLive is null).Select(t => t.Article.Id).ToList();
        foreach (var id in await copies.AmongAsync(back, cancel))
        {
            blogs.Add((id, await copies.PrepareAsync(id, cancel)));
        }

        await SiteTurn.TakeAsync(db, cancel);
        var projection = new Projection(db);
        var former = await projection.NounsAsync(ids, cancel);
        var before = await announcements.ListsAsync(ids, cancel);
        var stories = turned.Zip(told, (t, e) => new LiveCopy(t.Article, t.Version, t.Body, e.Count));
        await projection.PublishAsync([.. stories], tree, cancel);
        foreach (var (id, texts) in blogs)
        {
            await copies.WriteAsync(id, texts, cancel);
        }

        foreach (var each in told)
        {
            await editions.AddAsync(each, cancel);
        }

        var after = await announcements.ListsAsync(ids, cancel);
        foreach (var each in turned)
        {
            string[] lists = [.. before[each.Article.Id].Union(after[each.Article.Id])];
            Record(each, lists, now);
            if (each.Kind != PublicationKind.SmallFix)
            {
                announcements.Add(each.Article.Id, each.Article.Slug!, lists, each.Corrects);
            }
        }

        await db.SaveChangesAsync(cancel);
        await announcements.TellReceiversAsync([.. turned.Select(EventOf)], cancel);
        await projection.SweepAsync(former, cancel);
        foreach (var actor in turned.Select(t => t.Act.Actor).DistinctBy(a => a.Id))
        {
            await guard.CountAsync(actor, now, cancel);
        }
    }

    // A small fix, too: readers are not told of it, but whoever has a copy of the story has to know.
    private static StoryEvent EventOf(TurnedLive turned) =>
        new(
            turned.WasLive is null ? WebhookEvents.Published
                : turned.Corrects ? WebhookEvents.Corrected
                : WebhookEvents.Updated,
            turned.Article.Id,
            turned.Article.Slug!
        );

    private void Record(TurnedLive turned, string[] lists, DateTimeOffset now)
    {
        var order = turned.Act.Order;
        db.Publications.Add(
            new Publication
            {
                ArticleId = turned.Article.Id,
                Kind = turned.Kind,
                VersionNumber = order.Number,
                At = (turned.WasLive is null ? order.FirstPublishedAt : order.UpdatedAt) ?? now,
                ById = turned.Act.Actor.Id,
                Key = order.Key,
                Lists = lists,
            }
        );
    }
}
