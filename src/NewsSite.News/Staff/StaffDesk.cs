using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Addresses;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Authors;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>The acts on staff accounts; used by the admin's pages, the command line and the demo.</summary>
public sealed class StaffDesk(NewsroomDb db, UserManager<StaffMember> users, TimeProvider clock)
{
    public const int PasswordLeast = 12;

    /// <summary>How long somebody who has no password yet can come in by a link.</summary>
    public static readonly TimeSpan InvitationLasts = TimeSpan.FromHours(72);

    /// <summary>How long somebody who has lost the password can.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromHours(24);
    private const string AddAct = "AddStaff";

    /// <returns>All accounts, by name.</returns>
    public Task<List<StaffMember>> ListAsync(CancellationToken cancel) =>
        db.Users.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancel);

    /// <summary>
    /// Makes an account and the public author that signs its stories. Somebody who came with an export has a name and no
    /// address: the one person of that name gets the account, with all that was theirs.
    /// </summary>
    /// <param name="password">Null: the person sets one through a link.</param>
    /// <returns>The account, or the reasons why not, each for the person who typed.</returns>
    public async Task<(StaffMember? Member, IReadOnlyList<string> Refused)> AddAsync(
        string email,
        string name,
        StaffRole role,
        string? password,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var awaited = await db
            .Users.Where(u => u.Email == null && u.PasswordHash == null && u.DisabledAt == null && u.Name == name)
            .ToListAsync(cancel);
        var member = awaited is [var known]
            ? known
            : new StaffMember
            {
                Name = name,
                Role = role,
                CreatedAt = clock.GetUtcNow(),
                LockoutEnabled = true,
            };
        (member.UserName, member.Email, member.Role) = (email, email, role);
        var made = await SaveAsync(member, isNew: awaited is not [_], password);
        if (!made.Succeeded)
        {
            return (null, [.. made.Errors.Select(e => e.Description).Distinct()]);
        }

        if (!await db.Authors.AnyAsync(a => a.StaffMemberId == member.Id, cancel))
        {
            db.Authors.Add(
                new Author
                {
                    Name = name,
                    Slug = await FreeSlugAsync(name, cancel),
                    StaffMemberId = member.Id,
                }
            );
        }

        Record(AddAct, member, $"{role}", actor);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (member, []);
    }

    private async Task<IdentityResult> SaveAsync(StaffMember member, bool isNew, string? password)
    {
        if (isNew)
        {
            return password is null ? await users.CreateAsync(member) : await users.CreateAsync(member, password);
        }

        var named = await users.UpdateAsync(member);
        return named.Succeeded && password is not null ? await users.AddPasswordAsync(member, password) : named;
    }

    /// <summary>Changes what a person may do. Open sessions end, and the next one has the new role.</summary>
    /// <exception cref="StaffRefusedException">It would leave the site without an admin.</exception>
    public Task ChangeRoleAsync(long id, StaffRole role, Actor actor, CancellationToken cancel) =>
        ChangeAsync(id, "ChangeRole", $"{role}", member => member.Role = role, actor, cancel);

    /// <summary>As <see cref="ChangeRoleAsync"/>, with the sections that the role is limited to.</summary>
    /// <param name="sectionIds">None for the whole paper.</param>
    /// <exception cref="StaffRefusedException">A section is not there, or the site would be without an admin.</exception>
    public async Task ChangeRightsAsync(
        long id,
        StaffRole role,
        IReadOnlyCollection<long> sectionIds,
        Actor actor,
        CancellationToken cancel
    )
    {
        long[] chosen = [.. sectionIds.Distinct().Order()];
        if (
            await db.Categories.CountAsync(c => chosen.Contains(c.Id) && c.ReplacedById == null, cancel)
            != chosen.Length
        )
        {
            throw new StaffRefusedException("Choose sections from the list");
        }

        await ChangeAsync(
            id,
            "ChangeRights",
            $"{role}",
            member => (member.Role, member.SectionIds) = (role, chosen),
            actor,
            cancel
        );
    }

    /// <summary>Shuts a person out, open sessions included, or lets them in again.</summary>
    /// <exception cref="StaffRefusedException">It would leave the site without an admin.</exception>
    public Task DisableAsync(long id, bool disable, Actor actor, CancellationToken cancel) =>
        ChangeAsync(
            id,
            disable ? "DisableStaff" : "EnableStaff",
            null,
            member => member.DisabledAt = disable ? clock.GetUtcNow() : null,
            actor,
            cancel
        );

    /// <summary>
    /// Prepares the one link by which the holder of an account, or whoever has it, sets a password. An earlier one does not
    /// work any more.
    /// </summary>
    /// <returns>The account as it is from now on; a link made from it works once.</returns>
    /// <exception cref="NotAllowedException">The actor is no admin, or there is no such account.</exception>
    /// <exception cref="StaffRefusedException">The account is disabled.</exception>
    public Task<StaffMember> MakeLinkAsync(long id, Actor actor, CancellationToken cancel) =>
        LinkAsync(
            id,
            "MakeSetUpLink",
            member =>
                member.Email is null
                    ? throw new StaffRefusedException(
                        "Nobody knows where to send it: add an account with the same name."
                    )
                : member.DisabledAt is null
                    ? clock.GetUtcNow() + (member.PasswordHash is null ? InvitationLasts : LinkLasts)
                : throw new StaffRefusedException("This account is disabled. Enable it first."),
            actor,
            cancel
        );

    /// <summary>The link that was made last does not work any more.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin, or there is no such account.</exception>
    public Task RevokeLinkAsync(long id, Actor actor, CancellationToken cancel) =>
        LinkAsync(id, "RevokeSetUpLink", _ => null, actor, cancel);

    private async Task<StaffMember> LinkAsync(
        long id,
        string act,
        Func<StaffMember, DateTimeOffset?> until,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var member = await db.TakeAsync(id, cancel);
        member.LinkUntil = until(member);

        // What every link is made from.
        member.SecurityStamp = Guid.NewGuid().ToString();
        db.Record(actor, act, $"staff:{id}", null, clock.GetUtcNow(), db.ChangesOf(member));
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return member;
    }

    private async Task ChangeAsync(
        long id,
        string act,
        string? detail,
        Action<StaffMember> change,
        Actor actor,
        CancellationToken cancel
    )
    {
        if (actor.Role < StaffRole.Admin)
        {
            throw new NotAllowedException();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // A shut account is told to readers; whoever has the turn may wait for the accounts, so it comes first.
        await SiteTurn.TakeAsync(db, cancel);

        // Two admins who disable each other in the same second must not both succeed.
        await db.Database.ExecuteSqlRawAsync("lock table newsroom.staff_member in share row exclusive mode", cancel);
        var member = await db.Users.SingleOrDefaultAsync(s => s.Id == id, cancel) ?? throw new NotAllowedException();
        await db.Entry(member).ReloadAsync(cancel);
        change(member);
        if (
            !await db.Users.AnyAsync(s => s.Id != id && s.Role == StaffRole.Admin && s.DisabledAt == null, cancel)
            && (member.Role != StaffRole.Admin || member.DisabledAt is not null)
        )
        {
            throw new StaffRefusedException("There must be at least one admin. Make somebody else an admin first.");
        }

        // Links to a password end with it, too, and so does who waits for a code.
        member.LinkUntil = null;
        member.SecurityStamp = Guid.NewGuid().ToString();
        var now = clock.GetUtcNow();
        await db.EndSessionsAsync(id, null, now, cancel);
        Record(act, member, detail, actor);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    private void Record(string act, StaffMember member, string? detail, Actor actor) =>
        db.Record(
            actor,
            act,
            $"staff:{member.Id}",
            detail,
            clock.GetUtcNow(),
            db.ChangesOf(member, isNew: act == AddAct)
        );

    private async Task<string> FreeSlugAsync(string name, CancellationToken cancel)
    {
        var slug = Slug.OfName(name);
        var free = slug;
        for (var n = 2; await db.Authors.AnyAsync(a => a.Slug == free, cancel); n++)
        {
            free = $"{slug}-{n}";
        }

        return free;
    }
}
