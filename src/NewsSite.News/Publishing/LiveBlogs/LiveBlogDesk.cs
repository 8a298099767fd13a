using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.LiveBlogs;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.LiveBlogs;

/// <param name="Words">See <see cref="LiveBlog.Words"/>.</param>
/// <param name="Summary">Markdown; null for none.</param>
/// <param name="StartsAt">Of an upcoming one: when it is to begin; null leaves it as it is.</param>
public sealed record LiveBlogForm(
    LiveBlogState State,
    string? Words,
    string? Summary,
    bool OldestFirst = false,
    DateTimeOffset? StartsAt = null
);

/// <summary>Makes a live story a live blog, and says how it stands. Each act is one transaction, and holds at once.</summary>
public sealed class LiveBlogDesk(NewsroomDb db, MassChangeGuard guard, TimeProvider clock)
{
    /// <summary>Starts the live blog of a live story, at the address that the story has. Again, it changes nothing.</summary>
    /// <exception cref="NotAllowedException">No such story, or the actor may not publish it.</exception>
    /// <exception cref="PublishRefusedException">Readers do not see the story.</exception>
    public async Task StartAsync(long articleId, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        await guard.CheckAsync(actor, cancel);
        if (await db.LiveBlogs.AnyAsync(b => b.ArticleId == articleId, cancel))
        {
            return;
        }

        if (article.LiveNumber is null)
        {
            throw new PublishRefusedException("Readers do not see this story. Publish it, then start the live blog.");
        }

        var now = clock.GetUtcNow();
        db.LiveBlogs.Add(
            new LiveBlog
            {
                ArticleId = articleId,
                State = LiveBlogState.Live,
                StartsAt = now,
            }
        );
        db.Record(actor, "StartLiveBlog", $"article:{articleId}", null, now);
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await new LiveCopies(db).WriteAsync(articleId, [new(0, null)], cancel);

        // Its page has said nothing of a live blog until now, so that no change of one would be told to it.
        await db.Database.ExecuteSqlAsync($"select delivery.tell(array[{Shown.NameOfStory(articleId)}])", cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Says how a live blog stands and what it comes to.</summary>
    /// <exception cref="NotAllowedException">No such live blog, or the actor may not publish the story.</exception>
    /// <exception cref="PublishRefusedException">A field is wrong; the message says which.</exception>
    public async Task SetAsync(long articleId, LiveBlogForm form, Actor actor, CancellationToken cancel)
    {
        var words = LiveTexts.Clean(form.Words, LiveBlog.WordsLimit, "The words for readers");
        var summary = LiveTexts.Clean(form.Summary, LiveBlog.SummaryLimit, "The summary");
        var body = summary is null ? null : await LiveTexts.LayOutAsync(db, summary, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var article = await Publisher.TakeAsync(db, articleId, actor, cancel);
        await guard.CheckAsync(actor, cancel);
        var blog = await LiveTexts.FindAsync(db, articleId, cancel);
        var now = clock.GetUtcNow();
        if (blog.State == LiveBlogState.Upcoming && form.State == LiveBlogState.Live)
        {
            blog.StartsAt = now;
        }
        else if (form.State == LiveBlogState.Upcoming)
        {
            blog.StartsAt = form.StartsAt ?? blog.StartsAt;
        }

        blog.ClosedAt = form.State == LiveBlogState.Closed ? blog.ClosedAt ?? now : null;
        (blog.State, blog.Words, blog.Summary, blog.OldestFirst) = (form.State, words, summary, form.OldestFirst);
        var changes = db.ChangesOf(blog);
        if (changes.Count == 0)
        {
            return;
        }

        db.Record(actor, "SetLiveBlog", $"article:{articleId}", $"{form.State}", now, changes);
        await db.SaveChangesAsync(cancel);
        if (article.LiveNumber is not null)
        {
            await SiteTurn.TakeAsync(db, cancel);
            var former = await LiveTexts.PicturesAsync(db, articleId, 0, cancel);
            await new LiveCopies(db).WriteAsync(articleId, [new(0, body)], cancel);
            await new Projection(db).SweepAsync(new ShownNouns([], [], former), cancel);
        }

        await transaction.CommitAsync(cancel);
    }
}

/// <summary>What both desks of live blogs do with words.</summary>
internal static class LiveTexts
{
    /// <returns>Null where nothing was typed.</returns>
    /// <exception cref="PublishRefusedException">Too long; the message begins with <paramref name="name"/>.</exception>
    public static string? Clean(string? text, int limit, string name)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Trim();
        return string.IsNullOrEmpty(clean) ? null
            : clean.Length <= limit ? clean
            : throw new PublishRefusedException(
                $"{name} must be {limit:N0} characters or fewer. It has {clean.Length:N0}."
            );
    }

    /// <summary>Before any lock: nobody waits meanwhile.</summary>
    /// <exception cref="PublishRefusedException">It cannot be shown; the message says why.</exception>
    public static async Task<LaidOutBody> LayOutAsync(NewsroomDb db, string markdown, CancellationToken cancel)
    {
        try
        {
            return await LaidOutBody.OfAsync(db, markdown, cancel);
        }
        catch (BodyRefusedException refused)
        {
            throw new PublishRefusedException(refused.Message, refused);
        }
    }

    /// <exception cref="NotAllowedException">The story is no live blog.</exception>
    public static async Task<LiveBlog> FindAsync(NewsroomDb db, long articleId, CancellationToken cancel) =>
        await db.LiveBlogs.SingleOrDefaultAsync(b => b.ArticleId == articleId, cancel)
        ?? throw new NotAllowedException();

    /// <returns>The ids of the pictures that readers see in an entry, or, by 0, in the summary.</returns>
    public static Task<long[]> PicturesAsync(NewsroomDb db, long articleId, int number, CancellationToken cancel) =>
        db.Set<Published.Tables.PublishedLivePicture>()
            .Where(p => p.ArticleId == articleId && p.Number == number)
            .Select(p => p.PictureId)
            .ToArrayAsync(cancel);
}
