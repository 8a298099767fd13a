using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Authors;

/// <summary>An author as one is chosen from a list.</summary>
public sealed record AuthorName(long Id, string Slug, string Name);

public static class AuthorNames
{
    /// <returns>All authors by name, from an index alone.</returns>
    public static Task<List<AuthorName>> AuthorNamesAsync(this NewsroomDb db, CancellationToken cancel) =>
        db
            .Authors.OrderBy(a => a.Name)
            .ThenBy(a => a.Id)
            .Select(a => new AuthorName(a.Id, a.Slug, a.Name))
            .ToListAsync(cancel);
}
