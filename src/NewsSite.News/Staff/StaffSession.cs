using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Staff;

/// <summary>One sign-in of a person, in one browser, until it ends. Each sign-in makes a new one.</summary>
public sealed class StaffSession
{
    /// <summary>So long without a request, and it has ended.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromHours(12);

    /// <summary>So long after it began it has ended in any case.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public const int AddressLimit = 64;
    public const int BrowserLimit = 100;
    public const int WayLimit = 40;

    public required Guid Id { get; init; }
    public required long StaffMemberId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Of the last request, to a minute.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>When the person last proved who it is: at sign-in, or when asked again.</summary>
    public required DateTimeOffset ConfirmedAt { get; set; }

    /// <summary>Where the sign-in came from.</summary>
    public required string Address { get; init; }

    /// <summary>Firefox on Linux.</summary>
    public required string Browser { get; init; }

    /// <summary>By what the person signed in: password, password and code, passkey …</summary>
    public required string Way { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
}

internal sealed class StaffSessionMap : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_session");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Address).HasMaxLength(StaffSession.AddressLimit);
        builder.Property(s => s.Browser).HasMaxLength(StaffSession.BrowserLimit);
        builder.Property(s => s.Way).HasMaxLength(StaffSession.WayLimit);
        builder.HasIndex(s => s.StaffMemberId);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(s => s.StaffMemberId);
    }
}
