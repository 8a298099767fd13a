using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Mergers;

/// <summary>
/// That categories or tags passed into another one. What stories and addresses named before stays as it was written, and
/// is read by way of the heir; so this holds only what was moved besides, for the day on which it can be undone.
/// </summary>
public sealed class Merger
{
    /// <summary>How long it can be undone.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromDays(1);

    public long Id { get; init; }

    /// <summary><c>category</c> or <c>tag</c>.</summary>
    public required string Kind { get; init; }
    public required long HeirId { get; init; }
    public required long[] TakenIds { get; init; }

    /// <summary>What they and the heir were called then, for the list of what can be undone.</summary>
    public required string Names { get; init; }

    /// <summary>Categories that lay in the one that was taken, in their order.</summary>
    public long[] ChildIds { get; init; } = [];

    /// <summary>Of each child, its order there.</summary>
    public int[] ChildPositions { get; init; } = [];
    public required DateTimeOffset At { get; init; }
    public required string ByName { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }
}

internal sealed class MergerMap : IEntityTypeConfiguration<Merger>
{
    public void Configure(EntityTypeBuilder<Merger> builder)
    {
        builder.ToTable("merger");
        builder.Property(m => m.Kind).HasMaxLength(20);
        builder.HasIndex(m => new { m.Kind, m.At });
    }
}
