using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>A person's own password: changed by whoever knows it, set by whoever has a one-time link. Other sessions end with it.</summary>
public sealed class PasswordDesk(NewsroomDb db, UserManager<StaffMember> users, TimeProvider clock)
{
    /// <summary>Keeps the same password as it is hashed today. Whoever changed it meanwhile, or did this first, goes before.</summary>
    /// <param name="password">The right one.</param>
    public Task HashAnewAsync(StaffMember member, string password, CancellationToken cancel)
    {
        var (old, hash) = (member.PasswordHash, users.PasswordHasher.HashPassword(member, password));
        return db
            .Users.Where(u => u.Id == member.Id && u.PasswordHash == old)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, hash), cancel);
    }

    /// <param name="actor">Whose password it is.</param>
    /// <param name="session">The one that stays.</param>
    /// <returns>The reasons why not, for the person; none where it is done.</returns>
    public Task<IReadOnlyList<string>> ChangeAsync(
        Actor actor,
        string current,
        string password,
        Guid session,
        CancellationToken cancel
    ) =>
        ActAsync(
            actor.Id!.Value,
            "ChangePassword",
            member => users.ChangePasswordAsync(member, current, password),
            session,
            actor,
            cancel
        );

    /// <param name="actor">Whose password it is, who has not signed in.</param>
    /// <param name="code">Of the link.</param>
    /// <returns>The reasons why not, for the person; none where it is done.</returns>
    public Task<IReadOnlyList<string>> SetAsync(Actor actor, string code, string password, CancellationToken cancel) =>
        ActAsync(
            actor.Id!.Value,
            "SetPassword",
            async member =>
                member.LinkUntil > clock.GetUtcNow()
                    ? await users.ResetPasswordAsync(member, code, password)
                    : IdentityResult.Failed(users.ErrorDescriber.InvalidToken()),
            null,
            actor,
            cancel
        );

    /// <summary>The machine's owner sets a password for whoever has no other way in.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin, or there is no such account.</exception>
    /// <returns>The reasons why not; none where it is done.</returns>
    public Task<IReadOnlyList<string>> ReplaceAsync(long id, string password, Actor actor, CancellationToken cancel) =>
        actor.Role < StaffRole.Admin
            ? throw new NotAllowedException()
            : ActAsync(
                id,
                "ReplacePassword",
                async member =>
                    await users.ResetPasswordAsync(
                        member,
                        await users.GeneratePasswordResetTokenAsync(member),
                        password
                    ),
                null,
                actor,
                cancel
            );

    private async Task<IReadOnlyList<string>> ActAsync(
        long id,
        string act,
        Func<StaffMember, Task<IdentityResult>> change,
        Guid? session,
        Actor actor,
        CancellationToken cancel
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);

        // Whoever uses one link twice in the same moment waits here, and finds it used.
        var member = await db.TakeAsync(id, cancel);
        var result = await change(member);
        if (!result.Succeeded)
        {
            return [.. result.Errors.Select(e => e.Description)];
        }

        var now = clock.GetUtcNow();
        await db.EndSessionsAsync(id, session, now, cancel);
        member.LinkUntil = null;
        db.Record(actor, act, $"staff:{id}", null, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [];
    }
}
