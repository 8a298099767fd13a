using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Addresses;

/// <summary>
/// An address that a category, a tag or an author once had; it leads to today's for ever. Whose it was is written
/// down once: where that passed into another one since, it leads to the heir.
/// </summary>
public sealed class FormerSlug
{
    /// <summary><c>category</c>, <c>tag</c> or <c>author</c>, as in the address.</summary>
    public required string Kind { get; init; }
    public required string Slug { get; init; }
    public required long TargetId { get; set; }
}

internal sealed class FormerSlugMap : IEntityTypeConfiguration<FormerSlug>
{
    public void Configure(EntityTypeBuilder<FormerSlug> builder)
    {
        builder.ToTable("former_slug");
        builder.HasKey(f => new { f.Kind, f.Slug });
        builder.Property(f => f.Kind).HasMaxLength(20);
        builder.Property(f => f.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.HasIndex(f => f.TargetId);
    }
}
