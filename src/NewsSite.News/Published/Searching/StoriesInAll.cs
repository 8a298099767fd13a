using NewsSite.News.Database;

namespace NewsSite.News.Published.Searching;

/// <summary>The stories that lie in a category, under a tag and with an author at once, newest first.</summary>
/// <remarks>
/// It is the walk of a search without words: back through time, part by part. A walk of the list of one that asks for each story
/// whether the other has it, too, would read much and find nothing where two large lists have little in common.
/// </remarks>
public sealed class StoriesInAll(PublishedDb db)
{
    private readonly SearchMatches matches = new(db);

    /// <param name="before">Where the page begins; null for the newest.</param>
    /// <returns>What <see cref="Rivers.OfAsync"/> takes.</returns>
    /// <exception cref="TimeoutException">Looking for them took too long.</exception>
    public async Task<IReadOnlyList<RiverKey>> KeysAsync(
        long? categoryId,
        long? tagId,
        long? authorId,
        Cursor? before,
        CancellationToken cancel
    )
    {
        var filter = new SearchFilter
        {
            Categories = categoryId is { } category ? [category] : [],
            Tags = tagId is { } tag ? [tag] : [],
            Authors = authorId is { } author ? [author] : [],
        };
        if (categoryId is { } shown)
        {
            db.Shown.Category(shown);
        }

        // Of the tag and the author it is said where they are looked up.
        var found = await matches.NewestAsync("", filter, before, Rivers.PageSize + 1, null, cancel);
        return found.Since is null
            ? [.. found.Newest.Select(m => new RiverKey(m.FirstPublishedAt, m.Id))]
            : throw new TimeoutException("Looking for the stories took too long.");
    }
}
