using System.Security.Claims;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

internal static class SessionActor
{
    public const string NameClaim = "newssite:name";
    private const string AddressClaim = "newssite:address";

    /// <summary>Who acts in this request; only behind a door that lets staff in.</summary>
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(
            long.Parse(
                user.FindFirstValue(ClaimTypes.NameIdentifier)!,
                System.Globalization.CultureInfo.InvariantCulture
            ),
            user.FindFirstValue(NameClaim)!,
            Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).Max()
        )
        {
            Way = Way.Web,
            Address = user.FindFirstValue(AddressClaim),
        };

    /// <summary>
    /// Gives whoever has signed in the address of the request at hand, so that no page has to tell the desks. It is not
    /// part of the session: the next request may come from elsewhere.
    /// </summary>
    public static void UseActors(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.User.Identity?.IsAuthenticated == true && context.ClientAddress() is { } address)
                {
                    context.User.AddIdentity(new ClaimsIdentity([new Claim(AddressClaim, address)]));
                }

                return next(context);
            }
        );

    /// <returns>Where the request came from, as the server sees it.</returns>
    public static string? ClientAddress(this HttpContext context) =>
        context.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
            ? mapped.MapToIPv4().ToString()
            : context.Connection.RemoteIpAddress?.ToString();
}
