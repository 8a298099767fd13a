using System.Security.Claims;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

internal static class SessionActor
{
    public const string NameClaim = "newssite:name";

    /// <summary>Who acts in this request; only behind a door that lets staff in.</summary>
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(
            long.Parse(
                user.FindFirstValue(ClaimTypes.NameIdentifier)!,
                System.Globalization.CultureInfo.InvariantCulture
            ),
            user.FindFirstValue(NameClaim)!,
            Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).Max()
        );
}
