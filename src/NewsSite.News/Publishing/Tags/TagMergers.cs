using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Mergers;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Staff;
using NewsSite.News.Tags;

namespace NewsSite.News.Publishing.Tags;

/// <summary>What would pass into another tag.</summary>
/// <param name="Live">Stories that readers see and that carry one of the tags.</param>
/// <param name="Drafts">Stories that they do not see, and that carry one in their newest version.</param>
/// <param name="Names">Names that will mean the heir when staff type them.</param>
/// <param name="Addresses">The tags' own, and every one that leads to them.</param>
public sealed record TagEffect(int Live, int Drafts, int Names, int Addresses);

/// <summary>Tags that are one pass into one. Nothing that was written is rewritten, so it can be undone for a day.</summary>
public sealed class TagMergers(NewsroomDb db, TimeProvider clock)
{
    /// <summary>The most tags that are merged at once.</summary>
    public const int Most = 50;

    private readonly TagChange tags = new(db, clock);

    /// <summary>Counts what would move, and changes nothing.</summary>
    /// <param name="taken">Those of them that are not the heir itself count.</param>
    /// <exception cref="TagRefusedException">One of them is gone, there are too many, or there is nothing to merge.</exception>
    public async Task<TagEffect> PreviewAsync(IReadOnlyList<long> taken, long heirId, CancellationToken cancel)
    {
        var ids = await TakenAsync(taken, heirId, cancel);
        var named = await TagHeirs.NamesOfAsync(db, ids, cancel);
        return await db
            .Database.SqlQuery<TagEffect>(
                $"""
                select
                    (select count(distinct article_id) from site.article_tag where tag_id = any({ids}))::int as live,
                    (select count(*) from newsroom.story_head h
                        join newsroom.article a on a.id = h.article_id and a.live_number is null
                        where h.tag_ids && {named})::int as drafts,
                    ({named.Length} + (
                        select count(*) from newsroom.tag_synonym where tag_id = any({named})))::int as names,
                    (select count(distinct slug) from (
                        select slug from newsroom.tag where id = any({named})
                        union all
                        select slug from newsroom.former_slug where kind = 'tag' and target_id = any({named})
                    ) led)::int as addresses
                """
            )
            .SingleAsync(cancel);
    }

    /// <summary>All stories, names and addresses of the tags pass to <paramref name="heirId"/>.</summary>
    /// <exception cref="TagRefusedException">As for <see cref="PreviewAsync"/>.</exception>
    public Task MergeAsync(IReadOnlyList<long> taken, long heirId, Actor actor, CancellationToken cancel) =>
        tags.RunAsync(
            actor,
            "MergeTags",
            async () =>
            {
                var ids = await TakenAsync(taken, heirId, cancel);
                var heir = await tags.LivingAsync(heirId, cancel);
                var merged = await db.Tags.Where(t => ids.Contains(t.Id)).OrderBy(t => t.Name).ToListAsync(cancel);
                merged.ForEach(t => t.ReplacedById = heirId);
                var names = $"{string.Join(", ", merged.Select(t => t.Name))} into {heir.Name}";
                db.Mergers.Add(
                    new Merger
                    {
                        Kind = TagChange.Kind,
                        HeirId = heirId,
                        TakenIds = ids,
                        Names = names,
                        At = clock.GetUtcNow(),
                        ByName = actor.Name,
                    }
                );
                return ([heirId], heirId, names);
            },
            cancel
        );

    /// <returns>What can still be undone, the newest first.</returns>
    public Task<List<UndoableMerger>> UndoableAsync(CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - Merger.UndoTime;
        return db
            .Mergers.Where(m => m.Kind == TagChange.Kind && m.UndoneAt == null && m.At > since)
            .OrderByDescending(m => m.At)
            .ThenByDescending(m => m.Id)
            .Take(50)
            .Select(m => new UndoableMerger(m.Id, m.Names, m.At, m.ByName))
            .ToListAsync(cancel);
    }

    /// <summary>
    /// Makes a merger as if it had not been: each tag has its names, its addresses, and every story again that nobody gave
    /// other tags meanwhile.
    /// </summary>
    /// <exception cref="TagRefusedException">
    /// It is over a day old, or something that came later stands on it; the message says what to change first.
    /// </exception>
    public Task UndoAsync(long mergerId, Actor actor, CancellationToken cancel) =>
        tags.RunAsync(
            actor,
            "UndoMergeTags",
            async () =>
            {
                var merger =
                    await db.Mergers.SingleOrDefaultAsync(m => m.Id == mergerId && m.Kind == TagChange.Kind, cancel)
                    ?? throw new NotAllowedException();
                if (merger.UndoneAt is not null)
                {
                    throw new TagRefusedException("This has been undone already.");
                }

                if (merger.At <= clock.GetUtcNow() - Merger.UndoTime)
                {
                    throw new TagRefusedException("This is more than a day ago and can no longer be undone.");
                }

                var heir = await db.Tags.SingleAsync(t => t.Id == merger.HeirId, cancel);
                if (heir.ReplacedById is not null)
                {
                    throw new TagRefusedException(
                        $"{heir.Name}, which took it, has itself been merged since. Undo that first."
                    );
                }

                var back = await db.Tags.Where(t => merger.TakenIds.Contains(t.Id)).ToListAsync(cancel);
                var slugs = back.ConvertAll(t => t.Slug);
                var holder = await db
                    .Tags.Where(t => slugs.Contains(t.Slug) && t.ReplacedById == null)
                    .FirstOrDefaultAsync(cancel);
                if (holder is not null)
                {
                    throw new TagRefusedException(
                        $"{holder.Name} has the address /tag/{holder.Slug} now. Give {holder.Name} another address first."
                    );
                }

                var taken = await db
                    .TagSynonyms.Where(s => slugs.Contains(s.Slug) && !merger.TakenIds.Contains(s.TagId))
                    .FirstOrDefaultAsync(cancel);
                if (taken is not null)
                {
                    throw new TagRefusedException(
                        $"{taken.Name} has been made another name of {heir.Name} since. Take it away there first."
                    );
                }

                back.ForEach(t => t.ReplacedById = null);
                merger.UndoneAt = clock.GetUtcNow();
                return ([merger.HeirId, .. merger.TakenIds], merger.HeirId, merger.Names);
            },
            cancel
        );

    private async Task<long[]> TakenAsync(IReadOnlyList<long> taken, long heirId, CancellationToken cancel)
    {
        long[] ids = [.. taken.Where(id => id != heirId).Distinct()];
        return ids.Length is 0 ? throw new TagRefusedException("Ids", "Choose at least one other tag")
            : ids.Length > Most ? throw new TagRefusedException("Ids", $"Choose {Most} tags or fewer")
            : await db.Tags.CountAsync(t => (ids.Contains(t.Id) || t.Id == heirId) && t.ReplacedById == null, cancel)
            < ids.Length + 1
                ? throw new TagRefusedException("HeirId", "One of these tags is no longer there")
            : ids;
    }
}
