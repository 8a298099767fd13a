using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;

namespace NewsSite.News.Published;

/// <summary>A month's stories, or the part of them that one file can hold.</summary>
/// <param name="Month">Its first day, in UTC.</param>
/// <param name="Part">From 1.</param>
public sealed record SitemapMonth(DateOnly Month, int Part);

/// <summary>An address and the moment at which what it shows last changed.</summary>
/// <param name="Address">From the root of the site.</param>
public sealed record SitemapLine(string Address, DateTimeOffset? ChangedAt, PictureView? Picture = null);

/// <summary>A story as the news sitemap names it.</summary>
/// <param name="Language">Null for the paper's own.</param>
public sealed record SitemapNews(string Address, string Headline, string? Language, DateTimeOffset FirstPublishedAt);

/// <summary>
/// What the sitemaps list: addresses that search engines may keep. A syndicated story is not among them, because its
/// canonical address is its source's.
/// </summary>
public sealed class SitemapLists
{
    private readonly PublishedDb db;

    public SitemapLists(PublishedDb db)
    {
        this.db = db;
        db.Shown.Add(Shown.Frame);
        db.Shown.Add(Shown.Stories);
    }

    /// <summary>The most addresses that the protocol allows in one file.</summary>
    public const int FileLimit = 50_000;

    /// <summary>A tag with fewer stories is too thin a page for search engines to keep.</summary>
    public const int TopicLeast = 3;

    private const int NewsLimit = 1000;
    private const int Batch = 2000;
    private static readonly TimeSpan NewsAge = TimeSpan.FromHours(48);

    /// <returns>The months that have stories, oldest first, in as many parts as each needs.</returns>
    public async Task<IReadOnlyList<SitemapMonth>> MonthsAsync(CancellationToken cancel)
    {
        var months = await db.Months.Where(m => m.Stories > 0).OrderBy(m => m.Begins).ToListAsync(cancel);
        return
        [
            .. months.SelectMany(m =>
                Enumerable.Range(1, ((m.Stories - 1) / FileLimit) + 1).Select(part => new SitemapMonth(m.Begins, part))
            ),
        ];
    }

    /// <returns>What tells the file's content from any other that it had; null where it has no story.</returns>
    public async Task<string?> MarkAsync(SitemapMonth file, CancellationToken cancel)
    {
        var (begins, ends) = Bounds(file.Month);
        return await db
            .Database.SqlQuery<string?>(
                $"""
                select md5(string_agg(concat_ws(' ', id, version_number, updated_at, picture_id), ',')) as "Value"
                from (
                    select id, version_number, updated_at, picture_id from site.article
                    where first_published_at >= {begins} and first_published_at < {ends}
                    order by first_published_at, id
                    offset {(file.Part - 1) * FileLimit} limit {FileLimit}
                ) as stories
                """
            )
            .SingleAsync(cancel);
    }

    /// <summary>The stories of one file, oldest first, in batches: no connection is held while a slow client reads.</summary>
    public async IAsyncEnumerable<IReadOnlyList<SitemapLine>> StoriesAsync(
        SitemapMonth file,
        [EnumeratorCancellation] CancellationToken cancel
    )
    {
        var place = await InMonth(file.Month)
            .Skip((file.Part - 1) * FileLimit)
            .Select(a => new { At = a.FirstPublishedAt, a.Id })
            .FirstOrDefaultAsync(cancel);
        // Each batch begins behind the last row of the one before; the first, just before its own first row.
        place = place is null ? null : new { place.At, Id = place.Id - 1 };
        var left = FileLimit;
        while (place is not null && left > 0)
        {
            var (at, id) = (place.At, place.Id);
            var rows = await InMonth(file.Month)
                .Where(a =>
                    EF.Functions.GreaterThan(ValueTuple.Create(a.FirstPublishedAt, a.Id), ValueTuple.Create(at, id))
                )
                .Take(Math.Min(Batch, left))
                .Select(a => new
                {
                    a.Id,
                    a.Slug,
                    a.FirstPublishedAt,
                    a.UpdatedAt,
                    a.Picture,
                    IsElsewhere = a.IsSyndicated && a.SourceUrl != null,
                })
                .ToListAsync(cancel);
            yield return
            [
                .. rows.Where(a => !a.IsElsewhere)
                    .Select(a => new SitemapLine(
                        $"/news/{a.Id}/{a.Slug}",
                        a.UpdatedAt ?? a.FirstPublishedAt,
                        Cards.View(a.Picture)
                    )),
            ];
            left -= rows.Count;
            place = rows.Count == 0 ? null : new { At = rows[^1].FirstPublishedAt, rows[^1].Id };
        }
    }

    /// <returns>Sections that have stories and are not hidden; each changed when its newest story came.</returns>
    public async Task<IReadOnlyList<SitemapLine>> SectionsAsync(CancellationToken cancel) =>
        [
            .. (
                await db
                    .Categories.Where(c => !c.IsHidden)
                    .OrderBy(c => c.Position)
                    .Select(c => new
                    {
                        c.Slug,
                        At = db.Filings.Where(f => f.CategoryId == c.Id).Max(f => (DateTimeOffset?)f.FirstPublishedAt),
                    })
                    .ToListAsync(cancel)
            )
                .Where(c => c.At is not null)
                .Select(c => new SitemapLine($"/category/{c.Slug}", c.At)),
        ];

    /// <returns>Tags that have enough stories to be a page worth finding; a file holds the tags of one range of ids.</returns>
    /// <param name="part">From 1.</param>
    public async Task<IReadOnlyList<SitemapLine>> TopicsAsync(int part, CancellationToken cancel) =>
        [
            .. (
                await db
                    .Tags.Where(t => t.Id > (part - 1L) * FileLimit && t.Id <= (long)part * FileLimit)
                    .Where(t => db.Taggings.Where(x => x.TagId == t.Id).Skip(TopicLeast - 1).Any())
                    .OrderBy(t => t.Id)
                    .Select(t => new
                    {
                        t.Slug,
                        At = db.Taggings.Where(x => x.TagId == t.Id).Max(x => (DateTimeOffset?)x.FirstPublishedAt),
                    })
                    .ToListAsync(cancel)
            ).Select(t => new SitemapLine($"/tag/{t.Slug}", t.At)),
        ];

    /// <returns>The authors of one range of ids.</returns>
    /// <param name="part">From 1.</param>
    public async Task<IReadOnlyList<SitemapLine>> AuthorsAsync(int part, CancellationToken cancel) =>
        [
            .. (
                await db
                    .Authors.Where(a => a.Id > (part - 1L) * FileLimit && a.Id <= (long)part * FileLimit)
                    .OrderBy(a => a.Id)
                    .Select(a => new
                    {
                        a.Slug,
                        At = db.Bylines.Where(b => b.AuthorId == a.Id).Max(b => (DateTimeOffset?)b.FirstPublishedAt),
                    })
                    .ToListAsync(cancel)
            ).Select(a => new SitemapLine($"/author/{a.Slug}", a.At)),
        ];

    /// <returns>How many files the ranges of ids need: of topics, and of authors.</returns>
    public async Task<(int Topics, int Authors)> PartsAsync(CancellationToken cancel)
    {
        static int Parts(long? last) => (int)(((last ?? 1) - 1) / FileLimit) + 1;
        return (
            Parts(await db.Tags.MaxAsync(t => (long?)t.Id, cancel)),
            Parts(await db.Authors.MaxAsync(a => (long?)a.Id, cancel))
        );
    }

    /// <returns>The front page, the archive, the log of corrections, and the pages about the paper.</returns>
    public async Task<IReadOnlyList<SitemapLine>> PagesAsync(CancellationToken cancel)
    {
        var newest = await db.Articles.MaxAsync(a => (DateTimeOffset?)a.FirstPublishedAt, cancel);
        var corrected = await db.Corrections.MaxAsync(c => (DateTimeOffset?)c.At, cancel);
        var about = await db.StandingPages.OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(cancel);
        return
        [
            new("/", newest),
            new("/archive", newest),
            new("/corrections", corrected),
            .. about.Select(p => new SitemapLine(
                new StandingPageLink(p.Slug, p.Title).Address,
                new DateTimeOffset(p.ReviewedOn.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            )),
        ];
    }

    /// <returns>The stories of the last 48 hours, newest first, at most 1,000.</returns>
    public async Task<IReadOnlyList<SitemapNews>> NewsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - NewsAge;
        return await db
            .Articles.Where(a => a.FirstPublishedAt >= since && a.FirstPublishedAt <= now)
            .Where(a => !(a.IsSyndicated && a.SourceUrl != null))
            .OrderByDescending(a => a.FirstPublishedAt)
            .ThenByDescending(a => a.Id)
            .Take(NewsLimit)
            .Select(a => new SitemapNews("/news/" + a.Id + "/" + a.Slug, a.Headline, a.Language, a.FirstPublishedAt))
            .ToListAsync(cancel);
    }

    private IQueryable<PublishedArticle> InMonth(DateOnly month)
    {
        var (begins, ends) = Bounds(month);
        return db
            .Articles.Where(a => a.FirstPublishedAt >= begins && a.FirstPublishedAt < ends)
            .OrderBy(a => a.FirstPublishedAt)
            .ThenBy(a => a.Id);
    }

    private static (DateTimeOffset Begins, DateTimeOffset Ends) Bounds(DateOnly month)
    {
        var begins = new DateTimeOffset(month.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return (begins, month == new DateOnly(9999, 12, 1) ? DateTimeOffset.MaxValue : begins.AddMonths(1));
    }
}
