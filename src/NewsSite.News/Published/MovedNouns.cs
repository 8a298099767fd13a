using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Published;

/// <summary>Where the addresses of former days lead today.</summary>
internal static class MovedNouns
{
    /// <param name="kind"><c>category</c>, <c>tag</c> or <c>author</c>.</param>
    /// <returns>Today's slug of what <paramref name="slug"/> once named; null where it never named anything.</returns>
    public static async Task<string?> FindAsync(PublishedDb db, string kind, string slug, CancellationToken cancel)
    {
        var target = await db
            .FormerSlugs.Where(f => f.Kind == kind && f.Slug == slug)
            .Select(f => (long?)f.TargetId)
            .SingleOrDefaultAsync(cancel);
        return target is not { } id
            ? null
            : kind switch
            {
                "category" => await db
                    .Categories.Where(c => c.Id == id)
                    .Select(c => c.Slug)
                    .SingleOrDefaultAsync(cancel),
                "tag" => await db.Tags.Where(t => t.Id == id).Select(t => t.Slug).SingleOrDefaultAsync(cancel),
                _ => await db.Authors.Where(a => a.Id == id).Select(a => a.Slug).SingleOrDefaultAsync(cancel),
            };
    }

    /// <param name="path">From the root of the site.</param>
    /// <returns>The same, or where it leads today.</returns>
    public static async Task<string?> TodayAsync(PublishedDb db, string? path, CancellationToken cancel)
    {
        if (path?.Split('/') is not ["", "category" or "tag" or "author", _] parts)
        {
            return path;
        }

        db.Shown.Add(Shown.Frame);
        return await FindAsync(db, parts[1], parts[2], cancel) is { } slug ? $"/{parts[1]}/{slug}" : path;
    }
}
