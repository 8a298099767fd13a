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

    /// <summary>The window that it was typed in.</summary>
    public required Guid Window { get; set; }

    /// <summary>The number of the window's request that brought it.</summary>
    public required long Sequence { get; set; }

    /// <summary>Tells it from every other; a form carries the name of the copy that it shows.</summary>
    public string Name => $"{Window:N}.{Sequence}";

    /// <summary>
    /// Whether what comes from a window may take this copy's place: it was typed there, or the window shows it. Otherwise
    /// it holds words that nobody there has seen.
    /// </summary>
    public bool IsKnownTo(Guid? window, string? shown) => window == Window || shown == Name;
}

internal sealed class WorkingCopyMap : IEntityTypeConfiguration<WorkingCopy>
{
    public void Configure(EntityTypeBuilder<WorkingCopy> builder)
    {
        builder.ToTable("working_copy");
        builder.HasKey(c => new { c.ArticleId, c.StaffMemberId });
        builder.Ignore(c => c.Name);
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
