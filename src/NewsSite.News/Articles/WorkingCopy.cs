using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Staff;

namespace NewsSite.News.Articles;

/// <summary>What somebody has typed into a story and not saved yet: kept while they type, one for each person and story.</summary>
public sealed class WorkingCopy
{
    public required long ArticleId { get; init; }
    public required long StaffMemberId { get; init; }

    /// <summary>The version that the writer had before them.</summary>
    public required int BasedOn { get; set; }

    /// <summary>As typed, so perhaps without a headline. Its tags are in <see cref="TagNames"/>: none is made before it is saved.</summary>
    public required ArticleContent Content { get; set; }
    public required string[] TagNames { get; set; }
    public required DateTimeOffset KeptAt { get; set; }
}

internal sealed class WorkingCopyMap : IEntityTypeConfiguration<WorkingCopy>
{
    public void Configure(EntityTypeBuilder<WorkingCopy> builder)
    {
        builder.ToTable("working_copy");
        builder.HasKey(c => new { c.ArticleId, c.StaffMemberId });
        builder
            .Property(c => c.Content)
            .HasColumnType("jsonb")
            .HasConversion(
                content => JsonSerializer.Serialize(content, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<ArticleContent>(json, JsonSerializerOptions.Default)!
            );
        builder.HasOne<Article>().WithMany().HasForeignKey(c => c.ArticleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.StaffMemberId).OnDelete(DeleteBehavior.Restrict);
    }
}
