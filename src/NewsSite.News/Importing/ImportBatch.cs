using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Outbox;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Addresses;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.News.StandingPages;

namespace NewsSite.News.Importing;

/// <summary>
/// Writes some stories in one transaction, by the acts of the newsroom: their first versions, what readers see of them, and
/// their old addresses. Whoever ends it on the way leaves nothing of it.
/// </summary>
internal sealed class ImportBatch(
    NewsroomDb db,
    Writing writing,
    MassChangeGuard guard,
    RedirectDesk redirects,
    TimeProvider clock,
    ImportedSections sections,
    ImportedNames names
)
{
    // Only to have a path read by the rules of addresses.
    private const string Somewhere = "http://site.invalid";
    private static readonly Actor Actor = Actor.System;

    public async Task WriteAsync(IReadOnlyList<ReadyPost> posts, ImportReport report, CancellationToken cancel)
    {
        var stories = posts.Where(p => p.PageSlug is null).ToList();
        var lost = stories.Where(p => p.GoesOut && sections.Of(p.Sections).Length == 0).ToHashSet();
        var rest = lost.Count > 0 ? await sections.RestAsync(cancel) : 0;
        var intake = new RedirectIntake(db, redirects, clock);

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await intake.LockAsync(cancel);
        var pages = await WritePagesAsync(posts.Where(p => p.PageSlug is not null), cancel);
        var written = new List<(ReadyPost Post, Article Article)>();
        foreach (var post in stories)
        {
            written.Add((post, Begin(post)));
        }

        await db.SaveChangesAsync(cancel);
        foreach (var (post, article) in written)
        {
            var own = sections.Of(post.Sections);
            var content = await ContentAsync(post, own.Length == 0 && lost.Contains(post) ? [rest] : own, cancel);
            await writing.AddAsync(article, null, content, Actor, ArticleVersion.Imported, cancel);
        }

        var refused = await PublishAsync(written, cancel);
        await ScheduleAsync(written, refused, cancel);
        await SiteTurn.TakeAsync(db, cancel);
        foreach (var (page, body) in pages)
        {
            await StandingPageDesk.ProjectAsync(db, page, body, cancel);
        }

        var lines = written
            .Where(w => w.Article.LiveNumber is not null)
            .SelectMany(w => w.Post.Source.Old, (w, from) => Line(from, $"/news/{w.Article.Id}/{w.Article.Slug}"))
            .Where(l => l.From != l.To!.Key)
            .ToList();
        var left = await intake.LeadAsync(lines, Actor, cancel);
        await transaction.CommitAsync(cancel);
        db.ChangeTracker.Clear();
        Tell(posts, written, lost, refused, left, report);
    }

    /// <summary>Lets old addresses of what is no story lead on, in transactions of their own.</summary>
    /// <returns>Those that lead elsewhere, and keep doing so.</returns>
    public async Task<IReadOnlyList<string>> LeadAsync(
        IEnumerable<(string From, string To)> addresses,
        CancellationToken cancel
    )
    {
        var left = new List<string>();
        var intake = new RedirectIntake(db, redirects, clock);
        foreach (var part in addresses.Chunk(1000))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await intake.LockAsync(cancel);
            var lines = part.Select(a => Line(a.From, a.To)).Where(l => l.From != l.To!.Key).ToList();
            left.AddRange(await intake.LeadAsync(lines, Actor, cancel));
            await transaction.CommitAsync(cancel);
            db.ChangeTracker.Clear();
        }

        return left;
    }

    private static RedirectLine Line(string from, string to) => new(from, RedirectTarget.Read(to, Somewhere), 301);

    private Article Begin(ReadyPost post)
    {
        var article = new Article
        {
            Key = post.Key,
            State = ArticleState.Draft,
            HeadNumber = 0,
            ChangedAt = clock.GetUtcNow(),
        };
        db.Articles.Add(article);
        return article;
    }

    private async Task<ArticleContent> ContentAsync(ReadyPost post, long[] own, CancellationToken cancel) =>
        new()
        {
            Headline = post.Headline,
            Standfirst = post.Standfirst,
            Body = post.Body,
            PrimaryCategoryId = own.Length > 0 ? own[0] : null,
            FurtherCategoryIds = [.. own.Skip(1).Take(ArticleContent.FurtherCategoryLimit)],
            TagIds = await names.TagsAsync(post.Tags, cancel),
            AuthorIds = await names.AuthorsAsync(post.Authors, cancel),
            PictureId = post.PictureId,
            SourceUrl = post.Source.Original,
            SourceCredit = post.Source.Original is { } original
                ? PlainText.Cut(new Uri(original).Host, ArticleContent.SourceLimit)
                : null,
            IsSyndicated = post.Source.Original is not null,
            SearchTitle = post.SearchTitle,
        };

    private async Task<Dictionary<long, string>> PublishAsync(
        IReadOnlyList<(ReadyPost Post, Article Article)> written,
        CancellationToken cancel
    )
    {
        // Nobody is told: these stories went out long ago.
        var press = new LivePress(db, new Announcements(db, new OutboxOptions(false, false), clock), guard);
        var acts = written
            .Where(w => w.Post.IsPublic)
            .Select(w => new PublishAct(
                w.Article,
                new PublishOrder(1, null) { FirstPublishedAt = w.Post.Source.PublishedAt },
                Actor
            ))
            .ToList();
        var refusals = acts.Count == 0 ? [] : await press.RunAsync(acts, clock.GetUtcNow(), cancel);
        return refusals.ToDictionary(r => r.Article.Id, r => r.Why.Message);
    }

    private async Task ScheduleAsync(
        IReadOnlyList<(ReadyPost Post, Article Article)> written,
        Dictionary<long, string> refused,
        CancellationToken cancel
    )
    {
        var desk = new ScheduleDesk(db, guard, clock);
        foreach (var (post, article) in written.Where(w => w.Post.Source.DueAt is not null))
        {
            try
            {
                var order = new PublishOrder(1, null);
                await desk.PlanAsync(article.Id, post.Source.DueAt!.Value, order, Actor, cancel);
            }
            catch (PublishRefusedException why)
            {
                refused[article.Id] = why.Message;
            }
        }
    }

    private async Task<List<(StandingPage Page, LaidOutBody Body)>> WritePagesAsync(
        IEnumerable<ReadyPost> posts,
        CancellationToken cancel
    )
    {
        var pages = new List<(StandingPage, LaidOutBody)>();
        foreach (var post in posts)
        {
            var page = new StandingPage
            {
                Slug = post.PageSlug!,
                Title = post.Headline,
                Body = post.Body,
                ImportKey = post.Key,
                ReviewedOn = DateOnly.FromDateTime((post.Source.PublishedAt ?? clock.GetUtcNow()).UtcDateTime),
            };
            db.StandingPages.Add(page);
            pages.Add((page, await LaidOutBody.OrPlainAsync(db, post.Body, cancel)));
        }

        return pages;
    }

    private static void Tell(
        IReadOnlyList<ReadyPost> posts,
        IReadOnlyList<(ReadyPost Post, Article Article)> written,
        HashSet<ReadyPost> lost,
        Dictionary<long, string> refused,
        IReadOnlyList<string> left,
        ImportReport report
    )
    {
        foreach (var post in posts)
        {
            report.Tell(post);
            if (lost.Contains(post))
            {
                report.Remark(ImportReport.Lost, post.Source.At, post.Headline);
            }

            foreach (var from in post.Source.Old.Where(left.Contains))
            {
                report.Remark(ImportReport.LedElsewhere, post.Source.At, from);
            }

            if (post.PageSlug is not null)
            {
                report.Out.Add(ImportReport.Paged);
            }
        }

        foreach (var (post, article) in written)
        {
            if (refused.TryGetValue(article.Id, out var why))
            {
                report.Remark($"{ImportReport.Unpublished}{why}", post.Source.At, post.Headline);
            }

            report.Out.Add(
                article.LiveNumber is not null ? ImportReport.Published
                : article.State == ArticleState.Scheduled ? ImportReport.Scheduled
                : ImportReport.Drafted
            );
        }
    }
}
