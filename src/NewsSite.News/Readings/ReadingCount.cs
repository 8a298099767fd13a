using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Readings;

/// <summary>How often a story was read in one hour. Nothing is known of who read it.</summary>
public sealed class ReadingCount
{
    public required long ArticleId { get; init; }

    /// <summary>The hour's beginning.</summary>
    public required DateTimeOffset Hour { get; init; }
    public required int Count { get; set; }
}

internal sealed class ReadingCountMap : IEntityTypeConfiguration<ReadingCount>
{
    public void Configure(EntityTypeBuilder<ReadingCount> builder)
    {
        builder.ToTable("reading_count");
        builder.HasKey(r => new { r.Hour, r.ArticleId });
    }
}
