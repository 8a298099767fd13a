using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Staff;

/// <summary>The key that a person's device makes sign-in codes from; there is one where the person has set them up.</summary>
public sealed class CodeKey
{
    public required long StaffMemberId { get; init; }

    /// <summary>Sealed with the keys that all servers share.</summary>
    public required byte[] Sealed { get; init; }
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The half minute of the last code that was taken: neither it nor an older one is taken again.</summary>
    public required long LastStep { get; set; }
}

/// <summary>A code on paper, for whoever has lost the device; works once. Only a hash of it is kept.</summary>
public sealed class RecoveryCode
{
    public long Id { get; init; }
    public required long StaffMemberId { get; init; }

    /// <summary>SHA-256 of the code; it has 120 random bits, so nothing slower is needed.</summary>
    public required byte[] Hash { get; init; }
    public DateTimeOffset? UsedAt { get; set; }
}

internal sealed class CodeKeyMap : IEntityTypeConfiguration<CodeKey>
{
    public void Configure(EntityTypeBuilder<CodeKey> builder)
    {
        builder.ToTable("code_key");
        builder.HasKey(k => k.StaffMemberId);
        builder.Property(k => k.StaffMemberId).ValueGeneratedNever();
        builder.HasOne<StaffMember>().WithOne().HasForeignKey<CodeKey>(k => k.StaffMemberId);
    }
}

internal sealed class RecoveryCodeMap : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_code");
        builder.HasIndex(c => new { c.StaffMemberId, c.Hash }).IsUnique();
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.StaffMemberId);
    }
}
