using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Categories;
using NewsSite.News.Publishing.Fronts;
using NewsSite.News.Publishing.LiveBlogs;

namespace NewsSite.News.Publishing.Copies;

/// <param name="Stories">How many are live.</param>
/// <param name="Plain">
/// The addresses of the stories and pages whose text was published once and is refused today: they stand as plain paragraphs.
/// </param>
public sealed record Rebuilt(int Stories, IReadOnlyList<string> Plain);

/// <summary>Makes all of <c>site</c> anew from the newsroom, in one transaction; readers see the old until it ends.</summary>
public sealed class Rebuild(NewsroomDb db, TimeProvider clock)
{
    private const int Batch = 200;

    /// <param name="progress">Told the number of stories done, now and then.</param>
    public async Task<Rebuilt> RunAsync(IProgress<int>? progress, CancellationToken cancel)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var rebuilt = await RunInsideAsync(progress, cancel);
        await transaction.CommitAsync(cancel);
        return rebuilt;
    }

    /// <inheritdoc cref="RunAsync"/>
    /// <summary>The same in the caller's transaction.</summary>
    internal async Task<Rebuilt> RunInsideAsync(IProgress<int>? progress, CancellationToken cancel)
    {
        // Nobody publishes or pins meanwhile: a story that went out now would be lost with the old rows.
        await SiteTurn.TakeAsync(db, cancel);
        await db.Database.ExecuteSqlRawAsync(
            """
            delete from site.article;
            delete from site.word;
            delete from site.front_slot;
            delete from site.standing_page;
            delete from site.withdrawn_article;
            delete from site.article_edition;
            delete from site.live_blog;
            delete from site.live_entry;
            delete from site.live_entry_picture;
            delete from site.tag;
            delete from site.author;
            delete from site.picture;
            delete from site.category;
            delete from site.former_slug;
            delete from site.redirect;
            """,
            cancel
        );
        var tree = await new PublishedTree(db).WriteAsync(cancel);
        await new FormerAddresses(db).WriteAllAsync("tag", cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.former_slug (kind, slug, target_id)
            select kind, slug, target_id from newsroom.former_slug where kind = 'author'
            """,
            cancel
        );
        await RedirectDesk.ProjectAsync(db, null, cancel);
        var projection = new Projection(db);
        var editions = new Editions(db);
        var blogs = new LiveCopies(db);
        var done = 0;
        var plain = new List<string>();
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

            var ids = articles.ConvertAll(a => a.Id);
            var changed = await db
                .Publications.Where(p => ids.Contains(p.ArticleId))
                .GroupBy(p => p.ArticleId)
                .Where(all => all.Count() > 1)
                .Select(all => all.Key)
                .ToListAsync(cancel);
            var copies = new List<LiveCopy>();
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
                var body = await BodyAsync(version.Content.Body, $"/news/{article.Id}/{article.Slug}", plain, cancel);
                var told = changed.Contains(article.Id)
                    ? await editions.RememberAsync(article, body, cancel)
                    : new ToldEditions(1, []);
                copies.Add(new(article, version, body, told.Count));
                await editions.AddAsync(told, cancel);
            }

            await projection.PublishAsync(copies, tree, cancel);
            foreach (var id in await blogs.AmongAsync(copies.ConvertAll(c => c.Article.Id), cancel))
            {
                await blogs.WriteAsync(id, await blogs.PrepareAsync(id, cancel), cancel);
            }

            done += copies.Count;
            last = articles[^1].Id;
            db.ChangeTracker.Clear();
            progress?.Report(done);
        }

        await FrontDesk.ProjectAsync(db, cancel);
        await MostReadDesk.ProjectAsync(db, clock.GetUtcNow(), cancel);
        foreach (var page in await db.StandingPages.AsNoTracking().ToListAsync(cancel))
        {
            var body = await BodyAsync(page.Body, $"/about/{page.Slug}", plain, cancel);
            await StandingPageDesk.ProjectAsync(db, page, body, cancel);
        }

        return new Rebuilt(done, plain);
    }

    private async Task<LaidOutBody> BodyAsync(
        string markdown,
        string address,
        List<string> plain,
        CancellationToken cancel
    )
    {
        var body = await LaidOutBody.OrPlainAsync(db, markdown, cancel);
        if (body.MadeFrom is null)
        {
            plain.Add(address);
        }

        return body;
    }
}
