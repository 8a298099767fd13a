using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>Categories, tags and authors by their address.</summary>
public sealed class Sections(PublishedDb db)
{
    // A number that nobody counts is said to be more than this.
    private const int Counted = 10_000;

    // Every story is older.
    private static readonly Cursor Newest = new(DateTimeOffset.MaxValue, long.MaxValue);
    private IReadOnlyDictionary<long, PublishedCategory>? tree;

    /// <summary>The top level of the tree but for what is hidden, in the order of the paper.</summary>
    public async Task<IReadOnlyList<CategoryLink>> RootsAsync(CancellationToken cancel) =>
        [
            .. (await TreeAsync(cancel))
                .Values.Where(c => c.ParentId is null && !c.IsHidden)
                .OrderBy(c => c.Position)
                .Select(Cards.Link),
        ];

    /// <summary>Every category by its id, but for what is hidden.</summary>
    public async Task<IReadOnlyDictionary<long, CategoryLink>> ShownAsync(CancellationToken cancel) =>
        (await TreeAsync(cancel)).Values.Where(c => !c.IsHidden).ToDictionary(c => c.Id, Cards.Link);

    public async Task<CategoryView?> FindCategoryAsync(string slug, CancellationToken cancel)
    {
        var all = await TreeAsync(cancel);
        var category = all.Values.SingleOrDefault(c => c.Slug == slug);
        return category is null
            ? null
            : new CategoryView(
                Cards.Link(category),
                category.Description,
                [.. Path(all, category.Id).SkipLast(1)],
                [
                    .. all
                        .Values.Where(c => c.ParentId == category.Id && !c.IsHidden)
                        .OrderBy(c => c.Position)
                        .Select(Cards.Link),
                ],
                category.IsHidden,
                category.MediaTopic
            );
    }

    /// <param name="stories">How many of its newest stories are wanted.</param>
    /// <param name="before">Only what is older than this place.</param>
    /// <returns>The tag, with up to eight tags that its newest stories carry most often besides it.</returns>
    public async Task<TagView?> FindTagAsync(string slug, int stories, Cursor? before, CancellationToken cancel)
    {
        var place = before ?? Newest;
        var rows = await db
            .Database.SqlQuery<TagRow>(
                $"""
                select t.id, t.slug, t.name, t.kind, t.description,
                    (select count(*) from (
                        select from site.article_tag where tag_id = t.id limit {Counted + 1}) few)::int as count,
                    (select json_agg(o) from (
                        select o.slug, o.name
                        from (select article_id from site.article_tag where tag_id = t.id
                            order by first_published_at desc, article_id desc limit 200) newest
                        join site.article_tag x on x.article_id = newest.article_id and x.tag_id <> t.id
                        join site.tag o on o.id = x.tag_id
                        group by o.id
                        order by count(*) desc, max(x.first_published_at) desc, o.id
                        limit 8
                    ) o)::text as topics,
                    (select json_agg(s) from (
                        select first_published_at as at, article_id as id from site.article_tag
                        where tag_id = t.id and (first_published_at, article_id) < ({place.At}, {place.Id})
                        order by first_published_at desc, article_id desc limit {stories}
                    ) s)::text as stories
                from site.tag t where t.slug = {slug}
                """
            )
            .ToListAsync(cancel);
        db.Shown.Tag(rows is [var tag] ? tag.Id : 0);
        return rows is [var row]
            ? new TagView(
                row.Id,
                new TagLink(row.Slug, row.Name),
                row.Kind,
                row.Description,
                row.Count,
                StoryRows.List<TagLink>(row.Topics),
                StoryRows.List<RiverKey>(row.Stories)
            )
            : null;
    }

    /// <inheritdoc cref="FindTagAsync"/>
    /// <returns>The author.</returns>
    public async Task<AuthorView?> FindAuthorAsync(string slug, int stories, Cursor? before, CancellationToken cancel)
    {
        var place = before ?? Newest;
        var found = await db
            .Authors.Where(a => a.Slug == slug)
            .Select(a => new
            {
                Author = a,
                a.Portrait,
                First = a.IsFormer
                    ? db.Bylines.Where(b => b.AuthorId == a.Id).Min(b => (DateTimeOffset?)b.FirstPublishedAt)
                    : null,
                Last = a.IsFormer
                    ? db.Bylines.Where(b => b.AuthorId == a.Id).Max(b => (DateTimeOffset?)b.FirstPublishedAt)
                    : null,
                Count = db.Bylines.Where(b => b.AuthorId == a.Id).Take(Counted + 1).Count(),
                Stories = db
                    .Bylines.Where(b =>
                        b.AuthorId == a.Id
                        && EF.Functions.LessThan(
                            ValueTuple.Create(b.FirstPublishedAt, b.ArticleId),
                            ValueTuple.Create(place.At, place.Id)
                        )
                    )
                    .OrderByDescending(b => b.FirstPublishedAt)
                    .ThenByDescending(b => b.ArticleId)
                    .Take(stories)
                    .Select(b => new RiverKey(b.FirstPublishedAt, b.ArticleId))
                    .ToList(),
            })
            .SingleOrDefaultAsync(cancel);
        db.Shown.Author(found?.Author.Id ?? 0);
        return found is null
            ? null
            : new AuthorView(
                found.Author.Id,
                Cards.Link(found.Author, found.Portrait),
                found.Author.Biography,
                found.Count,
                found.Stories
            )
            {
                Former = found is { First: { } first, Last: { } last } ? (first, last) : null,
            };
    }

    /// <summary>Everybody who signs a live story, by name; at most 500.</summary>
    public async Task<IReadOnlyList<AuthorLink>> AuthorsAsync(CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return
        [
            .. (await db.Authors.Include(a => a.Portrait).OrderBy(a => a.Name).Take(500).ToListAsync(cancel)).Select(
                a => Cards.Link(a, a.Portrait)
            ),
        ];
    }

    /// <param name="after">Only those whose slug comes later; null from the first on.</param>
    /// <returns>Authors who sign a live story, by slug.</returns>
    public async Task<IReadOnlyList<AuthorLine>> AuthorsAsync(string? after, int count, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return
        [
            .. (
                await db
                    .Authors.Include(a => a.Portrait)
                    .Where(a =>
                        after == null
                        || EF.Functions.GreaterThan(
                            ValueTuple.Create(a.Slug, a.Id),
                            ValueTuple.Create(after, long.MaxValue)
                        )
                    )
                    .OrderBy(a => a.Slug)
                    .Take(count)
                    .ToListAsync(cancel)
            ).Select(a => new AuthorLine(Cards.Link(a, a.Portrait), a.Biography)),
        ];
    }

    /// <inheritdoc cref="AuthorsAsync(string?, int, CancellationToken)"/>
    /// <returns>Tags that a live story carries, by slug.</returns>
    public async Task<IReadOnlyList<TagLine>> TagsAsync(string? after, int count, CancellationToken cancel)
    {
        db.Shown.Add(Shown.Stories);
        return await db
            .Tags.Where(t =>
                after == null
                || EF.Functions.GreaterThan(ValueTuple.Create(t.Slug, t.Id), ValueTuple.Create(after, long.MaxValue))
            )
            .OrderBy(t => t.Slug)
            .Take(count)
            .Select(t => new TagLine(new TagLink(t.Slug, t.Name), t.Kind, t.Description))
            .ToListAsync(cancel);
    }

    /// <summary>The whole tree but for what is hidden, each parent before its children.</summary>
    public async Task<IReadOnlyList<SectionLine>> AllAsync(CancellationToken cancel)
    {
        var all = await TreeAsync(cancel);
        return
        [
            .. all
                .Values.Where(c => !c.IsHidden)
                .OrderBy(c => c.Position)
                .Select(c => new SectionLine(Cards.Link(c), c.Description, Path(all, c.Id).Count - 1)),
        ];
    }

    /// <inheritdoc cref="MovedNouns.FindAsync"/>
    public Task<string?> FindMovedAsync(string kind, string slug, CancellationToken cancel) =>
        MovedNouns.FindAsync(db, kind, slug, cancel);

    /// <summary>Every category by its id. Read once a request, whoever asks.</summary>
    internal async Task<IReadOnlyDictionary<long, PublishedCategory>> TreeAsync(CancellationToken cancel)
    {
        db.Shown.Add(Shown.Frame);
        return tree ??= await db.KnownAsync<IReadOnlyDictionary<long, PublishedCategory>>(
            Shown.Frame,
            async () => await db.Categories.ToDictionaryAsync(c => c.Id, cancel)
        );
    }

    /// <summary>The tree in which all of <paramref name="needed"/> are: a category can be newer than what is remembered.</summary>
    internal async Task<IReadOnlyDictionary<long, PublishedCategory>> TreeAsync(
        IEnumerable<long> needed,
        CancellationToken cancel
    )
    {
        var known = await TreeAsync(cancel);
        return needed.All(known.ContainsKey) ? known : tree = await db.Categories.ToDictionaryAsync(c => c.Id, cancel);
    }

    internal static IReadOnlyList<CategoryLink> Path(IReadOnlyDictionary<long, PublishedCategory> all, long id)
    {
        var path = new List<CategoryLink>();
        for (var step = all.GetValueOrDefault(id); step is not null; step = all.GetValueOrDefault(step.ParentId ?? 0))
        {
            path.Insert(0, Cards.Link(step));
        }

        return path;
    }

    private sealed record TagRow(
        long Id,
        string Slug,
        string Name,
        string Kind,
        string? Description,
        int Count,
        string? Topics,
        string? Stories
    );
}
