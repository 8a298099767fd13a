using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>What somebody looks for among the stories; null or empty where it does not matter.</summary>
/// <param name="TagIds">Any of these: a tag, and those that were merged into it.</param>
/// <param name="SectionIds">Any of these: a section with all below it, and those that it took over.</param>
public sealed record StoryFilter(
    ArticleState? State = null,
    IReadOnlyList<long>? SectionIds = null,
    long? AuthorId = null,
    IReadOnlyList<long>? TagIds = null,
    long? AssignedToId = null,
    bool Unassigned = false,
    string? Words = null
);

/// <summary>A story in a list.</summary>
public sealed record StoryLine(
    long Id,
    string Headline,
    ArticleState State,
    bool HasUnpublishedChanges,
    long? SectionId,
    long[] AuthorIds,
    string? AssignedTo,
    DateTimeOffset ChangedAt,
    string ChangedBy
);

/// <summary>Finds stories by their newest versions, the last changed first: a reporter's own, an editor's all.</summary>
public sealed class StoryList(NewsroomDb db)
{
    public const int PageSize = 50;

    /// <param name="after">The story that the page before ended with; null for the first page.</param>
    /// <returns>A page, and one more where there are further ones.</returns>
    public Task<List<StoryLine>> FindAsync(
        StoryFilter filter,
        (DateTimeOffset ChangedAt, long Id)? after,
        Actor actor,
        CancellationToken cancel
    )
    {
        var stories = Matching(filter, actor);
        if (after is { } last)
        {
            // As a pair, so that the index of the order leads straight there.
            stories = stories.Where(a =>
                EF.Functions.LessThan(ValueTuple.Create(a.ChangedAt, a.Id), ValueTuple.Create(last.ChangedAt, last.Id))
            );
        }

        return Lines(stories.OrderByDescending(a => a.ChangedAt).ThenByDescending(a => a.Id).Take(PageSize + 1))
            .ToListAsync(cancel);
    }

    /// <returns>All that the actor may work on.</returns>
    public IQueryable<Article> Seen(Actor actor) => db.Articles.SeenBy(db, actor);

    /// <returns>The line of one story; null where there is none, or it is not the actor's.</returns>
    public Task<StoryLine?> OneAsync(long id, Actor actor, CancellationToken cancel) =>
        Lines(Matching(new StoryFilter(), actor).Where(a => a.Id == id)).SingleOrDefaultAsync(cancel);

    private IQueryable<Article> Matching(StoryFilter filter, Actor actor)
    {
        var stories = db.Articles.AsNoTracking().SeenBy(db, actor);

        if (filter.State is { } state)
        {
            stories = stories.Where(a => a.State == state);
        }

        if (filter.AssignedToId is { } assigned)
        {
            stories = stories.Where(a => a.AssignedToId == assigned);
        }
        else if (filter.Unassigned)
        {
            stories = stories.Where(a => a.AssignedToId == null);
        }

        var heads = db.StoryHeads.AsQueryable();
        var found = heads;
        if (filter.SectionIds is { } sections)
        {
            found = found.Where(h => h.SectionId != null && sections.Contains(h.SectionId.Value));
        }

        if (filter.AuthorId is { } author)
        {
            long[] authors = [author];
            found = found.Where(h => authors.All(id => h.AuthorIds.Contains(id)));
        }

        if (filter.TagIds is { } tagIds)
        {
            long[] tags = [.. tagIds];
            found = found.Where(h => h.TagIds.Any(id => tags.Contains(id)));
        }

        if (!string.IsNullOrWhiteSpace(filter.Words))
        {
            var words = filter.Words.Replace("\0", "", StringComparison.Ordinal).Replace('’', '\'');
            found = found.Where(h => h.Search.Matches(EF.Functions.WebSearchToTsQuery("site.news", words)));
        }

        return ReferenceEquals(found, heads) ? stories : stories.Join(found, a => a.Id, h => h.ArticleId, (a, h) => a);
    }

    /// <summary>The lines of some stories, the last changed first.</summary>
    public IQueryable<StoryLine> Lines(IQueryable<Article> stories) =>
        from a in stories
        join v in db.ArticleVersions on new { a.Id, Number = a.HeadNumber } equals new { Id = v.ArticleId, v.Number }
        orderby a.ChangedAt descending, a.Id descending
        select new StoryLine(
            a.Id,
            v.Content.Headline,
            a.State,
            a.LiveNumber != null && a.LiveNumber < a.HeadNumber,
            v.Content.PrimaryCategoryId,
            v.Content.AuthorIds,
            db.Users.Where(s => s.Id == a.AssignedToId).Select(s => s.Name).FirstOrDefault(),
            a.ChangedAt,
            v.CreatedByName
        );
}
