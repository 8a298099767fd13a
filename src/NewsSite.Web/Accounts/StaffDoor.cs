using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Somebody who owes the second step.</summary>
/// <param name="Way">What the first one was.</param>
public sealed record HalfIn(StaffMember Member, string Way);

/// <summary>
/// Lets staff in: judges a password, remembers who still owes a second step, and begins the session. Between the two steps
/// a person has a cookie of another kind, which no page but that of the second step knows.
/// </summary>
public sealed class StaffDoor(
    UserManager<StaffMember> users,
    PasswordDesk passwords,
    SignInBrake brake,
    SessionBook sessions,
    ILogger<StaffDoor> log
)
{
    public const string HalfInScheme = "NewsSite.HalfIn";
    public const string Password = "password";
    public const string Provider = "single sign-on";
    private const string StampClaim = "newssite:stamp";
    private const string WayClaim = "newssite:way";

    private static readonly StaffMember Nobody = new()
    {
        Name = "",
        Role = StaffRole.Reporter,
        CreatedAt = default,
    };

    /// <summary>Judges an email address and a password; as long for whom nobody knows as for anybody else.</summary>
    /// <returns>The person; null for every reason not to let anybody in, so that none can be told from another.</returns>
    public async Task<StaffMember?> JudgeAsync(
        HttpContext context,
        string email,
        string password,
        CancellationToken cancel
    )
    {
        var place = context.Place();
        var mayTry = await brake.PasswordAsync(email, place, cancel);
        var member = await users.FindByEmailAsync(email);

        var outcome = PasswordVerificationResult.Failed;
        if (member?.PasswordHash is { } hash)
        {
            outcome = users.PasswordHasher.VerifyHashedPassword(member, hash, password);
        }
        else
        {
            // As long as a real check takes, so that the time does not tell either.
            users.PasswordHasher.HashPassword(Nobody, password);
        }

        var isRight = outcome != PasswordVerificationResult.Failed;
        if (!mayTry || !isRight || member is not { DisabledAt: null })
        {
            log.PasswordRefused(
                member?.Id,
                !mayTry ? "braked"
                    : !isRight ? "wrong"
                    : "disabled",
                context.Address()
            );
            return null;
        }

        if (outcome == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await passwords.HashAnewAsync(member, password, cancel);
        }

        await brake.PasswordWasRightAsync(email, place, cancel);
        return member;
    }

    /// <summary>The person has given one factor: lets in whoever has no other, and remembers whoever owes one.</summary>
    /// <param name="way">See <see cref="StaffSession.Way"/>.</param>
    /// <returns>Whether the person is in; if not, the second step is next.</returns>
    public async Task<bool> AdmitAsync(HttpContext context, StaffMember member, string way, CancellationToken cancel)
    {
        if (!member.TwoFactorEnabled)
        {
            await LetInAsync(context, member, way, cancel);
            return true;
        }

        var identity = new ClaimsIdentity(HalfInScheme);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(StampClaim, member.SecurityStamp!));
        identity.AddClaim(new(WayClaim, way));
        await context.SignInAsync(HalfInScheme, new(identity));
        return false;
    }

    /// <returns>Who owes the second step in this browser; null where nobody does, or something about the account has changed since.</returns>
    public async Task<HalfIn?> HalfInAsync(HttpContext context)
    {
        var half = await context.AuthenticateAsync(HalfInScheme);
        return
            half.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && await users.FindByIdAsync(id) is { DisabledAt: null } member
            && half.Principal.FindFirstValue(StampClaim) == member.SecurityStamp
            ? new(member, half.Principal.FindFirstValue(WayClaim)!)
            : null;
    }

    /// <summary>
    /// The person has given all that is asked for: begins a session, which has an id of its own. One that this browser had ends.
    /// </summary>
    public async Task LetInAsync(HttpContext context, StaffMember member, string way, CancellationToken cancel)
    {
        var former = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var session = await sessions.BeginAsync(member, context.Address(), context.Request.Words(), way, cancel);
        if (former.Principal is { } left)
        {
            await sessions.LeaveAsync(left.Session(), cancel);
        }

        log.LetIn(member.Id, way, context.Address());
        await context.SignOutAsync(HalfInScheme);
        await CarryAsync(context, member, session);
    }

    /// <summary>The person has given the password once more: the session goes on under a new id.</summary>
    public async Task ConfirmAsync(HttpContext context, StaffMember member, CancellationToken cancel) =>
        await CarryAsync(context, member, await sessions.ConfirmAsync(context.User.Session(), cancel));

    private static Task CarryAsync(HttpContext context, StaffMember member, StaffSession session) =>
        context.SignInAsync(
            IdentityConstants.ApplicationScheme,
            StaffPrincipal.Of(session, member, null, session.StartedAt),
            new AuthenticationProperties { IsPersistent = true }
        );
}
