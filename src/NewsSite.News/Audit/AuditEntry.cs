using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Audit;

/// <summary>
/// Who did what to what, when and from where; see <see cref="AuditBook"/>. The database refuses to change or delete an
/// entry, and seals each: see <see cref="AuditSeal"/>.
/// </summary>
public sealed class AuditEntry
{
    public long Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Null for the command line and start-up.</summary>
    public required long? StaffMemberId { get; init; }

    /// <summary>A newsroom verb: Publish, Withdraw, ChangeCategory …</summary>
    public required string Act { get; init; }

    /// <summary>For example <c>article:12</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What stands before the colon of <see cref="Subject"/>; the database fills it in.</summary>
    public string Kind { get; init; } = "";
    public string? Detail { get; init; }

    /// <summary>Null in entries from before it was asked.</summary>
    public required Way? Way { get; init; }

    /// <inheritdoc cref="Actor.Address"/>
    public required string? Address { get; init; }

    /// <summary>The fields that the act changed, as JSON; see <see cref="FieldChange.Read"/>. Null where there are none.</summary>
    public required string? Changes { get; init; }
}

/// <summary>
/// A link of the chain that holds the entries: each has the hash of an entry and of the link before it. The database makes
/// it in the transaction of the entry; see <see cref="AuditChain"/>.
/// </summary>
public sealed class AuditSeal
{
    /// <summary>1, 2, 3 … without a gap, in the order of commits.</summary>
    public long Number { get; init; }
    public long EntryId { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Hash { get; init; }
}

internal sealed class AuditEntryMap : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entry");
        builder.Property(a => a.Act).HasMaxLength(50);
        builder.Property(a => a.Subject).HasMaxLength(AuditBook.SubjectLimit);
        builder
            .Property(a => a.Kind)
            .HasMaxLength(AuditBook.SubjectLimit)
            .HasComputedColumnSql("split_part(subject, ':', 1)", stored: true);
        builder.Property(a => a.Way).HasConversion<string>().HasMaxLength(20);
        builder.Property(a => a.Address).HasMaxLength(60);

        // Kept letter by letter, as the seal needs it.
        builder.Property(a => a.Changes).HasColumnType("json");

        // Whatever the list is asked for, it is one walk.
        builder.HasIndex(a => new { a.At, a.Id });
        builder.HasIndex(a => new
        {
            a.Subject,
            a.At,
            a.Id,
        });
        builder.HasIndex(a => new
        {
            a.Kind,
            a.At,
            a.Id,
        });
        builder.HasIndex(a => new
        {
            a.Act,
            a.At,
            a.Id,
        });
        builder.HasIndex(a => new
        {
            a.StaffMemberId,
            a.At,
            a.Id,
        });
        builder.HasIndex(a => new
        {
            a.StaffMemberId,
            a.Kind,
            a.At,
            a.Id,
        });
        builder.HasIndex(a => new
        {
            a.StaffMemberId,
            a.Act,
            a.At,
            a.Id,
        });
        builder
            .HasIndex(a => new { a.At, a.Id }, "ix_audit_entry_command_line")
            .HasFilter($"way = '{nameof(Staff.Way.CommandLine)}'");
    }
}

internal sealed class AuditSealMap : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seal");
        builder.HasKey(s => s.Number);
        builder.Property(s => s.Number).ValueGeneratedNever();
        builder.HasIndex(s => s.EntryId).IsUnique();
    }
}
