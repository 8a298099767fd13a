using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;

namespace NewsSite.News.Schedules;

public enum ScheduledKind
{
    /// <summary>The story goes out, or a live one is updated.</summary>
    Publish,

    /// <summary>The story is withdrawn.</summary>
    Withdraw,
}

/// <summary>What is to be done to a story at its time, once. A story has at most one of each kind ahead of it, one that failed among them.</summary>
public sealed class ScheduledAct
{
    public long Id { get; init; }
    public required long ArticleId { get; init; }
    public required ScheduledKind Kind { get; init; }

    /// <summary>By the database's clock, which all servers share.</summary>
    public required DateTimeOffset DueAt { get; set; }

    /// <summary>How, as JSON: a publish order, or the reason of a withdrawal.</summary>
    public required string Order { get; set; }
    public required long? ById { get; set; }
    public required string ByName { get; set; }

    /// <summary>When it was done.</summary>
    public DateTimeOffset? DoneAt { get; set; }

    /// <summary>Why it could not be done at its time; an editor must look.</summary>
    public string? Failure { get; set; }
}

internal sealed class ScheduledActMap : IEntityTypeConfiguration<ScheduledAct>
{
    public void Configure(EntityTypeBuilder<ScheduledAct> builder)
    {
        builder.ToTable("scheduled_act");
        builder.Property(s => s.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Order).HasColumnType("jsonb");
        builder.Property(s => s.Failure).HasMaxLength(500);
        builder.Property(s => s.ByName).HasMaxLength(Staff.StaffMember.NameLimit);
        builder.HasIndex(s => s.DueAt).HasFilter("done_at is null and failure is null");
        builder.HasIndex(s => new { s.ArticleId, s.Kind }).IsUnique().HasFilter("done_at is null");
        builder.HasIndex(s => s.ArticleId).HasFilter("failure is not null").HasDatabaseName("ix_scheduled_act_failed");
        builder.HasOne<Article>().WithMany().HasForeignKey(s => s.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Staff.StaffMember>().WithMany().HasForeignKey(s => s.ById).OnDelete(DeleteBehavior.Restrict);
    }
}
