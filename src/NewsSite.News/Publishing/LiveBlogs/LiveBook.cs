using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing.LiveBlogs;

/// <summary>A live blog as those who write it see it.</summary>
/// <param name="Headline">Of the version that readers see.</param>
/// <param name="Address">Where they see it, from the root of the site.</param>
/// <param name="MayPost">Whether the actor posts, or files drafts for those who do.</param>
/// <param name="Blog">Null where the story is none yet.</param>
/// <param name="Drafts">Of everybody, oldest first, at most <see cref="LiveBook.DraftLimit"/>.</param>
/// <param name="Stream">What was posted, newest first.</param>
/// <param name="Before">The number that the next page begins below; null at the end.</param>
public sealed record LiveDeskView(
    string Headline,
    string Address,
    bool MayPost,
    LiveBlog? Blog,
    IReadOnlyList<LiveEntry> Drafts,
    IReadOnlyList<LiveEntry> Stream,
    int? Before
);

/// <summary>Live blogs, to be looked through by the newsroom.</summary>
public sealed class LiveBook(NewsroomDb db)
{
    public const int PageSize = 30;
    public const int DraftLimit = 100;

    /// <param name="before">See <see cref="LiveDeskView.Before"/>; null for the first page.</param>
    /// <exception cref="NotAllowedException">Readers do not see the story, or it is not the actor's to report for.</exception>
    public async Task<LiveDeskView> FindAsync(long articleId, int? before, Actor actor, CancellationToken cancel)
    {
        var article = await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Id == articleId, cancel);
        if (article?.LiveNumber is not { } live)
        {
            throw new NotAllowedException();
        }

        var mayPost = await db.MayPublishAsync(article, actor, cancel);
        var blog = await db.LiveBlogs.AsNoTracking().SingleOrDefaultAsync(b => b.ArticleId == articleId, cancel);
        if (!mayPost && (blog is null || !await LiveRights.MayFileAsync(db, article, actor, cancel)))
        {
            throw new NotAllowedException();
        }

        var headline = await db
            .ArticleVersions.Where(v => v.ArticleId == articleId && v.Number == live)
            .Select(v => v.Content.Headline)
            .SingleAsync(cancel);
        var drafts = await db
            .LiveEntries.AsNoTracking()
            .Where(e => e.ArticleId == articleId && e.State == LiveEntryState.Draft)
            .OrderBy(e => e.Id)
            .Take(DraftLimit)
            .ToListAsync(cancel);
        var posted = await db
            .LiveEntries.AsNoTracking()
            .Where(e => e.ArticleId == articleId && e.Number < (before ?? int.MaxValue))
            .OrderByDescending(e => e.Number)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        return new LiveDeskView(
            headline,
            $"/news/{articleId}/{article.Slug}",
            mayPost,
            blog,
            drafts,
            [.. posted.Take(PageSize)],
            posted.Count > PageSize ? posted[PageSize - 1].Number : null
        );
    }
}
