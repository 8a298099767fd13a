using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Audit;

/// <summary>Who did what to what, and when. The database refuses to change or delete an entry.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null for the command line and start-up.</summary>
    public required long? StaffMemberId { get; init; }

    /// <summary>A newsroom verb: Publish, Withdraw, RenameCategory …</summary>
    public required string Act { get; init; }

    /// <summary>For example <c>article:12</c>.</summary>
    public required string Subject { get; init; }
    public string? Detail { get; init; }
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry");
        builder.Property(a => a.Act).HasMaxLength(50);
        builder.Property(a => a.Subject).HasMaxLength(100);
        builder.HasIndex(a => new { a.Subject, a.Id });
    }
}
