using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>The passkeys of a person: added, named, removed. Adding and removing end the person's other sessions.</summary>
public sealed class PasskeyDesk(
    NewsroomDb db,
    UserManager<StaffMember> users,
    SecondFactorDesk factors,
    TimeProvider clock
)
{
    public const int NameLimit = 60;

    /// <summary>So many a person can have.</summary>
    public const int Most = 20;

    /// <returns>The oldest first.</returns>
    public async Task<IReadOnlyList<UserPasskeyInfo>> ListAsync(StaffMember member) =>
        [.. (await users.GetPasskeysAsync(member)).OrderBy(p => p.CreatedAt)];

    /// <param name="actor">Whose it is.</param>
    /// <param name="passkey">Proved to be the browser's that asks.</param>
    /// <param name="session">The one that stays.</param>
    /// <returns>False where there are too many already.</returns>
    public async Task<bool> AddAsync(
        Actor actor,
        UserPasskeyInfo passkey,
        string name,
        Guid session,
        CancellationToken cancel
    )
    {
        passkey.Name = name;
        var id = actor.Id!.Value;
        return await db.UserPasskeys.CountAsync(p => p.UserId == id, cancel) < Most
            && await factors.ChangeAsync(
                id,
                "AddPasskey",
                session,
                actor,
                async member => (await users.AddOrUpdatePasskeyAsync(member, passkey)).Succeeded,
                cancel,
                name
            );
    }

    /// <exception cref="NotAllowedException">The person has no such passkey.</exception>
    public async Task RenameAsync(
        StaffMember member,
        byte[] passkeyId,
        string name,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var passkey = await users.GetPasskeyAsync(member, passkeyId) ?? throw new NotAllowedException();
        passkey.Name = name;
        await users.AddOrUpdatePasskeyAsync(member, passkey);
        db.Record(actor, "RenamePasskey", $"staff:{member.Id}", name, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
    }

    /// <exception cref="NotAllowedException">The person has no such passkey.</exception>
    public async Task RemoveAsync(
        StaffMember member,
        byte[] passkeyId,
        Guid session,
        Actor actor,
        CancellationToken cancel
    )
    {
        var passkey = await users.GetPasskeyAsync(member, passkeyId) ?? throw new NotAllowedException();
        await factors.ChangeAsync(
            member.Id,
            "RemovePasskey",
            session,
            actor,
            async taken => (await users.RemovePasskeyAsync(taken, passkeyId)).Succeeded,
            cancel,
            passkey.Name
        );
    }
}
