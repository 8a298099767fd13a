using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Database;
using Npgsql;

namespace NewsSite.News.Staff;

/// <summary>Somebody as a provider of OpenID Connect tells it.</summary>
/// <param name="Issuer">The provider.</param>
/// <param name="Subject">Its name for the person, which never changes and is never given to another.</param>
/// <param name="Email">Proved to be the person's; null where it is not.</param>
public sealed record ProvidedPerson(string Issuer, string Subject, string? Email);

/// <summary>
/// Which account belongs to whom at a provider. It never makes an account nor changes what one may do; a link is made by the
/// account's owner, who has signed in by another way, and ends the person's other sessions as each new way in does.
/// </summary>
public sealed class ProviderDesk(NewsroomDb db, UserManager<StaffMember> users, SecondFactorDesk factors)
{
    /// <summary>What the provider may call a person at most (OpenID Connect Core, section 2).</summary>
    public const int SubjectLimit = 255;

    /// <returns>The account that is linked; null where there is none, or it may not enter.</returns>
    public async Task<StaffMember?> FindAsync(ProvidedPerson person, CancellationToken cancel) =>
        await db
            .UserLogins.Where(l => l.LoginProvider == person.Issuer && l.ProviderKey == person.Subject)
            .Join(MayEnter(), l => l.UserId, m => m.Id, (_, member) => member)
            .SingleOrDefaultAsync(cancel);

    /// <returns>Whether there is an account that its owner could link.</returns>
    public async Task<bool> CanLinkAsync(ProvidedPerson person, CancellationToken cancel)
    {
        var email = users.NormalizeEmail(person.Email);
        return email is not null
            && !await IsTakenAsync(person, cancel)
            && await MayEnter().AnyAsync(m => m.NormalizedEmail == email, cancel);
    }

    /// <returns>What the provider calls the person, where there is a link.</returns>
    public Task<string?> LinkOfAsync(long id, CancellationToken cancel) =>
        db.UserLogins.Where(l => l.UserId == id).Select(l => l.ProviderDisplayName).FirstOrDefaultAsync(cancel);

    /// <summary>Links the account of <paramref name="actor"/>, in place of any earlier link.</summary>
    /// <param name="session">The one that stays.</param>
    /// <returns>False where the email address is not the account's, or somebody else has the link.</returns>
    public async Task<bool> LinkAsync(Actor actor, ProvidedPerson person, Guid session, CancellationToken cancel)
    {
        var id = actor.Id!.Value;
        var email = users.NormalizeEmail(person.Email);
        if (
            email is null
            || !await MayEnter().AnyAsync(m => m.Id == id && m.NormalizedEmail == email, cancel)
            || await IsTakenAsync(person, cancel)
        )
        {
            return false;
        }

        try
        {
            return await factors.ChangeAsync(
                id,
                "LinkProvider",
                session,
                actor,
                async _ =>
                {
                    await db.UserLogins.Where(l => l.UserId == id).ExecuteDeleteAsync(cancel);
                    db.UserLogins.Add(
                        new()
                        {
                            LoginProvider = person.Issuer,
                            ProviderKey = person.Subject,
                            ProviderDisplayName = person.Email,
                            UserId = id,
                        }
                    );
                    return true;
                },
                cancel,
                $"{person.Issuer}, {person.Subject}"
            );
        }
        catch (DbUpdateException e)
            when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return false;
        }
    }

    /// <summary>The provider lets this account in no more.</summary>
    /// <param name="session">The one that stays.</param>
    /// <exception cref="NotAllowedException">There is no link.</exception>
    public Task UnlinkAsync(Actor actor, Guid session, CancellationToken cancel) =>
        factors.ChangeAsync(
            actor.Id!.Value,
            "UnlinkProvider",
            session,
            actor,
            async member =>
                await db.UserLogins.Where(l => l.UserId == member.Id).ExecuteDeleteAsync(cancel) > 0
                    ? true
                    : throw new NotAllowedException(),
            cancel
        );

    // Somebody whose account changed too much at once is looked at first, and whoever was shut out stays out.
    private IQueryable<StaffMember> MayEnter() => db.Users.Where(m => m.DisabledAt == null && m.FrozenAt == null);

    private Task<bool> IsTakenAsync(ProvidedPerson person, CancellationToken cancel) =>
        db.UserLogins.AnyAsync(l => l.LoginProvider == person.Issuer && l.ProviderKey == person.Subject, cancel);
}
