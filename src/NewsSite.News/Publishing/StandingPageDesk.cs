using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;
using NewsSite.News.StandingPages;
using NewsSite.Rendering;

namespace NewsSite.News.Publishing;

/// <summary>What an admin fills in for a standing page.</summary>
/// <param name="Slug">Fixed once the page exists.</param>
/// <param name="Body">Markdown.</param>
public sealed record StandingPageForm(string Slug, string Title, string Body, int Position, DateOnly ReviewedOn);

/// <summary>The pages about the paper: written and public in one act.</summary>
public sealed class StandingPageDesk(NewsroomDb db, TimeProvider clock)
{
    /// <summary>Makes the page, or changes the one with this slug.</summary>
    /// <param name="seen">The row version that the admin had before them; null for a new page.</param>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    /// <exception cref="BodyRefusedException">The text cannot be shown; the message says what to change.</exception>
    /// <exception cref="PublishRefusedException">A field is missing, or somebody saved first; the message says what to do.</exception>
    public async Task SaveAsync(StandingPageForm form, uint? seen, Actor actor, CancellationToken cancel)
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        if (!Slug.IsSlug(form.Slug) || form.Slug == "-" || string.IsNullOrWhiteSpace(form.Title))
        {
            throw new PublishRefusedException(
                "Enter a title, and an address of lower-case letters, digits and hyphens."
            );
        }

        var body = await LaidOutBody.OfAsync(db, form.Body, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.standing_page in share row exclusive mode", cancel);
        var page = await db.StandingPages.SingleOrDefaultAsync(p => p.Slug == form.Slug, cancel);
        if (page?.RowVersion != seen)
        {
            throw new PublishRefusedException("Somebody saved this page meanwhile. Compare, then save again.");
        }

        if (page is null)
        {
            page = new StandingPage
            {
                Slug = form.Slug,
                Title = form.Title,
                Body = form.Body,
                ReviewedOn = form.ReviewedOn,
            };
            db.StandingPages.Add(page);
        }

        (page.Title, page.Body, page.Position, page.ReviewedOn) = (
            form.Title,
            form.Body,
            form.Position,
            form.ReviewedOn
        );
        db.Record(
            actor,
            "SaveStandingPage",
            $"standing-page:{form.Slug}",
            form.Title,
            clock.GetUtcNow(),
            db.ChangesOf(page)
        );
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(db, page, body, cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <summary>Carries one page into <c>site</c>, with the pictures that it shows, inside the caller's transaction and turn.</summary>
    internal static async Task ProjectAsync(
        NewsroomDb db,
        StandingPage page,
        LaidOutBody body,
        CancellationToken cancel
    )
    {
        var former = await db
            .Database.SqlQuery<long>(
                $$"""
                select p.id as "Value" from site.standing_page s
                cross join regexp_matches(s.body_html, '/media/([0-9a-f]{64})/', 'g') named
                join site.picture p on p.file_name = named[1] || '.jpg' where s.id = {{page.Id}}
                """
            )
            .ToArrayAsync(cancel);
        await db.Set<PublishedStandingPage>().Where(p => p.Id == page.Id).ExecuteDeleteAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.picture (id, file_name, width, height, alt, caption, credit, focal_x, focal_y)
            select id, file_name, width, height, alt, caption, credit, focal_x, focal_y from newsroom.picture
            where id = any({body.PictureIds}) on conflict (id) do nothing
            """,
            cancel
        );
        db.Add(
            new PublishedStandingPage
            {
                Id = page.Id,
                Slug = page.Slug,
                Title = page.Title,
                BodyHtml = body.Text.Html,
                Position = page.Position,
                ReviewedOn = page.ReviewedOn,
            }
        );
        await db.SaveChangesAsync(cancel);
        await new Projection(db).SweepAsync(new ShownNouns([], [], former), cancel);
        db.ChangeTracker.Clear();
    }
}
