using Microsoft.EntityFrameworkCore;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Importing.Markup;
using NewsSite.News.Publishing;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.News.StandingPages;

namespace NewsSite.News.Importing;

/// <summary>
/// Puts pictures that were missing when a page about the paper came in, and are there now, into the page, where nobody has
/// written in it since. Elsewhere the report says that they are in the library.
/// </summary>
internal sealed class LatePagePictures(NewsroomDb db, TimeProvider clock)
{
    /// <inheritdoc cref="LatePictures.PlaceAsync"/>
    public async Task<int> PlaceAsync(
        IReadOnlyCollection<SourcePost> posts,
        PostMaker maker,
        IReadOnlyDictionary<string, KnownPicture> found,
        ImportReport report,
        bool isDry,
        CancellationToken cancel
    )
    {
        var shown = posts.Where(p => p.Pictures.Count > 0).DistinctBy(maker.KeyOf).ToDictionary(maker.KeyOf);
        if (shown.Count == 0)
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var keys = shown.Keys.ToList();
        var pages = await db
            .StandingPages.FromSql(
                $"select *, xmin from newsroom.standing_page where import_key = any({keys}) order by id for update"
            )
            .ToListAsync(cancel);
        var late = new List<StandingPage>();
        foreach (var page in pages)
        {
            var post = shown[page.ImportKey!.Value];
            var there = LatePictures.PicturesIn(page.Body).ToHashSet();
            if (
                Make(post, found) is not { } now
                || !LatePictures.PicturesIn(now.Body).Except(there).Any()
                || Make(post, found.Where(f => there.Contains(f.Value.FileName)).ToDictionary()) is not { } before
            )
            {
                continue;
            }

            // A page has no versions: it is as it came if an import with the pictures that it shows would make it so.
            if (before.Body != page.Body)
            {
                report.Remark(ImportReport.Edited, post.At, now.Headline);
                continue;
            }

            page.Body = now.Body;
            late.Add(page);
            report.Tell(now);
        }

        if (!isDry && late.Count > 0)
        {
            await WriteAsync(late, cancel);
            await transaction.CommitAsync(cancel);
        }

        db.ChangeTracker.Clear();
        return late.Count;

        ReadyPost? Make(SourcePost post, IReadOnlyDictionary<string, KnownPicture> pictures)
        {
            try
            {
                return maker.Make(post, pictures) is { PageSlug: not null } page ? page : null;
            }
            catch (ItemRefusedException)
            {
                return null;
            }
        }
    }

    private async Task WriteAsync(List<StandingPage> late, CancellationToken cancel)
    {
        foreach (var page in late)
        {
            db.Record(
                Actor.System,
                "SaveStandingPage",
                $"standing-page:{page.Slug}",
                page.Title,
                clock.GetUtcNow(),
                db.ChangesOf(page)
            );
        }

        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        foreach (var page in late)
        {
            var body = await LaidOutBody.OrPlainAsync(db, page.Body, cancel);
            await StandingPageDesk.ProjectAsync(db, page, body, cancel);
        }
    }
}
