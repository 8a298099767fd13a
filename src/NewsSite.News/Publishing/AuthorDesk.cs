using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Database;
using NewsSite.News.Published.Tables;
using NewsSite.News.Publishing.Copies;
using NewsSite.News.Staff;

namespace NewsSite.News.Publishing;

/// <summary>What the person themselves may say on their page.</summary>
/// <param name="Role">For example "Political editor".</param>
/// <param name="Biography">Plain text; an empty line between paragraphs.</param>
/// <param name="PortraitId">A described picture of the library, or the one that the author has.</param>
/// <param name="Links">Profiles elsewhere, as https addresses.</param>
public sealed record ProfileForm(string? Role, string? Biography, long? PortraitId, IReadOnlyList<string> Links);

/// <summary>What an admin fills in for an author besides the profile: how stories are signed is the paper's to say.</summary>
/// <param name="StaffMemberId">Whose account it belongs to; null for a guest, a desk or an agency.</param>
public sealed record AuthorForm(string Name, string Slug, long? StaffMemberId, ProfileForm Profile);

/// <summary>An act on authors cannot be done.</summary>
/// <param name="field">The field of the form that the message stands beside.</param>
#pragma warning disable CA1032 // It always says which field.
public sealed class AuthorRefusedException(string field, string message) : Exception(message)
#pragma warning restore CA1032
{
    public string Field { get; } = field;
}

/// <summary>The acts on the public authors. Each is one transaction, in the newsroom and for readers alike.</summary>
public sealed class AuthorDesk(NewsroomDb db, MassChangeGuard guard, TimeProvider clock)
{
    private const string Kind = "author";

    /// <returns>Null where there is none.</returns>
    public Task<Author?> FindAsync(long id, CancellationToken cancel) =>
        db.Authors.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancel);

    /// <returns>The author that belongs to an account; null where there is none.</returns>
    public Task<Author?> OfStaffAsync(long staffMemberId, CancellationToken cancel) =>
        db.Authors.AsNoTracking().SingleOrDefaultAsync(a => a.StaffMemberId == staffMemberId, cancel);

    /// <summary>Adds somebody who can sign stories: a guest, where it has no account.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    /// <exception cref="AuthorRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    public Task<long> AddAsync(AuthorForm form, Actor actor, CancellationToken cancel) =>
        ActAsync(
            actor,
            "AddAuthor",
            async () =>
            {
                var author = new Author { Name = form.Name, Slug = form.Slug };
                await FillAsync(author, form, cancel);
                db.Authors.Add(author);
                return author;
            },
            cancel
        );

    /// <summary>Changes an author; a former address leads to the new one for ever.</summary>
    /// <inheritdoc cref="AddAsync"/>
    public Task ChangeAsync(long id, AuthorForm form, Actor actor, CancellationToken cancel) =>
        ActAsync(
            actor,
            "ChangeAuthor",
            async () =>
            {
                var author = await TakeAsync(a => a.Id == id, cancel);
                await FillAsync(author, form, cancel);
                return author;
            },
            cancel
        );

    /// <summary>A person changes what stands on their own page.</summary>
    /// <exception cref="NotAllowedException">No author belongs to the actor.</exception>
    /// <exception cref="AuthorRefusedException">The form cannot be accepted; the message says which field and why.</exception>
    /// <exception cref="PublishRefusedException">The actor's account is frozen.</exception>
    public async Task ChangeOwnAsync(ProfileForm form, Actor actor, CancellationToken cancel)
    {
        await guard.CheckAsync(actor, cancel);
        await SaveAsync(
            actor,
            "ChangeOwnProfile",
            async () =>
            {
                var self = actor.Id ?? throw new NotAllowedException();
                var author = await TakeAsync(a => a.StaffMemberId == self, cancel);
                await FillAsync(author, form, cancel);
                return author;
            },
            cancel
        );
    }

    private Task<long> ActAsync(Actor actor, string act, Func<Task<Author>> change, CancellationToken cancel) =>
        actor.Role < StaffRole.Admin ? throw new NotAllowedException() : SaveAsync(actor, act, change, cancel);

    private async Task<long> SaveAsync(Actor actor, string act, Func<Task<Author>> change, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Nobody takes an address meanwhile that is just being left.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.author in share row exclusive mode", cancel);
        var author = await change();
        var changes = db.ChangesOf(author);
        await db.SaveChangesAsync(cancel);
        db.Record(actor, act, $"author:{author.Id}", author.Name, clock.GetUtcNow(), changes);
        await db.SaveChangesAsync(cancel);
        await SiteTurn.TakeAsync(db, cancel);
        await ProjectAsync(author.Id, cancel);
        await transaction.CommitAsync(cancel);
        return author.Id;
    }

    private async Task<Author> TakeAsync(
        System.Linq.Expressions.Expression<Func<Author, bool>> which,
        CancellationToken cancel
    ) => await db.Authors.SingleOrDefaultAsync(which, cancel) ?? throw new NotAllowedException();

    private async Task FillAsync(Author author, AuthorForm form, CancellationToken cancel)
    {
        if (!Slug.IsSlug(form.Slug) || form.Slug == "-")
        {
            throw new AuthorRefusedException("Slug", "Use lower-case letters, digits and hyphens");
        }

        var former = await db.FormerSlugs.SingleOrDefaultAsync(f => f.Kind == Kind && f.Slug == form.Slug, cancel);
        var owner = former is null || former.TargetId == author.Id ? author.Id : former.TargetId;
        if (
            await db
                .Authors.Where(a => a.Id != author.Id && (a.Slug == form.Slug || a.Id == owner))
                .Select(a => a.Name)
                .FirstOrDefaultAsync(cancel) is
            { } other
        )
        {
            throw new AuthorRefusedException("Slug", $"This is or was the address of {other}");
        }

        if (form.StaffMemberId is { } staff)
        {
            if (!await db.Users.AnyAsync(s => s.Id == staff, cancel))
            {
                throw new AuthorRefusedException("StaffMemberId", "Choose an account from the list");
            }

            if (await db.Authors.AnyAsync(a => a.StaffMemberId == staff && a.Id != author.Id, cancel))
            {
                throw new AuthorRefusedException("StaffMemberId", "This account signs as another author already");
            }
        }

        if (former is not null)
        {
            // It has this address again.
            db.FormerSlugs.Remove(former);
        }

        if (author.Id != 0 && author.Slug != form.Slug)
        {
            db.FormerSlugs.Add(
                new FormerSlug
                {
                    Kind = Kind,
                    Slug = author.Slug,
                    TargetId = author.Id,
                }
            );
        }

        (author.Name, author.Slug, author.StaffMemberId) = (form.Name, form.Slug, form.StaffMemberId);
        await FillAsync(author, form.Profile, cancel);
    }

    private async Task FillAsync(Author author, ProfileForm form, CancellationToken cancel)
    {
        // What readers are shown must be described for those who do not see it.
        if (
            form.PortraitId is { } portrait
            && portrait != author.PortraitId
            && !await db.Pictures.AnyAsync(p => p.Id == portrait && p.Alt != "", cancel)
        )
        {
            throw new AuthorRefusedException("PortraitId", "Choose a picture from the list");
        }

        (author.Role, author.Biography, author.PortraitId) = (form.Role, form.Biography, form.PortraitId);
        author.Links = [.. form.Links];
    }

    // Readers know an author by the stories; who signs none of those that are live has no page.
    private async Task ProjectAsync(long id, CancellationToken cancel)
    {
        var former = await db.Set<PublishedAuthor>()
            .Where(a => a.Id == id && a.PortraitId != null)
            .Select(a => a.PortraitId!.Value)
            .ToArrayAsync(cancel);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into site.picture (id, file_name, width, height, alt, caption, credit, focal_x, focal_y)
            select p.id, p.file_name, p.width, p.height, p.alt, p.caption, p.credit, p.focal_x, p.focal_y
            from newsroom.picture p join newsroom.author a on a.portrait_id = p.id
            where a.id = {id} and exists (select from site.author where id = {id})
            on conflict (id) do nothing;
            update site.author a set slug = n.slug, name = n.name, role = n.role, biography = n.biography,
                links = n.links, is_former = s.disabled_at is not null, portrait_id = n.portrait_id
            from newsroom.author n left join newsroom.staff_member s on s.id = n.staff_member_id
            where n.id = {id} and a.id = n.id;
            delete from site.former_slug f where kind = 'author' and target_id = {id}
                and not exists (select from newsroom.former_slug n where n.kind = 'author' and n.slug = f.slug);
            insert into site.former_slug (kind, slug, target_id)
            select kind, slug, target_id from newsroom.former_slug where kind = 'author' and target_id = {id}
            on conflict (kind, slug) do nothing
            """,
            cancel
        );
        await new Projection(db).SweepAsync(new ShownNouns([], [], former), cancel);
    }
}
