using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Puts name and role into the session; a higher role holds the lower ones.</summary>
internal sealed class StaffPrincipal(UserManager<StaffMember> users, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffMember>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffMember user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(SessionActor.NameClaim, user.Name));
        foreach (var role in Enum.GetValues<StaffRole>().Where(role => role <= user.Role))
        {
            identity.AddClaim(new Claim(identity.RoleClaimType, role.ToString()));
        }

        return identity;
    }
}

/// <summary>Who was disabled cannot sign in.</summary>
internal sealed class NotDisabled : IUserConfirmation<StaffMember>
{
    public Task<bool> IsConfirmedAsync(UserManager<StaffMember> manager, StaffMember user) =>
        Task.FromResult(user.DisabledAt is null);
}

/// <summary>Identity's messages in this site's words.</summary>
internal sealed class AccountWords : IdentityErrorDescriber
{
    public override IdentityError PasswordTooShort(int length) =>
        new() { Code = nameof(PasswordTooShort), Description = $"Password must be {length} characters or more" };

    public override IdentityError DuplicateEmail(string email) =>
        new() { Code = nameof(DuplicateEmail), Description = "Somebody has an account with this email address" };

    public override IdentityError DuplicateUserName(string userName) => DuplicateEmail(userName);

    public override IdentityError InvalidEmail(string? email) =>
        new() { Code = nameof(InvalidEmail), Description = "Enter an email address like name@example.org" };

    public override IdentityError InvalidUserName(string? userName) => InvalidEmail(userName);

    public override IdentityError InvalidToken() =>
        new()
        {
            Code = nameof(InvalidToken),
            Description = "This link has been used or is too old. Ask an admin for a new one.",
        };

    public override IdentityError PasswordMismatch() =>
        new() { Code = nameof(PasswordMismatch), Description = "This is not your password" };
}
