using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using NewsSite.News.Staff;
using NewsSite.Web.Shared;

namespace NewsSite.Web.Accounts;

/// <summary>Who somebody is for one request: name, session, and the roles that the account has now.</summary>
internal static class StaffPrincipal
{
    /// <param name="setUpBy">
    /// When the person loses all rights but that to set up a second factor; null for whom none is asked of.
    /// </param>
    public static ClaimsPrincipal Of(
        StaffSession session,
        StaffMember member,
        DateTimeOffset? setUpBy,
        DateTimeOffset now,
        IReadOnlySet<long>? sections = null
    )
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
        if (setUpBy <= now)
        {
            identity.AddClaim(new(SessionActor.SetUpClaim, "1"));
            return new(identity);
        }

        if (setUpBy is { } by)
        {
            identity.AddClaim(
                new(SessionActor.SetUpByClaim, by.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            );
        }

        if (sections is not null)
        {
            identity.AddClaim(new(SessionActor.SectionsClaim, string.Join(',', sections)));
        }

        // A higher role holds the lower ones.
        foreach (var role in Enum.GetValues<StaffRole>().Where(role => role <= member.Role))
        {
            identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        }

        return new(identity);
    }
}
