using Microsoft.AspNetCore.Identity;

namespace NewsSite.News.Staff;

/// <summary>An account that may enter the newsroom; the public byline is an <see cref="Authors.Author"/>.</summary>
public sealed class StaffMember : IdentityUser<long>
{
    public const int NameLimit = 100;

    public required string Name { get; set; }
    public required StaffRole Role { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set: cannot sign in, and open sessions end with their next request.</summary>
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>Set: changes nothing that readers see; see <see cref="Publishing.MassChangeGuard"/>.</summary>
    public DateTimeOffset? FrozenAt { get; set; }
}
