using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Outbox.Webhooks;

/// <summary>A receiver: a program elsewhere that is told what became of stories.</summary>
public sealed class Webhook
{
    public const int AddressLimit = 500;

    /// <summary>After so many failed tries in a row it is shown as one that fails.</summary>
    public const int FailsAfter = 3;

    public long Id { get; init; }

    /// <summary>Where messages go, whole. It may have a secret of the receiver's in it.</summary>
    public required string Address { get; set; }

    /// <summary>What messages are signed with, sealed with the keys that all servers share; see <see cref="WebhookSecrets"/>.</summary>
    public required string SealedSecret { get; set; }

    /// <summary>Of <see cref="WebhookEvents.All"/>.</summary>
    public required List<string> Events { get; set; }
    public required bool IsOn { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How many tries have failed since one went well.</summary>
    public int Failures { get; init; }

    /// <summary>When the first of them failed; null where the last try went well.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it last took a message; null where it never did.</summary>
    public DateTimeOffset? TookAt { get; init; }
}

internal sealed class WebhookMap : IEntityTypeConfiguration<Webhook>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.ToTable("webhook");
        builder.Property(w => w.Address).HasMaxLength(Webhook.AddressLimit);
        builder.Property(w => w.SealedSecret).HasMaxLength(1000);
    }
}
