using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Alerts;

/// <summary>Somebody who gets alerts by mail. It is nobody's business but the newsroom's, and readers' servers cannot read it.</summary>
public sealed class AlertAddress
{
    public const int Limit = 254;

    /// <summary>In small letters.</summary>
    public required string Address { get; init; }
}

internal sealed class AlertAddressMap : IEntityTypeConfiguration<AlertAddress>
{
    public void Configure(EntityTypeBuilder<AlertAddress> builder)
    {
        builder.ToTable("alert_address");
        builder.HasKey(a => a.Address);
        builder.Property(a => a.Address).HasMaxLength(AlertAddress.Limit);
    }
}
