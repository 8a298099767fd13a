using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Alerts;

/// <summary>An alert for one address, written in the transaction of the yes, and how sending it went.</summary>
public sealed class AlertMail
{
    public const int ErrorLimit = 500;

    public long Id { get; init; }
    public required long AlertId { get; init; }
    public required string Address { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this moment. While a server sends it, it is the moment from which another one may.</summary>
    public required DateTimeOffset DueAt { get; init; }
    public int Attempts { get; init; }

    /// <summary>Why the last try failed, or why it is not sent any more; null where it went or was never tried.</summary>
    public string? Error { get; init; }

    /// <summary>Null while it is still to be sent.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

internal sealed class AlertMailMap : IEntityTypeConfiguration<AlertMail>
{
    public void Configure(EntityTypeBuilder<AlertMail> builder)
    {
        builder.ToTable("alert_mail");
        builder.Property(m => m.Address).HasMaxLength(AlertAddress.Limit);
        builder.Property(m => m.Error).HasMaxLength(AlertMail.ErrorLimit);
        builder.HasOne<Alert>().WithMany().HasForeignKey(m => m.AlertId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(m => new { m.AlertId, m.Address }).IsUnique();
        builder.HasIndex(m => m.DueAt).HasFilter("ended_at is null");
        builder.HasIndex(m => m.CreatedAt);
    }
}
