using System.Globalization;
using System.Security.Claims;
using NewsSite.News.Staff;

namespace NewsSite.Web.Shared;

internal static class SessionActor
{
    public const string NameClaim = "newssite:name";
    private const string AddressClaim = "newssite:address";
    public const string SessionClaim = "newssite:session";
    public const string ConfirmedClaim = "newssite:confirmed";

    /// <summary>Its bearer has no right to anything but to set up a second factor.</summary>
    public const string SetUpClaim = "newssite:set-up";

    /// <summary>See <see cref="News.Staff.Actor.Sections"/>; with commas between them.</summary>
    public const string SectionsClaim = "newssite:sections";

    /// <summary>Until when a second factor may be set up beside all other work.</summary>
    public const string SetUpByClaim = "newssite:set-up-by";

    /// <summary>Who acts in this request; only behind a door that lets staff in.</summary>
    public static Actor Actor(this ClaimsPrincipal user) =>
        new(
            user.Id(),
            user.FindFirstValue(NameClaim)!,
            Enum.GetValues<StaffRole>().Where(role => user.IsInRole(role.ToString())).DefaultIfEmpty().Max()
        )
        {
            Way = Way.Web,
            Address = user.FindFirstValue(AddressClaim),
            Sections = user.FindFirstValue(SectionsClaim) is { } sections
                ? sections
                    .Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => long.Parse(id, CultureInfo.InvariantCulture))
                    .ToHashSet()
                : null,
        };

    /// <summary>Somebody who has proved to be this person, and is not in yet.</summary>
    public static Actor ActorOf(this HttpContext context, StaffMember member) =>
        new(member.Id, member.Name, member.Role) { Way = Way.Web, Address = context.ClientAddress() };

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

    /// <summary>The account of whoever is signed in.</summary>
    public static long Id(this ClaimsPrincipal user) =>
        long.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);

    /// <summary>The session that this request belongs to.</summary>
    public static Guid Session(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(SessionClaim)!);

    /// <summary>When the person last proved who it is.</summary>
    public static DateTimeOffset ConfirmedAt(this ClaimsPrincipal user) =>
        DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(user.FindFirstValue(ConfirmedClaim)!, CultureInfo.InvariantCulture)
        );

    /// <returns>When the person's rights end unless a second factor is set up; null where none is asked for.</returns>
    public static DateTimeOffset? SetUpBy(this ClaimsPrincipal user) =>
        user.FindFirstValue(SetUpByClaim) is { } by
            ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(by, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Whether the person must set up a second factor before anything else.</summary>
    public static bool MustSetUp(this ClaimsPrincipal user) => user.HasClaim(c => c.Type == SetUpClaim);
}
