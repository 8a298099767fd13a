using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;
using NewsSite.News.Staff;

namespace NewsSite.News.Alerts;

/// <summary>How an alert ended.</summary>
public enum AlertOutcome
{
    /// <summary>A second editor said yes: it is sent, once.</summary>
    Yes,

    /// <summary>A second editor said no.</summary>
    No,

    /// <summary>The story was withdrawn before anybody decided.</summary>
    Withdrawn,
}

/// <summary>Words about a story that an editor wants to go further than its page: to receivers and by mail. It waits for another editor.</summary>
public sealed class Alert
{
    public const int WordsLimit = ArticleContent.HeadlineLimit;

    /// <summary>So long it waits; a yes after that comes too late.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromMinutes(30);

    public long Id { get; init; }

    /// <summary>Chosen by the form, so that a repeated post asks once.</summary>
    public required Guid Key { get; init; }
    public required long ArticleId { get; init; }

    /// <summary>One line.</summary>
    public required string Words { get; init; }
    public required long AskedById { get; init; }
    public required string AskedByName { get; init; }
    public required DateTimeOffset AskedAt { get; init; }
    public long? DecidedById { get; set; }
    public string? DecidedByName { get; set; }

    /// <summary>With a yes, the moment at which it was handed to those who send it.</summary>
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Null while nobody has decided.</summary>
    public AlertOutcome? Outcome { get; set; }

    /// <summary>The moment from which on a yes comes too late.</summary>
    public DateTimeOffset Until => AskedAt + Waits;

    public bool IsWaitingAt(DateTimeOffset now) => Outcome is null && now < Until;
}

internal sealed class AlertMap : IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        builder.ToTable("alert");
        builder.Ignore(a => a.Until);
        builder.Property(a => a.Words).HasMaxLength(Alert.WordsLimit);
        builder.Property(a => a.AskedByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(a => a.DecidedByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(a => a.Outcome).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(a => a.Key).IsUnique();
        builder.HasIndex(a => new { a.ArticleId, a.Id });
        builder.HasIndex(a => a.AskedAt).HasFilter("outcome is null").HasDatabaseName("ix_alert_waiting");
        builder.HasOne<Article>().WithMany().HasForeignKey(a => a.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.AskedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(a => a.DecidedById).OnDelete(DeleteBehavior.Restrict);
    }
}
