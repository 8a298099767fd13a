using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.LiveBlogs;

internal static class LiveRights
{
    /// <summary>
    /// Whether somebody may file entries for a live blog: several report for one, so it need not be their own story, but it
    /// must be in their sections, and public already.
    /// </summary>
    public static async Task<bool> MayFileAsync(
        NewsroomDb db,
        Article article,
        Actor actor,
        CancellationToken cancel
    ) =>
        article.LiveNumber is { } live
        && (
            actor.Sections is null
            || actor.Covers(
                await db
                    .ArticleVersions.Where(v => v.ArticleId == article.Id && v.Number == live)
                    .Select(v => v.Content.PrimaryCategoryId)
                    .SingleAsync(cancel)
            )
        );
}
