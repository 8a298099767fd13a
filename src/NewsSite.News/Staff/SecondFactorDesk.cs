using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using NewsSite.News.Articles;
using NewsSite.News.Audit;
using NewsSite.News.Database;

namespace NewsSite.News.Staff;

/// <summary>What a person has set up besides the password.</summary>
/// <param name="HasCodes">A device that shows codes.</param>
/// <param name="RecoveryLeft">How many recovery codes have not been used.</param>
public sealed record SecondFactor(bool HasCodes, int Passkeys, int RecoveryLeft)
{
    public bool IsOn => HasCodes || Passkeys > 0;
}

/// <summary>
/// Sign-in codes and recovery codes of a person. Each change ends the person's other sessions, and those that wait for a
/// code, in its own transaction.
/// </summary>
public sealed class SecondFactorDesk(NewsroomDb db, IDataProtectionProvider keys, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    // 80 random bits each.
    private const int RecoveryBytes = 15;
    private const int TypedLimit = 40;
    private readonly IDataProtector seal = keys.CreateProtector("CodeKey");

    public async Task<SecondFactor> FindAsync(long id, CancellationToken cancel) =>
        new(
            await db.CodeKeys.AnyAsync(k => k.StaffMemberId == id, cancel),
            await db.UserPasskeys.CountAsync(p => p.UserId == id, cancel),
            await db.RecoveryCodes.CountAsync(c => c.StaffMemberId == id && c.UsedAt == null, cancel)
        );

    /// <summary>Codes from this key are asked for from now on; it replaces an earlier one.</summary>
    /// <param name="key">See <see cref="OneTimeCode.NewKey"/>.</param>
    /// <param name="code">What the person's device shows: proves that it has the key.</param>
    /// <param name="actor">Whose it is.</param>
    /// <param name="session">The one that stays.</param>
    /// <returns>Ten recovery codes in place of all earlier ones, which nobody can look up again; null where the code is wrong.</returns>
    public async Task<IReadOnlyList<string>?> TurnOnAsync(
        Actor actor,
        byte[] key,
        string code,
        Guid session,
        CancellationToken cancel
    )
    {
        var (id, now) = (actor.Id!.Value, clock.GetUtcNow());
        if (OneTimeCode.FindStep(key, code, now) is not { } step)
        {
            return null;
        }

        return await ChangeAsync(
            id,
            "TurnOnSignInCodes",
            session,
            actor,
            async _ =>
            {
                await db.CodeKeys.Where(k => k.StaffMemberId == id).ExecuteDeleteAsync(cancel);
                db.CodeKeys.Add(
                    new CodeKey
                    {
                        StaffMemberId = id,
                        Sealed = seal.Protect(key),
                        MadeAt = now,
                        LastStep = step,
                    }
                );
                return await RenewAsync(id, cancel);
            },
            cancel
        );
    }

    /// <summary>No codes are asked for any more. Recovery codes go, too, unless a passkey is left.</summary>
    public Task TurnOffAsync(Actor actor, Guid session, CancellationToken cancel) =>
        ChangeAsync(
            actor.Id!.Value,
            "TurnOffSignInCodes",
            session,
            actor,
            async member =>
            {
                await db.CodeKeys.Where(k => k.StaffMemberId == member.Id).ExecuteDeleteAsync(cancel);
                return true;
            },
            cancel
        );

    /// <returns>Ten codes in place of all earlier ones.</returns>
    public Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Actor actor, Guid session, CancellationToken cancel) =>
        ChangeAsync(
            actor.Id!.Value,
            "NewRecoveryCodes",
            session,
            actor,
            member => RenewAsync(member.Id, cancel),
            cancel
        );

    /// <summary>Takes away all that somebody has set up, who has lost it; the password alone lets in then.</summary>
    /// <exception cref="NotAllowedException">The actor is no admin.</exception>
    public Task ResetAsync(long id, Actor actor, CancellationToken cancel) =>
        actor.Role < StaffRole.Admin
            ? throw new NotAllowedException()
            : ChangeAsync(
                id,
                "ResetSecondFactor",
                null,
                actor,
                async _ =>
                {
                    await db.CodeKeys.Where(k => k.StaffMemberId == id).ExecuteDeleteAsync(cancel);
                    await db.UserPasskeys.Where(p => p.UserId == id).ExecuteDeleteAsync(cancel);
                    return true;
                },
                cancel
            );

    /// <summary>Takes a code from the device, or a recovery code. Neither is taken twice, on whichever server.</summary>
    /// <param name="actor">Whose code it is to be, who has not signed in.</param>
    /// <returns>Whether it is right; what kind it was.</returns>
    public async Task<(bool IsRight, bool IsRecovery)> TakeAsync(Actor actor, string typed, CancellationToken cancel)
    {
        var id = actor.Id!.Value;
        if (typed.Length > TypedLimit)
        {
            return (false, false);
        }

        var now = clock.GetUtcNow();
        if (
            await db.CodeKeys.AsNoTracking().SingleOrDefaultAsync(k => k.StaffMemberId == id, cancel) is { } key
            && OneTimeCode.FindStep(seal.Unprotect(key.Sealed), typed, now) is { } step
        )
        {
            var taken = await db
                .CodeKeys.Where(k => k.StaffMemberId == id && k.LastStep < step)
                .ExecuteUpdateAsync(k => k.SetProperty(x => x.LastStep, step), cancel);
            return (taken == 1, false);
        }

        var hash = HashOf(typed);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var used = await db
            .RecoveryCodes.Where(c => c.StaffMemberId == id && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), cancel);
        if (used == 1)
        {
            db.Record(actor, "UseRecoveryCode", $"staff:{id}", null, now);
            await db.SaveChangesAsync(cancel);
        }

        await transaction.CommitAsync(cancel);
        return (used == 1, used == 1);
    }

    /// <summary>One change of what is asked for besides the password, with all that follows from it.</summary>
    internal async Task<T> ChangeAsync<T>(
        long id,
        string act,
        Guid? session,
        Actor actor,
        Func<StaffMember, Task<T>> change,
        CancellationToken cancel,
        string? detail = null
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var member = await db.TakeAsync(id, cancel);
        var result = await change(member);
        await db.SaveChangesAsync(cancel);
        var left = await FindAsync(id, cancel);
        member.TwoFactorEnabled = left.IsOn;
        member.SecurityStamp = Guid.NewGuid().ToString();
        if (!left.IsOn)
        {
            await db.RecoveryCodes.Where(c => c.StaffMemberId == id).ExecuteDeleteAsync(cancel);
        }

        var now = clock.GetUtcNow();
        await db.EndSessionsAsync(id, session, now, cancel);
        db.Record(actor, act, $"staff:{id}", detail, now);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return result;
    }

    private async Task<IReadOnlyList<string>> RenewAsync(long id, CancellationToken cancel)
    {
        await db.RecoveryCodes.Where(c => c.StaffMemberId == id).ExecuteDeleteAsync(cancel);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => NewRecoveryCode()).ToList();
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { StaffMemberId = id, Hash = HashOf(c) }));
        return codes;
    }

    /// <returns>Twenty-four letters and digits in groups of four.</returns>
    private static string NewRecoveryCode() =>
        string.Join(
            '-',
            OneTimeCode
                .Base32(RandomNumberGenerator.GetBytes(RecoveryBytes))
                .ToLowerInvariant()
                .Chunk(4)
                .Select(group => new string(group))
        );

    // However the groups were typed.
    private static byte[] HashOf(string code) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(code.Where(char.IsLetterOrDigit)).ToLowerInvariant()));
}
