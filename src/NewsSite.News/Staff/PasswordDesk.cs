using Microsoft.AspNetCore.Identity;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>A person's own password: changed by whoever knows it, set by whoever has a one-time link. Other sessions end with it.</summary>
public sealed class PasswordDesk(NewsroomDb db, UserManager<StaffMember> users, TimeProvider clock)
{
    /// <param name="session">The one that stays.</param>
    /// <returns>The reasons why not, for the person; none where it is done.</returns>
    public Task<IReadOnlyList<string>> ChangeAsync(
        long id,
        string current,
        string password,
        Guid session,
        CancellationToken cancel
    ) =>
        ActAsync(id, "ChangePassword", member => users.ChangePasswordAsync(member, current, password), session, cancel);

    /// <param name="code">Of the link.</param>
    /// <returns>The reasons why not, for the person; none where it is done.</returns>
    public Task<IReadOnlyList<string>> SetAsync(long id, string code, string password, CancellationToken cancel) =>
        ActAsync(id, "SetPassword", member => users.ResetPasswordAsync(member, code, password), null, cancel);

    private async Task<IReadOnlyList<string>> ActAsync(
        long id,
        string act,
        Func<StaffMember, Task<IdentityResult>> change,
        Guid? session,
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
        db.Record(act, id, null, id, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return [];
    }
}
