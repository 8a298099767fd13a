using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Who somebody is for one request: name, session, and the roles that the account has now.</summary>
internal static class StaffPrincipal
{
    /// <param name="mustSetUp">The person has no right to anything before a second factor is set up.</param>
    public static ClaimsPrincipal Of(StaffSession session, StaffMember member, bool mustSetUp)
    {
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.NameIdentifier, member.Id.ToString(CultureInfo.InvariantCulture)));
        identity.AddClaim(new(ClaimTypes.Name, member.UserName!));
        identity.AddClaim(new(SessionActor.NameClaim, member.Name));
        identity.AddClaim(new(SessionActor.SessionClaim, $"{session.Id}"));
        identity.AddClaim(
            new(
                SessionActor.ConfirmedClaim,
                session.ConfirmedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            )
        );
        if (mustSetUp)
        {
            identity.AddClaim(new(SessionActor.SetUpClaim, "1"));
            return new(identity);
        }

        // A higher role holds the lower ones.
        foreach (var role in Enum.GetValues<StaffRole>().Where(role => role <= member.Role))
        {
            identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        }

        return new(identity);
    }
}
