using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Jobs;

/// <summary>That somebody asked for a run out of turn: the last time for each job. One server takes it, and once.</summary>
public sealed class JobRequest
{
    /// <summary>See <see cref="Job.Name"/>.</summary>
    public required string Name { get; init; }
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked.</summary>
    public required string ByName { get; init; }

    /// <summary>When a server began with it; null while it waits for one.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Which server.</summary>
    public string? Server { get; init; }

    /// <summary>When it ended, well or not; null where it runs, or its server ended before it.</summary>
    public DateTimeOffset? DoneAt { get; init; }

    /// <summary>Null where it ended well.</summary>
    public string? Failure { get; init; }
}

internal sealed class JobRequestMap : IEntityTypeConfiguration<JobRequest>
{
    public void Configure(EntityTypeBuilder<JobRequest> builder)
    {
        builder.ToTable("job_request");
        builder.HasKey(r => r.Name);
        builder.Property(r => r.Name).HasMaxLength(Job.NameLimit);
        builder.Property(r => r.ByName).HasMaxLength(StaffMember.NameLimit);
        builder.Property(r => r.Server).HasMaxLength(200);
        builder.Property(r => r.Failure).HasMaxLength(Job.FailureLimit);
    }
}
