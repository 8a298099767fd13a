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

    public long Id { get; init; }
    public required string Slug { get; set; }
    public required string Name { get; set; }
    public TagKind Kind { get; set; }
    public string? Description { get; set; }
}

internal sealed class TagMap : IEntityTypeConfiguration<Tag>
{
    public void Configure(EntityTypeBuilder<Tag> builder)
    {
        builder.ToTable("tag");
        builder.Property(t => t.Slug).HasMaxLength(Addresses.Slug.Limit);
        builder.Property(t => t.Name).HasMaxLength(Tag.NameLimit);
        builder.Property(t => t.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(t => t.Description).HasMaxLength(1000);
        builder.HasIndex(t => t.Slug).IsUnique();
    }
}
