using System.Data;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using NewsSite.News.Published;
using NewsSite.News.Schedules;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing.Copies;

/// <param name="Story">Its newest version as readers would see it, with pictures at the addresses that they would have.</param>
/// <param name="DueAt">When it goes out; null where nobody has said so.</param>
public sealed record UnpublishedStory(
    Story Story,
    ArticleState State,
    DateTimeOffset ChangedAt,
    DateTimeOffset? FirstPublishedAt,
    DateTimeOffset? DueAt
);

/// <summary>
/// The stories that readers do not see, for whoever carries the whole paper elsewhere: a few at a time, however many there are. No
/// address of the site gives them.
/// </summary>
public sealed class UnpublishedStories(NewsroomDb db, Preview preview)
{
    private const int Batch = 100;

    /// <summary>Holds one moment until it is given back: all that is read meanwhile is as it was then.</summary>
    /// <returns>With the name by which <see cref="WholePaper.HoldAsync"/> sees the same moment while it is held.</returns>
    public async Task<(IDbContextTransaction Held, string Moment)> HoldAsync(CancellationToken cancel)
    {
        var held = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        try
        {
            var name = db.Database.SqlQuery<string>($"""select pg_export_snapshot() as "Value" """);
            return (held, (await name.ToListAsync(cancel))[0]);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <returns>The greatest id of a story, published or not; 0 where there is none.</returns>
    public async Task<long> LastIdAsync(CancellationToken cancel) =>
        await db.Articles.MaxAsync(a => (long?)a.Id, cancel) ?? 0;

    /// <returns>All who may sign a story, by slug.</returns>
    public async Task<IReadOnlyList<AuthorLink>> AuthorsAsync(CancellationToken cancel) =>
        await db
            .Authors.OrderBy(a => a.Slug)
            .Select(a => new AuthorLink(a.Slug, a.Name, null, null))
            .ToListAsync(cancel);

    /// <returns>Each story whole, by id.</returns>
    public async IAsyncEnumerable<UnpublishedStory> AllAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        for (long last = 0; ; )
        {
            var rows = await db
                .Articles.AsNoTracking()
                .Where(a => a.Id > last && a.LiveNumber == null)
                .OrderBy(a => a.Id)
                .Take(Batch)
                .Join(
                    db.ArticleVersions.AsNoTracking(),
                    a => new { a.Id, Number = a.HeadNumber },
                    v => new { Id = v.ArticleId, v.Number },
                    (a, v) =>
                        new
                        {
                            Article = a,
                            Version = v,
                            DueAt = db
                                .ScheduledActs.Where(s =>
                                    s.ArticleId == a.Id && s.Kind == ScheduledKind.Publish && s.DoneAt == null
                                )
                                .Select(s => (DateTimeOffset?)s.DueAt)
                                .FirstOrDefault(),
                        }
                )
                .ToListAsync(cancel);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows.Max(r => r.Article.Id);
            foreach (var row in rows.OrderBy(r => r.Article.Id))
            {
                yield return new(
                    await ShowAsync(row.Article, row.Version, cancel),
                    row.Article.State,
                    row.Article.ChangedAt,
                    row.Article.FirstPublishedAt,
                    row.DueAt
                );
            }
        }
    }

    // A body that is refused stands as plain paragraphs, as in a rebuild.
    private async Task<Story> ShowAsync(Article article, ArticleVersion version, CancellationToken cancel)
    {
        try
        {
            return await preview.ShowAsync(article, version, cancel, BodyPictures.ReadersRoot);
        }
        catch (BodyRefusedException)
        {
            var plain = StoryMarkdown.Plain(version.Content.Body);
            var bare = new ArticleVersion
            {
                ArticleId = version.ArticleId,
                Number = version.Number,
                BasedOn = version.BasedOn,
                Content = version.Content with { Body = "" },
                CreatedAt = version.CreatedAt,
                CreatedById = version.CreatedById,
                CreatedByName = version.CreatedByName,
                Reason = version.Reason,
            };
            var story = await preview.ShowAsync(article, bare, cancel, BodyPictures.ReadersRoot);
            return story with { BodyHtml = plain.Html, BodyText = plain.Text, WordCount = plain.WordCount };
        }
    }
}
