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
    private const string AddAct = "AddStaff";

    /// <summary>Makes an account and the public author that signs its stories.</summary>
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
        var member = new StaffMember
        {
            UserName = email,
            Email = email,
            Name = name,
            Role = role,
            CreatedAt = clock.GetUtcNow(),
            LockoutEnabled = true,
        };
        var made = password is null ? await users.CreateAsync(member) : await users.CreateAsync(member, password);
        if (!made.Succeeded)
        {
            return (null, [.. made.Errors.Select(e => e.Description).Distinct()]);
        }

        db.Authors.Add(
            new Author
            {
                Name = name,
                Slug = await FreeSlugAsync(name, cancel),
                StaffMemberId = member.Id,
            }
        );
        Record(AddAct, member, $"{role}", actor);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return (member, []);
    }

    /// <summary>Changes what a person may do. Open sessions end, and the next one has the new role.</summary>
    /// <exception cref="StaffRefusedException">It would leave the site without an admin.</exception>
    public Task ChangeRoleAsync(long id, StaffRole role, Actor actor, CancellationToken cancel) =>
        ChangeAsync(id, "ChangeRole", $"{role}", member => member.Role = role, actor, cancel);

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

    /// <summary>Writes down that somebody made a link by which the holder of an account, or whoever has it, comes in.</summary>
    public Task TellLinkAsync(StaffMember member, Actor actor, CancellationToken cancel)
    {
        db.Record(actor, "MakeSetUpLink", $"staff:{member.Id}", null, clock.GetUtcNow());
        return db.SaveChangesAsync(cancel);
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
