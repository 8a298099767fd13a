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

    /// <summary>The sections that the person's rights are limited to, with all that lies in them; empty for the whole paper.</summary>
    public long[] SectionIds { get; set; } = [];

    /// <summary>How long the one link that sets a password works; null where there is none.</summary>
    public DateTimeOffset? LinkUntil { get; set; }

    /// <summary>When the person first signed in without a second factor while the paper asked for one.</summary>
    public DateTimeOffset? AskedForSecondFactorAt { get; set; }

    /// <summary>Set: changes nothing that readers see; see <see cref="Publishing.MassChangeGuard"/>.</summary>
    public DateTimeOffset? FrozenAt { get; set; }
}
