using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Outbox.Webhooks;

namespace NewsSite.News.Outbox;

/// <summary>Writes down whom a change of a story is to be told to, inside the transaction of the change.</summary>
public sealed class Announcements(NewsroomDb db, OutboxOptions options, TimeProvider clock)
{
    public const string WebSub = "websub";
    public const string IndexNow = "indexnow";

    /// <summary>Search engines are told at most once a minute, of everything that changed in it.</summary>
    public static readonly TimeSpan Collapse = TimeSpan.FromSeconds(60);

    /// <returns>For each story, the lists in which its live copy stands now, as the addresses of their pages.</returns>
    public async Task<ILookup<long, string>> ListsAsync(long[] articleIds, CancellationToken cancel)
    {
        var rows = await db
            .Database.SqlQuery<Listed>(
                $"""
                select article_id as id, '/category/' || slug as list
                from site.article_category x join site.category c on c.id = x.category_id
                where article_id = any({articleIds})
                union
                select article_id, '/tag/' || slug
                from site.article_tag x join site.tag t on t.id = x.tag_id where article_id = any({articleIds})
                union
                select article_id, '/author/' || slug
                from site.article_byline x join site.author a on a.id = x.author_id where article_id = any({articleIds})
                """
            )
            .ToListAsync(cancel);
        return rows.ToLookup(r => r.Id, r => r.List);
    }

    /// <summary>Adds what is to be sent; the caller saves it with the change.</summary>
    /// <param name="lists">What <see cref="ListsAsync"/> gave before and after the change; repeats do no harm.</param>
    /// <param name="isCorrection">Whether the log of corrections changed, too.</param>
    public void Add(long articleId, string slug, IEnumerable<string> lists, bool isCorrection)
    {
        var now = clock.GetUtcNow();
        if (options.IndexNow)
        {
            db.Outbox.Add(Entry(IndexNow, $"/news/{articleId}/{slug}", now, now + Collapse));
        }

        if (options.WebSub)
        {
            var feeds = lists
                .Append("")
                .Distinct()
                .SelectMany(list => new[] { $"{list}/feed.xml", $"{list}/feed.json" });
            db.Outbox.AddRange(
                (isCorrection ? feeds.Append("/corrections/feed.xml") : feeds).Select(feed =>
                    Entry(WebSub, feed, now, now)
                )
            );
        }
    }

    /// <summary>
    /// Writes down, at once and inside the transaction, what each receiver is to be told. Nobody waits for a receiver, and one
    /// that is being deleted keeps no act from being done. Who turns one off waits for the acts that are under way, and ends what they
    /// wrote for it.
    /// </summary>
    public async Task TellReceiversAsync(IReadOnlyList<StoryEvent> events, CancellationToken cancel)
    {
        if (!options.Webhooks || events.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        string[] names = [.. events.Select(e => e.Event)];
        long[] ids = [.. events.Select(e => e.ArticleId)];
        string[] paths = [.. events.Select(e => $"/news/{e.ArticleId}/{e.Slug}")];
        string[] outcomes = [.. events.Select(e => e.Outcome ?? "")];
        string[] words = [.. events.Select(e => e.Words ?? "")];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into newsroom.webhook_delivery
                (webhook_id, message_id, event, article_id, path, outcome, words, created_at, begun_at, due_at, attempts)
            select w.id, gen_random_uuid(), e.event, e.article_id, e.path, nullif(e.outcome, ''), nullif(e.words, ''),
                {now}, {now}, {now}, 0
            from unnest({names}, {ids}, {paths}, {outcomes}, {words})
                with ordinality e (event, article_id, path, outcome, words, place)
            cross join (select id, events from newsroom.webhook where is_on order by id for share) w
            where e.event = any(w.events) order by e.place, w.id
            """,
            cancel
        );
    }

    private static OutboxEntry Entry(string kind, string path, DateTimeOffset now, DateTimeOffset due) =>
        new()
        {
            Kind = kind,
            Path = path,
            CreatedAt = now,
            DueAt = due,
        };

    private sealed record Listed(long Id, string List);
}
