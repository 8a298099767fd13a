using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;

namespace NewsSite.News.Publishing;

/// <summary>Makes all of <c>site</c> anew from the newsroom, in one transaction; readers see the old until it ends.</summary>
public sealed class Rebuild(NewsroomDb db, TimeProvider clock)
{
    private const int Batch = 200;

    /// <param name="progress">Told the number of stories done, now and then.</param>
    /// <returns>How many stories are live.</returns>
    public async Task<int> RunAsync(IProgress<int>? progress, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Nobody publishes or pins meanwhile: a story that went out now would be lost with the old rows.
        await db.Database.ExecuteSqlRawAsync(
            """
            lock table newsroom.category, newsroom.article, newsroom.related_choice in share row exclusive mode;
            delete from site.article;
            delete from site.word;
            delete from site.front_slot;
            delete from site.standing_page;
            delete from site.withdrawn_article;
            delete from site.tag;
            delete from site.author;
            delete from site.picture;
            delete from site.category;
            delete from site.former_slug;
            """,
            cancel
        );
        var tree = await new PublishedTree(db).WriteAsync(cancel);
        var projection = new Projection(db);
        var done = 0;
        long last = 0;
        while (true)
        {
            var articles = await db
                .Articles.AsNoTracking()
                .Where(a => a.Id > last && (a.LiveNumber != null || a.WithdrawnAt != null))
                .OrderBy(a => a.Id)
                .Take(Batch)
                .ToListAsync(cancel);
            if (articles.Count == 0)
            {
                break;
            }

            foreach (var article in articles)
            {
                if (article.LiveNumber is not { } live)
                {
                    await projection.WithdrawAsync(article, cancel);
                    continue;
                }

                var version = await db
                    .ArticleVersions.AsNoTracking()
                    .SingleAsync(v => v.ArticleId == article.Id && v.Number == live, cancel);
                await projection.PublishAsync(article, version, tree, cancel);
                done++;
            }

            last = articles[^1].Id;
            db.ChangeTracker.Clear();
            progress?.Report(done);
        }

        await FrontDesk.ProjectAsync(db, cancel);
        await MostReadDesk.ProjectAsync(db, clock.GetUtcNow(), cancel);
        foreach (var page in await db.StandingPages.AsNoTracking().ToListAsync(cancel))
        {
            await StandingPageDesk.ProjectAsync(db, page, cancel);
        }

        await transaction.CommitAsync(cancel);
        return done;
    }
}
