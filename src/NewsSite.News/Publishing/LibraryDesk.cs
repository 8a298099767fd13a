using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Media;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Publishing.LiveBlogs;
using NewsSite.News.Staff;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>Changes what is said of a picture, wherever it is shown.</summary>
public sealed class LibraryDesk(NewsroomDb db, TimeProvider clock)
{
    /// <summary>In one transaction: the record, and every published page that shows the picture.</summary>
    /// <param name="seen">The row version that the person looked at.</param>
    /// <returns>False where somebody else changed it meanwhile; then nothing is saved.</returns>
    /// <exception cref="NotAllowedException">No such picture, or it is not the actor's to change.</exception>
    public async Task<bool> SaveAsync(long id, uint seen, PictureForm form, Actor actor, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var picture = await db
            .Pictures.FromSql($"select *, xmin from newsroom.picture where id = {id} for no key update")
            .SingleOrDefaultAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        var isPublic = await db.Set<PublishedPicture>().AnyAsync(p => p.Id == id, cancel);
        if (picture?.MayBeChangedBy(actor, isPublic) != true)
        {
            throw new NotAllowedException();
        }

        if (FormOf(picture) == form)
        {
            return true;
        }

        if (picture.RowVersion != seen)
        {
            return false;
        }

        var inText = (picture.Alt, picture.Credit) != (form.Alt, form.Credit);
        (picture.Alt, picture.Caption, picture.Credit) = (form.Alt, form.Caption, form.Credit);
        (picture.UsageTerms, picture.FocalX, picture.FocalY) = (form.UsageTerms, form.FocalX, form.FocalY);
        db.Record(
            actor,
            "ChangePicture",
            $"picture:{picture.FileName}",
            form.Alt,
            clock.GetUtcNow(),
            db.ChangesOf(picture)
        );
        await db.SaveChangesAsync(cancel);
        await db.Set<PublishedPicture>()
            .Where(p => p.Id == id)
            .ExecuteUpdateAsync(
                to =>
                    to.SetProperty(p => p.Alt, form.Alt)
                        .SetProperty(p => p.Caption, form.Caption)
                        .SetProperty(p => p.Credit, form.Credit)
                        .SetProperty(p => p.FocalX, form.FocalX)
                        .SetProperty(p => p.FocalY, form.FocalY),
                cancel
            );
        if (inText)
        {
            await LayOutAnewAsync(id, cancel);
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    /// <returns>What is said of a picture now.</returns>
    public static PictureForm FormOf(Picture p) =>
        new(p.Alt, p.Caption, p.Credit, p.FocalX, p.FocalY) { UsageTerms = p.UsageTerms };

    // The laid-out text of a story or page holds the alt text and the credit of the pictures in it.
    private async Task LayOutAnewAsync(long id, CancellationToken cancel)
    {
        var stories = await db
            .Database.SqlQuery<long>($"select article_id as value from site.article_picture where picture_id = {id}")
            .ToListAsync(cancel);
        foreach (var story in stories)
        {
            var markdown = await db
                .ArticleVersions.Where(v =>
                    v.ArticleId == story && db.Articles.Any(a => a.Id == story && a.LiveNumber == v.Number)
                )
                .Select(v => v.Content.Body)
                .SingleAsync(cancel);
            try
            {
                var text = (await LaidOutBody.OfAsync(db, markdown, cancel)).Text;
                await db.Set<PublishedArticle>()
                    .Where(a => a.Id == story)
                    .ExecuteUpdateAsync(
                        to =>
                            to.SetProperty(a => a.BodyHtml, text.Html)
                                .SetProperty(a => a.BodyText, text.Text)
                                .SetProperty(a => a.WordCount, text.WordCount),
                        cancel
                    );
            }
            catch (BodyRefusedException)
            {
                // Published once and refused by today's limits: it stands as plain paragraphs, without pictures.
            }
        }

        await new LiveCopies(db).LayOutAnewAsync(id, cancel);
        var pages = await db
            .StandingPages.FromSql(
                $"""
                select s.*, s.xmin from newsroom.standing_page s join newsroom.picture p on strpos(s.body, p.file_name) > 0
                where p.id = {id}
                """
            )
            .AsNoTracking()
            .ToListAsync(cancel);
        foreach (var page in pages)
        {
            try
            {
                await StandingPageDesk.ProjectAsync(db, page, await LaidOutBody.OfAsync(db, page.Body, cancel), cancel);
            }
            catch (BodyRefusedException)
            {
                // As above.
            }
        }
    }
}
