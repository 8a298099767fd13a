using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Addresses;

/// <summary>How a redirect came into the list. Those of renamed sections, topics and stories need no list.</summary>
public enum RedirectSource
{
    Manual,
    Import,
}

/// <summary>An address that has no page, and where it leads.</summary>
public sealed class Redirect
{
    /// <summary>The most that the list holds: those of half a million stories that came from elsewhere, and as many again.</summary>
    public const int Most = 2_000_000;

    public long Id { get; init; }

    /// <summary>As <see cref="AskedAddress"/> writes it; each is there once.</summary>
    public required string From { get; init; }

    /// <summary>As <see cref="RedirectTarget"/> writes it; null where the address is gone (410).</summary>
    public string? To { get; set; }

    /// <summary>What is asked for at <see cref="To"/>, in the form of <see cref="From"/>; null for what is elsewhere.</summary>
    public string? ToKey { get; set; }

    /// <summary>301, 302 or 410.</summary>
    public required int Code { get; set; }
    public required RedirectSource Source { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>How often a redirect was used. A row of its own, so that counting waits for nobody who changes the list.</summary>
public sealed class RedirectUse
{
    public required long RedirectId { get; init; }
    public required long Hits { get; init; }
    public required DateTimeOffset LastAt { get; init; }
}

/// <summary>A file of redirects that was looked through, and waits for somebody to take it in; for a day.</summary>
public sealed class RedirectImport
{
    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }
    public required long? StaffMemberId { get; init; }
    public required string[] From { get; init; }

    /// <summary>Empty where the address is gone.</summary>
    public required string[] To { get; init; }
    public required int[] Code { get; init; }
}

/// <summary>An address that was asked for and not found.</summary>
public sealed class MissingAddress
{
    public const int ReferrerLimit = 200;

    public long Id { get; init; }

    /// <summary>As <see cref="AskedAddress"/> writes it.</summary>
    public required string Address { get; init; }
    public required long Count { get; init; }
    public required DateTimeOffset FirstAt { get; init; }
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The last page that linked there, without its scheme and its query; null where none was named.</summary>
    public string? Referrer { get; init; }

    /// <summary>When somebody said that it does not matter.</summary>
    public DateTimeOffset? DismissedAt { get; set; }
}

internal sealed class RedirectMap : IEntityTypeConfiguration<Redirect>
{
    public void Configure(EntityTypeBuilder<Redirect> builder)
    {
        builder.ToTable("redirect");
        builder.Property(r => r.From).HasColumnName("from_address").HasMaxLength(AskedAddress.Limit);
        builder.Property(r => r.To).HasColumnName("to_address").HasMaxLength(RedirectTarget.Limit);
        builder.Property(r => r.ToKey).HasMaxLength(RedirectTarget.Limit);
        builder.Property(r => r.Source).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(r => r.From).IsUnique();
    }
}

internal sealed class RedirectUseMap : IEntityTypeConfiguration<RedirectUse>
{
    public void Configure(EntityTypeBuilder<RedirectUse> builder)
    {
        builder.ToTable("redirect_use");
        builder.HasKey(u => u.RedirectId);
        builder.Property(u => u.RedirectId).ValueGeneratedNever();
        builder.HasOne<Redirect>().WithMany().HasForeignKey(u => u.RedirectId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RedirectImportMap : IEntityTypeConfiguration<RedirectImport>
{
    public void Configure(EntityTypeBuilder<RedirectImport> builder)
    {
        builder.ToTable("redirect_import");
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.From).HasColumnName("from_address");
        builder.Property(i => i.To).HasColumnName("to_address");
    }
}

internal sealed class MissingAddressMap : IEntityTypeConfiguration<MissingAddress>
{
    public void Configure(EntityTypeBuilder<MissingAddress> builder)
    {
        builder.ToTable("missing_address");
        builder.Property(m => m.Address).HasMaxLength(AskedAddress.Limit);
        builder.Property(m => m.Referrer).HasMaxLength(MissingAddress.ReferrerLimit);
        builder.HasIndex(m => m.Address).IsUnique();
        builder.HasIndex(m => new { m.Count, m.Id }).IsDescending();
    }
}
