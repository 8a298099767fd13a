using Microsoft.EntityFrameworkCore;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;
using NewsSite.News.StandingPages;

namespace NewsSite.News.Publishing;

/// <param name="Words">Searched in alt text, caption, credit, usage terms and file name; all must be there, the last may be a beginning.</param>
/// <param name="IsMissingAlt">Only those that nobody has described.</param>
/// <param name="IsUnused">Only those that no story, no page about the paper and no author shows.</param>
/// <param name="IsDescribed">Only those for stories: described, and nobody's portrait.</param>
public sealed record PictureFilter(
    string? Words = null,
    bool IsMissingAlt = false,
    bool IsUnused = false,
    bool IsDescribed = false
);

/// <param name="Before">The id that the next page begins below; null at the end.</param>
public sealed record PictureList(IReadOnlyList<Picture> Pictures, long? Before);

/// <summary>A story that shows a picture.</summary>
/// <param name="IsLive">Readers see it there.</param>
/// <param name="Slug">Null before the first publication.</param>
public sealed record PictureUse(
    long ArticleId,
    string Headline,
    bool IsLive,
    bool IsNewest,
    long? CreatedById,
    string? Slug
);

/// <summary>A page about the paper that shows a picture.</summary>
public sealed record PageWithPicture(string Title, string Slug)
{
    /// <summary>Where readers find it.</summary>
    public string Address => StandingPage.AddressOf(Slug);
}

/// <summary>The newsroom's pictures, to be looked through. Published tables are read, never written.</summary>
public sealed class PictureLibrary(NewsroomDb db)
{
    public const int PageSize = 24;
    public const int UseLimit = 50;

    // Unused pictures may lie far apart: one page looks through so many and no more, the next goes on from there.
    private const int Window = 1000;
    private const int WordLimit = 8;

    /// <returns>Null where there is none.</returns>
    public Task<Picture?> FindAsync(long id, CancellationToken cancel) =>
        db.Pictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel);

    /// <summary>Newest first.</summary>
    /// <param name="before">See <see cref="PictureList.Before"/>; null for the first page.</param>
    public async Task<PictureList> PageAsync(PictureFilter filter, long? before, CancellationToken cancel)
    {
        var below = before ?? long.MaxValue;
        var pictures = db.Pictures.AsNoTracking();
        long? end = null;
        if (filter.IsUnused)
        {
            var window = await db
                .Pictures.Where(p => p.Id < below)
                .OrderByDescending(p => p.Id)
                .Select(p => p.Id)
                .Skip(Window - 1)
                .Take(1)
                .ToListAsync(cancel);
            end = window.Count == 0 ? null : window[0];
            pictures = db
                .Pictures.FromSql(
                    $"""
                    select p.*, p.xmin from newsroom.picture p
                    where p.id >= {end ?? 0}
                      and not exists (
                        select from newsroom.article_version v
                        join newsroom.article a on a.id = v.article_id and v.number in (a.head_number, a.live_number)
                        where v.picture_id = p.id)
                      and not exists (
                        select from newsroom.article_version v
                        join newsroom.article a on a.id = v.article_id and v.number in (a.head_number, a.live_number)
                        where v.body like '%/media/%' and newsroom.body_pictures(v.body) @> array[p.file_name::text])
                      and not exists (
                        select from newsroom.live_entry e where e.state <> 'Removed'
                          and e.body like '%/media/%' and newsroom.body_pictures(e.body) @> array[p.file_name::text])
                      and not exists (
                        select from newsroom.live_blog b
                        where b.summary like '%/media/%' and newsroom.body_pictures(b.summary) @> array[p.file_name::text])
                      and not exists (select from newsroom.author u where u.portrait_id = p.id)
                      and p.file_name <> all (array(
                        select unnest(newsroom.body_pictures(s.body)) from newsroom.standing_page s
                        where s.body like '%/media/%'))
                    """
                )
                .AsNoTracking();
        }

        if (Query(filter.Words) is { } query)
        {
            pictures = pictures.Where(p =>
                EF.Property<NpgsqlTypes.NpgsqlTsVector>(p, Picture.SearchColumn)
                    .Matches(EF.Functions.ToTsQuery("site.news", query))
            );
        }

        if (filter.IsMissingAlt)
        {
            pictures = pictures.Where(p => p.Alt == "");
        }

        if (filter.IsDescribed)
        {
            pictures = pictures.Where(p => p.Alt != "" && !db.Authors.Any(a => a.PortraitId == p.Id));
        }

        var found = await pictures
            .Where(p => p.Id < below)
            .OrderByDescending(p => p.Id)
            .Take(PageSize + 1)
            .ToListAsync(cancel);
        return found.Count > PageSize ? new(found[..PageSize], found[PageSize - 1].Id) : new(found, end);
    }

    /// <returns>The stories whose newest or live version shows the picture, newest first, at most <see cref="UseLimit"/>.</returns>
    public Task<List<PictureUse>> UsesAsync(Picture picture, CancellationToken cancel) =>
        db
            .Database.SqlQuery<PictureUse>(
                $"""
                select a.id as article_id, v.headline, coalesce(v.number = a.live_number, false) as is_live,
                    v.number = a.head_number as is_newest, a.created_by_id, a.slug
                from newsroom.article_version v
                join newsroom.article a on a.id = v.article_id and v.number in (a.head_number, a.live_number)
                where v.picture_id = {picture.Id}
                   or (v.body like '%/media/%' and newsroom.body_pictures(v.body) @> array[{picture.FileName}])
                union
                select a.id, v.headline, a.live_number is not null, true, a.created_by_id, a.slug
                from newsroom.article a
                join newsroom.article_version v on v.article_id = a.id and v.number = a.head_number
                where a.id in (
                    select e.article_id from newsroom.live_entry e where e.state <> 'Removed'
                      and e.body like '%/media/%' and newsroom.body_pictures(e.body) @> array[{picture.FileName}]
                    union
                    select b.article_id from newsroom.live_blog b
                    where b.summary like '%/media/%' and newsroom.body_pictures(b.summary) @> array[{picture.FileName}])
                order by article_id desc, is_newest
                limit {UseLimit}
                """
            )
            .ToListAsync(cancel);

    /// <returns>The pages about the paper that show the picture, at most <see cref="UseLimit"/>.</returns>
    public Task<List<PageWithPicture>> PagesAsync(Picture picture, CancellationToken cancel) =>
        db
            .Database.SqlQuery<PageWithPicture>(
                $"""
                select title, slug from newsroom.standing_page
                where strpos(body, {picture.FileName}) > 0
                order by position, title
                limit {UseLimit}
                """
            )
            .ToListAsync(cancel);

    /// <returns>Whether readers may see the picture now.</returns>
    public Task<bool> IsPublicAsync(long id, CancellationToken cancel) =>
        db.Set<PublishedPicture>().AnyAsync(p => p.Id == id, cancel);

    // Every word of letters and digits alone, so that none of them is an operator of the query.
    private static string? Query(string? words)
    {
        string[] found =
        [
            .. new string([.. (words ?? "").Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Take(WordLimit),
        ];
        return found.Length == 0 ? null : string.Join(" & ", found) + ":*";
    }
}
