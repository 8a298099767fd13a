using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace NewsSite.News.Tags;

public enum TagKind
{
    Topic,
    Person,
    Place,
    Organisation,
    Event,
}

/// <summary>What a story is about, across the categories.</summary>
public sealed class Tag
{
    public const int NameLimit = 60;
    public const int DescriptionLimit = 1000;

    public long Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }
    public TagKind Kind { get; set; }
    public string? Description { get; set; }

    /// <summary>
    /// The tag that took this one's stories when the two were merged. The record stays, because old versions, which never
    /// change, still name it.
    /// </summary>
    public long? ReplacedById { get; set; }
}

/// <summary>Another name of a tag: who types it means the tag.</summary>
public sealed class TagSynonym
{
    /// <summary>Made from the name; no two tags share one.</summary>
    public required string Slug { get; init; }
    public required string Name { get; init; }
    public required long TagId { get; init; }
}

internal sealed class TagMap : IEntityTypeConfiguration<Tag>
{
    public void Configure(EntityTypeBuilder<Tag> builder)
    {
        builder.ToTable("tag");
        builder.Property(t => t.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(t => t.Name).HasMaxLength(Tag.NameLimit);
        builder.Property(t => t.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(t => t.Description).HasMaxLength(Tag.DescriptionLimit);
        builder.HasIndex(t => t.Slug).IsUnique().HasFilter("replaced_by_id is null");
        builder.HasIndex(t => t.Slug, "ix_tag_any_slug");
        builder.HasIndex(t => t.ReplacedById);
        builder.HasOne<Tag>().WithMany().HasForeignKey(t => t.ReplacedById).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TagSynonymMap : IEntityTypeConfiguration<TagSynonym>
{
    public void Configure(EntityTypeBuilder<TagSynonym> builder)
    {
        builder.ToTable("tag_synonym");
        builder.HasKey(s => s.Slug);
        builder.Property(s => s.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(s => s.Name).HasMaxLength(Tag.NameLimit);
        builder.HasIndex(s => s.TagId);
        builder.HasOne<Tag>().WithMany().HasForeignKey(s => s.TagId);
    }
}
