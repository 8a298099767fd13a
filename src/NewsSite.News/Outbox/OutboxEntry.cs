using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Outbox;

/// <summary>
/// Something to tell the world outside, written in the same transaction as the change it tells of, and sent after it:
/// at least once, again until it arrives.
/// </summary>
public sealed class OutboxEntry
{
    public long Id { get; init; }

    /// <summary>Who is told: <c>websub</c> or <c>indexnow</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is told: an address on this site, from the root.</summary>
    public required string Path { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Not before this moment.</summary>
    public required DateTimeOffset DueAt { get; set; }
    public int Attempts { get; set; }
    public string? LastError { get; set; }

    /// <summary>Null while it is still to be sent.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

internal sealed class OutboxEntryMap : IEntityTypeConfiguration<OutboxEntry>
{
    public void Configure(EntityTypeBuilder<OutboxEntry> builder)
    {
        builder.ToTable("outbox");
        builder.Property(e => e.Kind).HasMaxLength(20);
        builder.Property(e => e.Path).HasMaxLength(300);
        builder.Property(e => e.LastError).HasMaxLength(500);
        builder.HasIndex(e => e.DueAt).HasFilter("sent_at is null");
    }
}
