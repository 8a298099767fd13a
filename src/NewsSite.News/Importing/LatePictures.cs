using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Outbox;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Schedules;
using NewsSite.News.Staff;
using NewsSite.Rendering;

namespace NewsSite.News.Importing;

/// <summary>
/// Puts pictures that were missing when a story came in, and are there now, into the story: as a version of its own, where
/// nobody has worked on the story since. Elsewhere the report says that they are in the library.
/// </summary>
internal sealed class LatePictures(NewsroomDb db, Writing writing, MassChangeGuard guard, TimeProvider clock)
{
    private static readonly Actor Actor = Actor.System;

    private sealed record Late(ReadyPost Post, Article Article, ArticleContent Content, bool IsWorkedOn);

    /// <param name="posts">Those that came in before.</param>
    /// <param name="found">The pictures that are there, by path.</param>
    /// <param name="isDry">Whether it only tells.</param>
    /// <returns>How many of them show more pictures now.</returns>
    public async Task<int> PlaceAsync(
        IReadOnlyCollection<SourcePost> posts,
        PostMaker maker,
        IReadOnlyDictionary<string, KnownPicture> found,
        ImportReport report,
        bool isDry,
        CancellationToken cancel
    )
    {
        var ready = posts
            .Where(p => p.Lead is not null || p.Pictures.Count > 0)
            .Select(Make)
            .OfType<ReadyPost>()
            .ToList();
        if (ready.Count == 0)
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var late = await LateAsync(ready, cancel);
        foreach (var each in late.Where(l => l.IsWorkedOn))
        {
            report.Remark(ImportReport.Edited, each.Post.Source.At, each.Post.Headline);
        }

        late.RemoveAll(l => l.IsWorkedOn);
        if (!isDry && late.Count > 0)
        {
            var refused = await WriteAsync(late, cancel);
            await transaction.CommitAsync(cancel);
            foreach (var each in late.Where(l => refused.ContainsKey(l.Article.Id)))
            {
                report.Remark(
                    $"{ImportReport.Unillustrated}{refused[each.Article.Id]}",
                    each.Post.Source.At,
                    each.Post.Headline
                );
            }
        }

        late.ForEach(l => report.Tell(l.Post));
        db.ChangeTracker.Clear();
        return late.Count;

        ReadyPost? Make(SourcePost post)
        {
            try
            {
                return maker.Make(post, found);
            }
            catch (ItemRefusedException)
            {
                return null;
            }
        }
    }

    private async Task<List<Late>> LateAsync(List<ReadyPost> ready, CancellationToken cancel)
    {
        var keys = ready.ConvertAll(p => p.Key);
        var articles = await db
            .Articles.FromSql($"select *, xmin from newsroom.article where key = any({keys}) for update")
            .Where(a => a.State != ArticleState.Spiked)
            .ToDictionaryAsync(a => a.Key, cancel);
        var ids = articles.Values.Select(a => a.Id).ToList();
        var worked = await db
            .WorkingCopies.Where(c => ids.Contains(c.ArticleId))
            .Select(c => c.ArticleId)
            .ToHashSetAsync(cancel);
        var imported = await ContentsAsync(
            db.ArticleVersions.Where(v => ids.Contains(v.ArticleId) && v.Reason == ArticleVersion.Imported),
            cancel
        );
        var heads = await ContentsAsync(
            from version in db.ArticleVersions
            join article in db.Articles on version.ArticleId equals article.Id
            where ids.Contains(article.Id) && version.Number == article.HeadNumber
            select version,
            cancel
        );
        var late = new List<Late>();
        foreach (var post in ready)
        {
            if (
                !articles.TryGetValue(post.Key, out var article)
                || !imported.TryGetValue(article.Id, out var theirs)
                || !heads.TryGetValue(article.Id, out var head)
                || !IsMissing(post, theirs.Content)
                || !IsMissing(post, head.Content)
            )
            {
                continue;
            }

            var isWorkedOn =
                head.Number != theirs.Number
                || article.State == ArticleState.Withdrawn
                || worked.Contains(article.Id)
                || (article.LiveNumber is { } live && live != head.Number);
            late.Add(
                new(
                    post,
                    article,
                    head.Content with
                    {
                        Body = post.Body,
                        PictureId = post.PictureId ?? head.Content.PictureId,
                    },
                    isWorkedOn
                )
            );
        }

        return late;
    }

    /// <returns>The newest of each story.</returns>
    private static async Task<Dictionary<long, ArticleVersion>> ContentsAsync(
        IQueryable<ArticleVersion> versions,
        CancellationToken cancel
    )
    {
        var newest = new Dictionary<long, ArticleVersion>();
        await foreach (
            var version in versions.AsNoTracking().OrderBy(v => v.Number).AsAsyncEnumerable().WithCancellation(cancel)
        )
        {
            newest[version.ArticleId] = version;
        }

        return newest;
    }

    // Whether a picture that is there stands nowhere in it.
    private static bool IsMissing(ReadyPost post, ArticleContent content) =>
        (post.PictureId is not null && content.PictureId is null)
        || PicturesIn(post.Body).Except(PicturesIn(content.Body)).Any();

    /// <returns>The file names of the newsroom's pictures in it; of a dry run one that no picture has.</returns>
    internal static IEnumerable<string> PicturesIn(string markdown) =>
        StoryMarkdown
            .PictureFiles(markdown)
            .Concat(
                markdown.Contains($"](/media/{KnownPicture.OfDryRun.FileName}", StringComparison.Ordinal)
                    ? [KnownPicture.OfDryRun.FileName]
                    : []
            );

    /// <returns>By the story: why readers do not see it.</returns>
    private async Task<Dictionary<long, string>> WriteAsync(List<Late> late, CancellationToken cancel)
    {
        var acts = new List<PublishAct>();
        var refused = new Dictionary<long, string>();
        foreach (var (_, article, content, _) in late)
        {
            var live = article.LiveNumber;
            var version = await writing.AddAsync(
                article,
                article.HeadNumber,
                content,
                Actor,
                ArticleVersion.Imported,
                cancel
            );
            if (live is not null)
            {
                acts.Add(new(article, new PublishOrder(version.Number, live, KeepBreaking: true), Actor));
            }
            else
            {
                await PlanAsync(article, version.Number, refused, cancel);
            }
        }

        if (acts.Count > 0)
        {
            // Nobody is told: the words are those of before.
            var press = new LivePress(db, new Announcements(db, new OutboxOptions(false, false), clock), guard);
            foreach (var refusal in await press.RunAsync(acts, clock.GetUtcNow(), cancel))
            {
                refused[refusal.Article.Id] = refusal.Why.Message;
            }
        }

        return refused;
    }

    // What is to go out at a time goes out with its pictures.
    private async Task PlanAsync(
        Article article,
        int number,
        Dictionary<long, string> refused,
        CancellationToken cancel
    )
    {
        var due = await db
            .ScheduledActs.Where(s => s.ArticleId == article.Id && s.Kind == ScheduledKind.Publish && s.DoneAt == null)
            .Select(s => (DateTimeOffset?)s.DueAt)
            .FirstOrDefaultAsync(cancel);
        if (due is null)
        {
            return;
        }

        try
        {
            var order = new PublishOrder(number, null);
            await new ScheduleDesk(db, guard, clock).PlanAsync(article.Id, due.Value, order, Actor, cancel);
        }
        catch (PublishRefusedException why)
        {
            refused[article.Id] = why.Message;
        }
    }
}
