using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Outbox.Webhooks;

/// <summary>
/// One message for one receiver, written in the transaction of the act that it tells of, and how sending it went. What it says of
/// the story is read when it is sent.
/// </summary>
public sealed class WebhookDelivery
{
    public const int ErrorLimit = 500;
    public const int WordsLimit = 300;

    public long Id { get; init; }
    public required long WebhookId { get; init; }

    /// <summary>The same however often it is sent.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>See <see cref="WebhookEvents"/>.</summary>
    public required string Event { get; init; }

    /// <summary>Null for a test.</summary>
    public long? ArticleId { get; init; }

    /// <summary>The address of the story at the moment of the act, from the root of the site; null for a test.</summary>
    public string? Path { get; init; }

    /// <summary>How the story was withdrawn; null where it was not.</summary>
    public string? Outcome { get; init; }

    /// <summary>Of an alert; null for all else.</summary>
    public string? Words { get; init; }

    /// <summary>The moment of the act.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is tried for <see cref="Retry.Patience"/>: the act, or the last time that an admin sent it again.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>Not before this moment. While a server tries, it is the moment from which another one may.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Tries since <see cref="BegunAt"/>.</summary>
    public int Attempts { get; init; }
    public DateTimeOffset? TriedAt { get; init; }

    /// <summary>The last answer's; null where none came.</summary>
    public int? Status { get; init; }

    /// <summary>How long the last try took.</summary>
    public int? Milliseconds { get; init; }

    /// <summary>Why the last try failed; null where it arrived or was never tried.</summary>
    public string? Error { get; init; }

    /// <summary>When it arrived or was given up; null while it is still to be sent.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}

internal sealed class WebhookDeliveryMap : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.ToTable("webhook_delivery");
        builder.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(d => d.Event).HasMaxLength(30);
        builder.Property(d => d.Path).HasMaxLength(300);
        builder.Property(d => d.Outcome).HasMaxLength(20);
        builder.Property(d => d.Words).HasMaxLength(WebhookDelivery.WordsLimit);
        builder.Property(d => d.Error).HasMaxLength(WebhookDelivery.ErrorLimit);
        builder.HasIndex(d => new { d.WebhookId, d.DueAt }).HasFilter("ended_at is null");

        // The log of a receiver, and what is swept out of all.
        builder.HasIndex(d => new { d.WebhookId, d.Id });
        builder.HasIndex(d => d.CreatedAt);
    }
}
