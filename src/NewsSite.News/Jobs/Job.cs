using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Jobs;

/// <summary>What is known of a job of the servers: one row each, whichever server did it last.</summary>
public sealed class Job
{
    public const int NameLimit = 40;
    public const int FailureLimit = 500;

    /// <summary>As the code calls it.</summary>
    public required string Name { get; init; }

    /// <summary>When a run last ended, well or not; some seconds old at most.</summary>
    public required DateTimeOffset RanAt { get; init; }
    public required int Milliseconds { get; init; }

    /// <summary>Which server ran it.</summary>
    public required string Server { get; init; }

    /// <summary>Null where it never failed.</summary>
    public DateTimeOffset? FailedAt { get; init; }
    public string? Failure { get; init; }

    /// <summary>How many failures were noted since a run went well; 0 where the last one did. Of many in a row, one each half minute.</summary>
    public required int Failures { get; init; }
}

internal sealed class JobMap : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("job");
        builder.HasKey(j => j.Name);
        builder.Property(j => j.Name).HasMaxLength(Job.NameLimit);
        builder.Property(j => j.Server).HasMaxLength(200);
        builder.Property(j => j.Failure).HasMaxLength(Job.FailureLimit);
    }
}
