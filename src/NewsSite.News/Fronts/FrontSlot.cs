using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NewsSite.News.Articles;

namespace NewsSite.News.Fronts;

/// <summary>A place on the front page that an editor has filled by hand; a place without a record fills itself.</summary>
public sealed class FrontSlot
{
    /// <summary>The places, in the order in which readers meet them.</summary>
    public static IReadOnlyList<string> Names { get; } =
    ["lead", "secondary-1", "secondary-2", "standard-1", "standard-2", "standard-3", "standard-4"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public required string Name { get; init; }
    public required long ArticleId { get; set; }

    /// <summary>When the place fills itself again; null for no end.</summary>
    public DateTimeOffset? Until { get; set; }
}

internal sealed class FrontSlotMap : IEntityTypeConfiguration<FrontSlot>
{
    public void Configure(EntityTypeBuilder<FrontSlot> builder)
    {
        builder.ToTable("front_slot");
        builder.HasKey(s => s.Name);
        builder.Property(s => s.Name).HasMaxLength(20);
        builder.HasOne<Article>().WithMany().HasForeignKey(s => s.ArticleId).OnDelete(DeleteBehavior.Restrict);
    }
}
